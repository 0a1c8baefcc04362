"""Bytes → one JSON value, strictly: UTF-8, no duplicate keys, bounded depth, whole characters."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.schemas.faults import Fault, Malformed, clip, key, shown

_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NO_MARKS = bytes(set(range(256)) - set(b'[]{}"'))
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_LONGEST_INTEGER = 400


def parse(body: bytes, depth: int) -> Any:
    """The value of a JSON text; numbers that no float holds become infinities. Raises Malformed."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed(f"expected UTF-8, received the byte 0x{body[error.start]:02x} at {error.start}") from None
    if text.startswith("\ufeff"):
        raise _malformed("expected JSON, received a byte order mark; send UTF-8 without one")
    if _deepest(body) > depth:
        raise _malformed(f"expected at most {depth} levels of nesting, received more; flatten the value")
    duplicates: list[_Twice] = []
    value = _load(text, duplicates)
    if _SURROGATE.search(body):
        for pointer, string in _strings(value):
            if not string.isprintable() and any("\ud800" <= character <= "\udfff" for character in string):
                raise _malformed("expected whole characters, received half of a surrogate pair", pointer)
    for pointer, found in _objects(value) if duplicates else ():
        if isinstance(found, _Twice):
            raise _malformed(f"expected each key once, received {shown(found.twice)} twice; remove one", pointer)
    return value


class _Twice(dict[str, Any]):
    """An object in which a key stands twice."""

    twice = ""


def _load(text: str, duplicates: list[_Twice]) -> Any:
    """The value, with a note of every object that has a key twice."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        marked = _Twice(value)
        marked.twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        duplicates.append(marked)
        return marked

    try:
        try:
            return json.loads(text, object_pairs_hook=members)
        except json.JSONDecodeError:
            raise
        except ValueError:  # Python refuses to read integers of thousands of digits
            return json.loads(text, object_pairs_hook=members, parse_int=_integer)
    except json.JSONDecodeError as error:
        near = clip(text[error.pos : error.pos + 20], 20)
        received = f"received {json.dumps(near, ensure_ascii=False)}" if near else "the text ends there"
        # A decoder's own words ("Expecting value") are short and right; they only lack the place.
        raise _malformed(f"line {error.lineno}, column {error.colno}: {error.msg}; {received}") from None
    except RecursionError:
        raise _malformed("expected a few levels of nesting, received thousands; flatten the value") from None


def _integer(digits: str) -> int | float:
    if digits == "-0":
        return -0.0
    return int(digits) if len(digits) <= _LONGEST_INTEGER else math.copysign(math.inf, int(digits[:2]))


def _malformed(detail: str, pointer: str = "") -> Malformed:
    return Malformed([Fault(pointer, detail)])


def _deepest(body: bytes) -> int:
    """How deep brackets are nested, strings left out."""
    marks = (_ESCAPE.sub(b"", body) if b"\\" in body else body).translate(None, _NO_MARKS)
    characters = np.frombuffer(marks, np.uint8)
    # After an even number of quotes a character stands outside of strings; counting may wrap.
    outside = (np.cumsum(characters == ord('"'), dtype=np.uint8) & 1) == 0
    folded = characters | 0x20  # `[` and `{`, `]` and `}` differ in this bit alone
    steps = ((folded == ord("{")) & outside).astype(np.int8) - ((folded == ord("}")) & outside)
    return int(steps.cumsum(dtype=np.int32).max(initial=0))


def _children(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((f"{pointer}/{key(name)}", inner) for name, inner in value.items())
    elif isinstance(value, list):
        yield from ((f"{pointer}/{i}", inner) for i, inner in enumerate(value) if isinstance(inner, list | dict | str))


def _objects(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield pointer, value
    for place, inner in _children(value, pointer):
        yield from _objects(inner, place)


def _strings(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        yield from ((pointer, name) for name in value)
    for place, inner in _children(value, pointer):
        yield from _strings(inner, place)
