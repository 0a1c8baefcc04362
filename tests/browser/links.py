"""The fragment of a shared link, written as the page writes it."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any


def fragment(document: dict[str, Any] | None = None, **place: str) -> str:
    """`#v=1&…&doc=…`: the place, and the document where it is not the lesson's own."""
    parts = {"v": "1", **place, **({} if document is None else {"doc": packed({"document": document})})}
    return "#" + "&".join(f"{key}={value}" for key, value in parts.items())


def packed(state: Any) -> str:
    """A state as raw deflate in base64url, with the sum that finds a changed link."""
    data = json.dumps(state).encode()
    return f"z.{check(data)}.{encoded(deflated(data))}"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def check(data: bytes) -> str:
    """FNV-1a in base 36."""
    total = 0x811C9DC5
    for byte in data:
        total = (total ^ byte) * 0x01000193 % 2**32
    digits = ""
    while total:
        total, digit = divmod(total, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
