"""The command: settings from flags, a port in use, and the habits of the server itself."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields

import pytest

from app.settings import Settings, from_arguments
from tests.server import ROOT, free_port, served


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with little patience."""
    chosen = free_port()
    with served("--patience-seconds", "1", "--body-bytes", "100000", port=chosen):
        yield chosen


POST = b"POST /api/v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def exchange(port: int, *parts: bytes, pause: float = 0) -> tuple[bytes, float]:
    """What a server answers to bytes sent with pauses, until it closes; and how long that took."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received, time.perf_counter() - began


def test_flags_are_made_from_the_settings() -> None:
    assert from_arguments([]) == (Settings(), True)
    arguments = [
        "--no-browser",
        "--host",
        "0.0.0.0",
        "--port",
        "0",
        "--allowed-host",
        "a",
        "--allowed-host",
        "b",
        "--layers",
        "3",
    ]
    settings, browser = from_arguments(arguments)
    assert (settings, browser) == (Settings(host="0.0.0.0", port=0, allowed_host=("a", "b"), layers=3), False)


@pytest.mark.parametrize("arguments", [["--layers", "0"], ["--port", "x"], ["--port", "-1"], ["--nothing"]])
def test_wrong_flags_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        from_arguments(arguments)
    assert refused.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        from_arguments(["--help"])
    assert done.value.code == 0
    text = capsys.readouterr().out
    assert all(f"--{field.name.replace('_', '-')}" in text for field in fields(Settings))


def test_a_port_in_use_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "app", "--no-browser", "--port", str(port)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


def test_the_address_is_printed_and_ctrl_c_ends_it() -> None:
    command = [sys.executable, "-m", "app", "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.split("http://127.0.0.1:")[1].split()[0])
        answer, _ = exchange(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"\r\nserver:" not in answer.lower()
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=10)
    assert "Traceback" not in rest


@pytest.mark.parametrize("start", [b"", b"GET /healthz HTT", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_slow_headers_are_given_up(port: int, start: bytes) -> None:
    answer, seconds = exchange(port, start)
    assert answer == b""
    assert 0.5 < seconds < 3


def test_slow_headers_of_a_second_request_are_given_up(port: int) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    drops = [b"GET /healthz HTTP/1.1\r\n", *[b"X: y\r\n"] * 20]
    began = time.perf_counter()
    with pytest.raises(ConnectionError):
        exchange(port, first, *drops, pause=0.2)
    assert time.perf_counter() - began < 4


def test_a_slow_body_is_408(port: int) -> None:
    answer, seconds = exchange(port, POST, b"Content-Length: 9\r\n\r\n", b"{")
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in answer
    assert seconds < 3


def test_a_chunked_body_over_the_limit_is_413(port: int) -> None:
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    answer, _ = exchange(port, POST, b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 20)
    assert answer.startswith(b"HTTP/1.1 413")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"].endswith("body-too-large")


@pytest.mark.parametrize(
    "request_", [b"\x16\x03\x01\x02\r\n\r\n", b"GET /healthz HTTP/1.1\r\n\r\n", b"GET x y z\r\n\r\n"]
)
def test_what_is_not_http_is_a_problem_too(port: int, request_: bytes) -> None:
    answer, _ = exchange(port, request_)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"content-security-policy: default-src 'none'" in head.lower()
    assert json.loads(body)["type"].endswith("malformed-request")
