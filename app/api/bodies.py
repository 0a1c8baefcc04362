"""The one gate for request bodies: JSON, not compressed, complete in time, within the limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request

from app.api.problems import Problem
from app.api.state import State
from app.schemas.faults import shown
from app.schemas.jsontext import parse

T = TypeVar("T")


async def read(request: Request, state: State, make: Callable[[object], T]) -> T:
    """`make` of the JSON body; a large body is read by a worker. Raises Problem 415, 413, 408."""
    _only_json(request)
    body = await request.body()
    large = len(body) > state.settings.inline_body_bytes
    return await state.workers.run(lambda: make(parse(body, state.settings.json_depth)), large=large)


def _only_json(request: Request) -> None:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        detail = f"Content-Encoding: expected none, received {shown(encoding)}; send the body uncompressed."
        raise Problem(415, "unsupported-media-type", detail, headers={"Accept-Encoding": "identity"})
    name, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charsets = [each.partition("=")[2].strip('"') for each in parameters if each.startswith("charset=")]
    if name != "application/json" or any(charset not in ("utf-8", "utf8") for charset in charsets):
        received = shown(request.headers.get("content-type", ""))
        detail = f"Content-Type: expected application/json (in UTF-8), received {received}; set the header."
        raise Problem(415, "unsupported-media-type", detail, headers={"Accept": "application/json"})
