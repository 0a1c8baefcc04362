"""Options of layers and losses: their declaration, their normal form, their one sentence when out of range."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from app.engine.errors import EngineError

Pair = tuple[int, int]
Sides = tuple[Pair, Pair]
Padding = str | Sides
Connections = tuple[tuple[bool, ...], ...]

LARGEST = 1_000_000
PADDING_WORDS = ("valid", "same", "full")


@dataclass(frozen=True)
class TensorField:
    """A tensor that a layer or a loss owns: its rank (None: the rank of what it is compared with) and meaning."""

    rank: int | None
    description: str
    optional: bool = False


def option(default: Any, description: str, *, minimum: int | None = None) -> Any:
    """A dataclass field whose default, meaning and range also make the JSON Schema."""
    metadata: Mapping[str, Any] = {"description": description, "minimum": minimum}
    return field(default=default, metadata=metadata)


def required(description: str, *, minimum: int | None = None) -> Any:
    """An option without a default."""
    return field(metadata={"description": description, "minimum": minimum})


def shown(value: object) -> str:
    """A received value as an error quotes it: never longer than 60 characters."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**20:
        return "an integer of more than 20 digits"
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def integer(name: str, value: object, minimum: int, pointer: str | None = None) -> int:
    """`value` as an integer of minimum…10⁶; raises EngineError."""
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= LARGEST:
        raise EngineError(
            f"{name}: expected an integer from {minimum} to {LARGEST}, received {shown(value)}",
            pointer or f"/{name}",
        )
    return value


def pair(name: str, value: object, minimum: int) -> Pair:
    """An integer, or [height, width], as (height, width); raises EngineError."""
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise EngineError(f"{name}: expected an integer or [height, width], received {shown(value)}", f"/{name}")
        first, second = (integer(name, v, minimum, f"/{name}/{i}") for i, v in enumerate(value))
        return first, second
    size = integer(name, value, minimum)
    return size, size


def sides(value: object) -> Padding:
    """A convolution's padding as ((top, bottom), (left, right)), or its word; raises EngineError."""
    if isinstance(value, str):
        if value not in PADDING_WORDS:
            raise EngineError(
                f'padding: expected an integer, [h, w], [[top, bottom], [left, right]], "valid", "same" or "full", '
                f"received {shown(value)}",
                "/padding",
            )
        return value
    if isinstance(value, list | tuple) and any(isinstance(side, list | tuple) for side in value):
        if len(value) != 2 or not all(isinstance(side, list | tuple) and len(side) == 2 for side in value):
            raise EngineError(f"padding: expected [[top, bottom], [left, right]], received {shown(value)}", "/padding")
        (top, bottom), (left, right) = (
            tuple(integer("padding", v, 0, f"/padding/{i}/{j}") for j, v in enumerate(side))
            for i, side in enumerate(value)
        )
        return (top, bottom), (left, right)
    height, width = pair("padding", value, 0)
    return (height, height), (width, width)


def one_of(name: str, value: object, words: tuple[str, ...]) -> None:
    """Refuse a word that is not in the list; raises EngineError."""
    if value not in words:
        listed = ", ".join(f'"{word}"' for word in words)
        raise EngineError(f"{name}: expected one of {listed}, received {shown(value)}", f"/{name}")


def finite(name: str, value: object) -> float:
    """A finite number; raises EngineError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise EngineError(f"{name}: expected a finite number, received {shown(value)}", f"/{name}")
    return float(value)
