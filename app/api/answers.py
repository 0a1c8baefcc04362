"""Responses that caches may keep but must ask about: strong ETag, 304, Vary."""

from __future__ import annotations

import gzip
import hashlib
import platform
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from fastapi import Request
from starlette.responses import Response

from app import __version__
from app.files import accepts_gzip

BUILD = f"{__version__} numpy {np.__version__} {platform.machine()}"
CACHING = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding"}


def etag(*parts: object) -> str:
    """A strong validator over everything that decides the bytes."""
    digest = hashlib.sha256("\0".join([BUILD, *map(str, parts)]).encode())
    return f'"{digest.hexdigest()[:32]}"'


def tagged(name: str, path: str, request: Request, media_type: str) -> str:
    """The ETag of a request's answer about a trace: id, build, path with query, representation."""
    query = "&".join(sorted(f"{key}={value}" for key, value in request.query_params.multi_items()))
    return etag(name, path, query, media_type)


def fingerprint(content: bytes, media_type: str) -> str:
    """The ETag of an answer by its bytes: for what depends on more than its trace and query."""
    return etag(hashlib.sha256(content).hexdigest(), media_type)


def not_modified(request: Request, tag: str) -> Response | None:
    """304 where the client already has this representation."""
    held = request.headers.get("if-none-match")
    if held is None:
        return None
    known = [each.strip().removeprefix("W/") for each in held.split(",")]
    return Response(status_code=304, headers={"ETag": tag, **CACHING}) if tag in known or "*" in known else None


def answer(
    content: bytes, media_type: str, tag: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """200 or 201 with its validator."""
    return Response(content, status, {"ETag": tag, **CACHING, **(headers or {}), "Content-Type": media_type})


def constant(request: Request, content: bytes, media_type: str = "application/json") -> Response:
    """An answer that only a new build changes, compressed for whoever takes that."""
    packed = accepts_gzip(request.headers.get("accept-encoding", ""))
    tag = fingerprint(content, f"{media_type} gzip" if packed else media_type)
    if unchanged := not_modified(request, tag):
        return unchanged
    if packed:
        return answer(_packed(content), media_type, tag, headers={"Content-Encoding": "gzip"})
    return answer(content, media_type, tag)


@lru_cache(64)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
