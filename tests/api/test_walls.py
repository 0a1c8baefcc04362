"""The walls: who may ask, what may be sent, and what every answer carries."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.api.walls.hosts import HostWall
from app.main import create_app
from app.settings import Settings
from tests.api.documents import Document
from tests.api.serving import serve

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}

# (method, path, headers, body, status)
ANSWERS: dict[str, tuple[str, str, dict[str, str], bytes | None, int]] = {
    "ready": ("GET", "/healthz", {}, None, 200),
    "head": ("HEAD", "/healthz", {}, None, 200),
    "page": ("GET", "/docs", {}, None, 200),
    "file": ("GET", "/static/js/docs.js", {}, None, 200),
    "no file": ("GET", "/static/js/nothing.js", {}, None, 404),
    "folder": ("GET", "/static/js", {}, None, 404),
    "write to a file": ("POST", "/static/js/docs.js", {}, None, 405),
    "traversal": ("GET", "/static/%2e%2e/app/main.py", {}, None, 404),
    "traversal, double": ("GET", "/static/..%2f..%2fetc/passwd", {}, None, 404),
    "traversal, backslash": ("GET", "/static/..%5capp%5cmain.py", {}, None, 404),
    "traversal, absolute": ("GET", "/static//etc/passwd", {}, None, 404),
    "traversal, zero byte": ("GET", "/static/js/docs.js%00.css", {}, None, 404),
    "unknown path": ("GET", "/nothing", {}, None, 404),
    "unknown path, write": ("POST", "/nothing", {}, b"x", 404),
    "slash at the end": ("GET", "/api/v1/layers/", {}, None, 404),
    "unknown trace": ("GET", "/api/v1/traces/abc", {}, None, 404),
    "wrong method": ("DELETE", "/api/v1/layers", {}, None, 405),
    "preflight": ("OPTIONS", "/api/v1/traces", {"Origin": "http://evil.example"}, None, 405),
    "foreign host": ("GET", "/healthz", {"Host": "evil.example"}, None, 421),
    "foreign origin": ("POST", "/api/v1/traces", {"Origin": "http://evil.example"}, b"{}", 403),
    "no JSON": ("POST", "/api/v1/traces", {"Content-Type": "text/plain"}, b"{}", 415),
    "not acceptable": ("GET", "/api/v1/layers", {"Accept": "text/html"}, None, 406),
    "malformed": ("POST", "/api/v1/traces", {"Content-Type": "application/json"}, b"{", 400),
    "wrong": ("POST", "/api/v1/traces", {"Content-Type": "application/json"}, b"{}", 422),
    "announced too large": ("POST", "/api/v1/traces", {"Content-Length": "9000000"}, b"{}", 413),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_the_headers(client: TestClient, name: str) -> None:
    method, path, headers, body, status = ANSWERS[name]
    response = client.request(method, path, headers=headers, content=body)
    assert response.status_code == status, response.text[:300]
    assert {key: response.headers.get(key) for key in EVERYWHERE} == EVERYWHERE
    assert not [key for key in response.headers if key.startswith("access-control-")]
    if status >= 400 and method != "HEAD":
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == status
        assert response.json().keys() >= {"type", "title", "status", "detail"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_the_opener_policy_is_sent_where_browsers_heed_it(host: str) -> None:
    """Over plain http by any other name they ignore it and complain."""
    opener = "cross-origin-opener-policy"
    app = create_app(Settings(allowed_host=("classroom.test",)))
    with TestClient(app) as plain, TestClient(app, base_url="https://classroom.test") as secure:
        assert plain.get("/healthz", headers={"Host": host}).headers[opener] == "same-origin"
        assert secure.get("/healthz").headers[opener] == "same-origin"
        assert opener not in plain.get("/healthz", headers={"Host": "classroom.test"}).headers


def test_head_is_get_without_a_body(client: TestClient) -> None:
    got, head = client.get("/api/v1/layers"), client.head("/api/v1/layers")
    assert head.content == b""
    assert head.headers == got.headers


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/layers", "GET, HEAD"),
        ("GET", "/api/v1/traces", "POST"),
        ("PUT", "/api/v1/traces/abc", "GET, HEAD"),
        ("GET", "/api/v1/traces/abc/edits", "POST"),
        ("POST", "/static/js/docs.js", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
        ("POST", "/", "GET, HEAD"),
    ],
)
def test_405_says_what_is_allowed(client: TestClient, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


def test_a_failure_of_ours_is_a_problem_without_traceback(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(allowed_host=("testserver",)))

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("a secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["content-security-policy"] == POLICY
    assert "secret" not in response.text
    assert "a secret" in caplog.text


# (bound to, also allowed, host, ours)
HOSTS: list[tuple[str, tuple[str, ...], str, bool]] = [
    ("127.0.0.1", (), "localhost", True),
    ("127.0.0.1", (), "LOCALHOST:8000", True),
    ("127.0.0.1", (), "127.0.0.1:65535", True),
    ("127.0.0.1", (), "[::1]:8000", True),
    ("127.0.0.1", (), "127.0.0.2", False),
    ("127.0.0.1", (), "localhost.evil.example", False),
    ("127.0.0.1", (), "evil.example:localhost", False),
    ("127.0.0.1", (), "localhost@evil.example", False),
    ("127.0.0.1", (), "evil.example/localhost", False),
    ("127.0.0.1", (), "localhost, evil.example", False),
    ("127.0.0.1", (), "", False),
    ("127.0.0.1", (), ":8000", False),
    ("127.0.0.1", ("lab.example",), "lab.example:80", True),
    ("127.0.0.1", ("lab.example",), "sub.lab.example", False),
    ("127.0.0.1", ("fe80::1",), "[fe80::1]", True),
    ("192.168.1.7", (), "192.168.1.7:8000", True),
    ("192.168.1.7", (), "192.168.1.8:8000", False),
    ("fd00::7", (), "[fd00::7]:8000", True),
    ("0.0.0.0", (), "192.168.1.8:8000", True),
    ("0.0.0.0", (), "[fd00::7]", True),
    ("::", (), "10.0.0.1", True),
    ("0.0.0.0", (), "evil.example", False),
    ("0.0.0.0", (), "999.1.1.1", False),
]


@pytest.mark.parametrize(("bound", "allowed", "host", "ours"), HOSTS)
def test_hosts(bound: str, allowed: tuple[str, ...], host: str, ours: bool) -> None:
    async def nothing(*_: Any) -> None: ...

    assert HostWall(nothing, bound, allowed).is_ours(host) is ours


# (headers of a write, allowed)
WRITES: list[tuple[dict[str, str], bool]] = [
    ({}, True),
    ({"Origin": "http://testserver"}, True),
    ({"Origin": "http://testserver:80"}, True),
    ({"Origin": "https://testserver"}, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "http://testserver.evil.example"}, False),
    ({"Origin": "http://testserver:8001"}, False),
    ({"Origin": "http://testserver/"}, False),
    ({"Origin": "http://testserver@evil.example"}, False),
    ({"Origin": "http://testserver:port"}, False),
    ({"Origin": "chrome-extension://testserver"}, False),
    ({"Origin": ""}, False),
]


@pytest.mark.parametrize(("headers", "allowed"), WRITES)
def test_writes_come_from_our_own_page_or_from_none(
    client: TestClient, convolution: Document, headers: dict[str, str], allowed: bool
) -> None:
    response = client.post("/api/v1/traces", json=convolution, headers=headers)
    assert response.status_code == (201 if allowed else 403)


def test_reading_from_elsewhere_is_left_to_the_browser(client: TestClient) -> None:
    assert client.get("/api/v1/layers", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


# (headers, status)
MEDIA: list[tuple[dict[str, str], int]] = [
    ({"Content-Type": "application/json"}, 201),
    ({"Content-Type": "Application/JSON; charset=UTF-8"}, 201),
    ({"Content-Type": 'application/json; charset="utf-8"'}, 201),
    ({"Content-Type": "application/json", "Content-Encoding": "identity"}, 201),
    ({"Content-Type": "application/json; charset=utf-16"}, 415),
    ({"Content-Type": "text/plain"}, 415),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
    ({"Content-Type": "application/jsonx"}, 415),
    ({}, 415),
    ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
    ({"Content-Type": "application/json", "Content-Encoding": "br"}, 415),
]


@pytest.mark.parametrize(("headers", "status"), MEDIA)
def test_only_json_is_read(client: TestClient, convolution: Document, headers: dict[str, str], status: int) -> None:
    body = json.dumps(convolution).encode()
    if headers.get("Content-Encoding") == "gzip":
        body = gzip.compress(body)
    response = client.post("/api/v1/traces", content=body, headers=headers)
    assert response.status_code == status


def test_every_write_passes_the_same_gate(client: TestClient, trace_id: str) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        if "post" in methods:
            response = client.post(
                path.replace("{id}", trace_id), content=b"[]", headers={"Content-Type": "text/plain"}
            )
            assert response.status_code == 415, path


def test_a_chunked_body_is_counted_while_it_streams() -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1000
            yield b" " * 1000

    with serve(body_bytes=10_000) as client:
        response = client.post("/api/v1/traces", content=endless(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert response.json()["type"].endswith("body-too-large")
    assert "10,000" in response.json()["detail"]


@pytest.mark.parametrize("length", ["10001", "99999999999999999999"])
def test_a_body_announced_too_large_is_not_read(length: str) -> None:
    with serve(body_bytes=10_000) as client:
        headers = {"Content-Type": "application/json", "Content-Length": length}
        assert client.post("/api/v1/traces", content=b"{}", headers=headers).status_code == 413


def test_a_body_of_the_limit_is_read(convolution: Document) -> None:
    body = json.dumps(convolution).encode()
    with serve(body_bytes=len(body)) as client:
        assert client.post("/api/v1/traces", content=body, headers={"Content-Type": "application/json"}).is_success


def test_a_slow_body_is_given_up() -> None:
    app = create_app(Settings(allowed_host=("testserver",), patience_seconds=0))

    async def dripping() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(10)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post("/api/v1/traces", content=dripping(), headers={"Content-Type": "application/json"})

    response = asyncio.run(ask())
    assert response.status_code == 408
    assert response.json()["type"].endswith("slow-request")
