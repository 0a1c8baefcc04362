"""What the explorer asks first, whoever opens it: the application asks itself, and the page brings the answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from app.lessons import LESSONS
from app.schemas.numbers import encode

BASE = "/api/v1"


async def first_answers(app: ASGIApp, host: str) -> str:
    """The answers by address, as JSON that may stand in a page.

    They are the lists, the first lesson, its trace under `POST /traces…` with the document that was posted, and what is
    asked about that trace at once. What is refused is left out: the page asks for it again and hears why.
    """
    return encode({key: found async for key, found in _answers(app, host)}).decode().replace("<", r"\u003c")


async def _answers(app: ASGIApp, host: str) -> AsyncIterator[tuple[str, Any]]:
    slug = next(iter(LESSONS))
    lesson = LESSONS[slug]
    for address in ("/lessons", "/layers", f"/lessons/{slug}"):
        if (found := await asked(app, host, address)) is not None:
            yield address, found
    focus, symbols = lesson["focus"], lesson["symbols"]
    notation = symbols["notation"]
    traces = "/traces?" + urlencode({"include": "derived", "notation": notation})
    trace = await asked(app, host, traces, encode(lesson["document"]))
    if trace is None:
        return
    yield f"POST {traces}", {"document": lesson["document"], "reply": trace}
    cell = {"cell": focus["cell"]}
    for what, query in (
        ("steps", {"limit": 1, "input_method": "scatter"}),
        ("feeds", cell),
        ("explain", {**cell, "method": focus["method"], "index_base": symbols["index_base"], "notation": notation}),
    ):
        address = f"/traces/{trace['id']}/{what}?{urlencode(query)}"
        if (found := await asked(app, host, address)) is not None:
            yield address, found


async def asked(app: ASGIApp, host: str, address: str, body: bytes | None = None) -> Any:
    """The JSON that the application answers with, without a socket; None where it refuses."""
    path, _, query = address.partition("?")
    headers = [(b"host", host.encode("latin-1")), (b"accept", b"application/json")]
    if body is not None:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": "GET" if body is None else "POST", "path": BASE + path, "raw_path": (BASE + path).encode(),
        "query_string": query.encode(), "headers": headers, "client": None, "server": None,
    }  # fmt: skip
    status, content = 500, b""

    async def receive() -> Message:
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, content
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            content += message.get("body", b"")

    await app(scope, receive, send)
    return json.loads(content) if 200 <= status < 300 else None
