"""What is wrong with a request's content: a pointer and one sentence for each place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

MOST = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place: a JSON pointer into the body (RFC 6901), and what is expected and received."""

    pointer: str
    detail: str


class Invalid(Exception):
    """Well-formed JSON with the wrong content."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)[:MOST]
        super().__init__("; ".join(fault.detail for fault in self.faults))


class Malformed(Invalid):
    """Bytes that are not one JSON value in UTF-8."""


def refusal(*faults: Fault) -> PydanticCustomError:
    """An error to raise inside a pydantic validator; its pointers are relative to the validated value."""
    return PydanticCustomError("house", "{faults}", {"faults": list(faults[:MOST])})


def refuse(detail: str, pointer: str = "") -> PydanticCustomError:
    """The `refusal` of a single fault."""
    return refusal(Fault(pointer, detail))


def faults_of(error: ValidationError) -> list[Fault]:
    """All faults of a failed validation, in the order of the body, at most ten."""
    faults: list[Fault] = []
    for detail in error.errors(include_url=False):
        at = pointer(detail["loc"])
        what = next((f"{step}: " for step in reversed(detail["loc"]) if isinstance(step, str)), "")
        for inner in _sentences(detail):
            named = inner.detail.startswith("expected ")
            faults.append(Fault(at + inner.pointer, what * named + inner.detail))
        if len(faults) >= MOST:
            break
    return faults[:MOST]


def _sentences(error: Any) -> list[Fault]:
    """The house sentences of one pydantic error."""
    context = error.get("ctx", {})
    if error["type"] == "house":
        return list(context["faults"])
    received = shown(error["input"])
    if error["type"] == "union_tag_invalid":
        options = [word.strip("'") for word in context["expected_tags"].split(", ")]
        return [Fault("/type", f"type: {expected_word(error['input']['type'], options)}")]
    if error["type"] == "union_tag_not_found":
        return [Fault("/type", "type: expected the type of a layer or loss, received nothing; add it")]
    if error["type"] in ("model_type", "model_attributes_type", "dict_type"):
        return [Fault("", f"expected an object, received {received}")]
    expected = {"list_type": "a list", "string_type": "a string", "int_type": "an integer"}
    return [Fault("", f"expected {expected.get(error['type'], 'a valid value')}, received {received}")]


def pointer(location: Iterable[int | str]) -> str:
    """A JSON pointer of keys and indices."""
    steps = list(location)
    # pydantic puts the chosen member of a union after its place: layers, 0, conv2d, weight.
    union = {"layers": 2, "loss": 1}.get(str(steps[0])) if steps else None
    if union and len(steps) > union:
        del steps[union]
    return "".join("/" + key(str(step)) for step in steps)


def key(name: str) -> str:
    """One step of a JSON pointer, escaped; an absurdly long one is clipped."""
    return clip(name.replace("~", "~0").replace("/", "~1"), 100)


def shown(value: object) -> str:
    """A received value as JSON writes it, clipped to what one line can hold."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**20:
        return "an integer of more than 20 digits"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "a number above 1.8e308, the largest that there is"
    if isinstance(value, str):
        return json.dumps(clip(value, 40), ensure_ascii=False)
    return clip(json.dumps(value, default=str), 60)


def clip(text: str, length: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean "stride"?` where a known word is near, else nothing."""
    found = get_close_matches(clip(word, 60), list(words), 1, 0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def expected_word(value: object, words: Iterable[str]) -> str:
    """The sentence for a word that is not in a closed list."""
    words = list(words)
    listed = ", ".join(f'"{word}"' for word in words)
    hint = nearest(value, words) if isinstance(value, str) else ""
    return f"expected one of {listed}, received {shown(value)}{hint}"
