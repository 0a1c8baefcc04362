"""Where work runs: small work at once, large work in a pool, more than that not at all."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app.api.problems import Problem
from app.api.work import Workers
from app.engine.trace import _derive as derive
from app.main import create_app
from app.schemas.jsontext import parse
from app.settings import Settings
from tests.api.documents import Document, fill, lenet, single
from tests.api.serving import serve


def test_small_work_needs_no_worker_and_large_work_does() -> None:
    async def where(large: bool) -> str:
        workers = Workers(Settings())
        try:
            return await workers.run(lambda: threading.current_thread().name, large=large)
        finally:
            workers.close()

    assert asyncio.run(where(False)) == threading.current_thread().name
    assert asyncio.run(where(True)).startswith("backprop")


def test_a_full_queue_says_so_and_recovers() -> None:
    async def crowd() -> tuple[list[Any], str]:
        workers = Workers(Settings(workers=1, queue=2))
        release = threading.Event()

        def wait() -> str:
            release.wait(10)
            return "done"

        jobs = [asyncio.create_task(workers.run(wait, large=True)) for _ in range(5)]
        await asyncio.sleep(0.05)
        assert await workers.run(lambda: "small", large=False) == "small"
        release.set()
        results = await asyncio.gather(*jobs, return_exceptions=True)
        later = await workers.run(lambda: "later", large=True)
        workers.close()
        return results, later

    results, later = asyncio.run(crowd())
    assert results[:3] == ["done"] * 3
    for refused in results[3:]:
        assert isinstance(refused, Problem)
        assert (refused.status, refused.kind, refused.headers) == (503, "busy", {"Retry-After": "1"})
    assert later == "later"


def test_a_failing_or_abandoned_job_frees_its_place() -> None:
    async def spoil() -> None:
        workers = Workers(Settings(workers=1, queue=1))
        with pytest.raises(ZeroDivisionError):
            await workers.run(lambda: 1 // 0, large=True)
        release = threading.Event()
        running = asyncio.create_task(workers.run(lambda: release.wait(10), large=True))
        waiting = asyncio.create_task(workers.run(lambda: True, large=True))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.sleep(0)
        release.set()
        assert await running
        assert await workers.run(lambda: True, large=True)
        workers.close()

    asyncio.run(spoil())


def test_busy_over_http() -> None:
    """With one worker held and a queue of one, large documents get 503 while small edits go on."""
    app = create_app(Settings(allowed_host=("testserver",), workers=1, queue=1, inline_multiply_adds=1000))
    large = single({"type": "linear", "weight": fill(40, 40)}, fill(1, 40))
    small = single({"type": "relu"}, [[1, 2]])
    release = threading.Event()

    async def ask() -> tuple[list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            held = asyncio.create_task(app.state.shared.workers.run(lambda: release.wait(10), large=True))
            await asyncio.sleep(0.02)
            asked = [asyncio.create_task(client.post("/api/v1/traces", json=large)) for _ in range(3)]
            await asyncio.sleep(0.05)
            meanwhile = await client.post("/api/v1/traces", json=small)
            release.set()
            await held
            return list(await asyncio.gather(*asked)), meanwhile

    answers, meanwhile = asyncio.run(ask())
    assert meanwhile.status_code == 201
    assert sorted(answer.status_code for answer in answers) == [201, 503, 503]
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["type"].endswith("busy")


def test_large_bodies_are_read_by_a_worker(convolution: Document) -> None:
    with serve(inline_body_bytes=10) as client:
        assert client.post("/api/v1/traces", json=convolution).status_code == 201
        assert client.post("/api/v1/traces", json={}).status_code == 422
        assert (
            client.post("/api/v1/traces", content=b"[" * 50, headers={"Content-Type": "application/json"}).status_code
            == 400
        )


# (settings, document)
LIMITS: dict[str, tuple[dict[str, int], Document, str]] = {
    "work": (
        {"multiply_adds": 1000},
        {"input": fill(1, 1, 9, 9), "layers": [{"type": "relu"}, {"type": "conv2d", "weight": fill(4, 1, 3, 3)}]},
        "/layers/1",
    ),
    "memory": ({"memory_bytes": 1000}, {"input": fill(1, 300), "layers": []}, "/input"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_too_much_is_refused_before_it_is_allocated(name: str) -> None:
    settings, document, pointer = LIMITS[name]
    with serve(**settings) as client:
        response = client.post("/api/v1/traces", json=document)
    problem = response.json()
    assert response.status_code == 422
    assert problem["type"].endswith("too-much-work")
    assert problem["errors"][0]["pointer"] == pointer
    assert "allows 1,000" in problem["detail"]


def test_an_eight_megabyte_body_leaves_the_loop_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker reads a large body; it waits here until another request was answered meanwhile."""
    app = create_app(Settings(allowed_host=("testserver",)))
    row = [round(i / 7, 6) for i in range(1000)]
    large = {"input": [row] * 600, "layers": []}
    reading, answered = threading.Event(), threading.Event()
    readers: list[str] = []

    def patient(body: bytes, depth: int) -> object:
        readers.append(threading.current_thread().name)
        reading.set()
        assert answered.wait(60)
        return parse(body, depth)

    monkeypatch.setattr("app.api.bodies.parse", patient)

    async def ask() -> tuple[int, int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            posted = asyncio.create_task(client.post("/api/v1/traces?values=none", json=large))
            while not reading.is_set():
                await asyncio.sleep(0)
            other = await client.get("/healthz")
            answered.set()
            return (await posted).status_code, other.status_code

    assert asyncio.run(ask()) == (201, 200)
    assert [name for name in readers if not name.startswith("backprop")] == []


def test_a_lenet_edit_derives_nothing_that_nobody_asked_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
    derived: list[str] = []

    def noted(*given: Any) -> Any:
        derived.append(given[3])
        return derive(*given)

    monkeypatch.setattr("app.engine.trace._derive", noted)
    query = {"values": "changed", "include": "derived", "among": "conv1.output,conv1.padded"}
    edited = client.post(f"/api/v1/traces/{id}/edits", params=query, json=[{"cell": "input[0,0,3,3]", "value": 2}])
    assert list(edited.json()["tensors"]) == ["conv1.output", "conv1.padded"]
    assert set(derived) <= {"padded", "derivative"}
