"""Options of layers and losses in JSON: one kind per annotation of the engine's dataclass fields.

Kinds check JSON types; ranges are checked where the engine makes the layer.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pydantic
from pydantic import PlainValidator, WithJsonSchema

from app.engine.options import PADDING_WORDS, Connections, Padding, Pair
from app.schemas.faults import expected_word, nearest, refuse, shown
from app.schemas.tensors import real

Schema = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How one annotation reads JSON, and its JSON Schema for a least value."""

    read: Callable[[Any], Any]
    schema: Callable[[int | None], Schema]


def model_field(field: Field[Any], annotation: Any) -> tuple[Any, Any]:
    """The pydantic field of one dataclass field: its annotation and its default."""
    kind = _kind(annotation)
    schema = kind.schema(field.metadata.get("minimum"))
    default = ... if field.default is MISSING else field.default
    return (
        Annotated[Any, PlainValidator(kind.read), WithJsonSchema(schema)],
        pydantic.Field(default, description=field.metadata["description"]),
    )


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Literal:
        return _words(get_args(annotation))
    if get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
        inner = [each for each in get_args(annotation) if each is not type(None)]
        return _optional(_kind(Union[tuple(inner)]))  # noqa: UP007 - the members are only known here
    return _KINDS[annotation]


def _optional(kind: Kind) -> Kind:
    return Kind(
        lambda value: None if value is None else kind.read(value),
        lambda minimum: {"anyOf": [kind.schema(minimum), {"type": "null"}]},
    )


def _words(words: tuple[str, ...]) -> Kind:
    def read(value: Any) -> str:
        if value not in words:
            raise refuse(expected_word(value, words))
        return str(value)

    return Kind(read, lambda _: {"enum": list(words)})


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise refuse(f"expected an integer, received {shown(value)}")
    return value


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise refuse(f"expected true or false, received {shown(value)}")
    return value


def _pair(value: Any) -> Any:
    if type(value) is int:
        return value
    if not isinstance(value, list):
        raise refuse(f"expected an integer or [height, width], received {shown(value)}")
    return _two(value, "[height, width]")


def _two(value: Any, form: str, pointer: str = "") -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise refuse(f"expected {form}, received {shown(value)}", pointer)
    for i, side in enumerate(value):
        if type(side) is not int:
            raise refuse(f"expected an integer, received {shown(side)}", f"{pointer}/{i}")
    return value[0], value[1]


def _padding(value: Any) -> Any:
    if isinstance(value, str) and value in PADDING_WORDS:
        return value
    if type(value) is int:
        return value
    if isinstance(value, list) and len(value) == 2:
        if isinstance(value[0], list) or isinstance(value[1], list):
            return _two(value[0], "[top, bottom]", "/0"), _two(value[1], "[left, right]", "/1")
        return _two(value, "[h, w]")
    words = ", ".join(f'"{word}"' for word in PADDING_WORDS)
    hint = nearest(value, PADDING_WORDS) if isinstance(value, str) else ""
    raise refuse(f"expected an integer, [h, w], [[top, bottom], [left, right]], {words}, received {shown(value)}{hint}")


def _connections(value: Any) -> Connections:
    if not isinstance(value, list) or not value:
        raise refuse(f"expected a list of rows of booleans, one row per kernel, received {shown(value)}")
    for k, row in enumerate(value):
        if not isinstance(row, list) or not row:
            raise refuse(f"expected a row of booleans, one per input map, received {shown(row)}", f"/{k}")
        if set(map(type, row)) != {bool}:
            c, cell = next((c, cell) for c, cell in enumerate(row) if type(cell) is not bool)
            raise refuse(f"expected true or false, received {shown(cell)}", f"/{k}/{c}")
    return tuple(map(tuple, value))


def _integers(minimum: int | None) -> Schema:
    return {"type": "integer"} if minimum is None else {"type": "integer", "minimum": minimum}


def _pairs(minimum: int | None, items: Schema | None = None) -> Schema:
    return {"type": "array", "items": items or _integers(minimum), "minItems": 2, "maxItems": 2}


_KINDS: dict[Any, Kind] = {
    int: Kind(_integer, _integers),
    bool: Kind(_boolean, lambda _: {"type": "boolean"}),
    float: Kind(real, lambda _: {"type": "number"}),
    Pair: Kind(_pair, lambda minimum: {"anyOf": [_integers(minimum), _pairs(minimum)]}),
    Padding: Kind(
        _padding,
        lambda minimum: {
            "anyOf": [
                _integers(minimum),
                _pairs(minimum),
                _pairs(minimum, _pairs(minimum)),
                {"enum": list(PADDING_WORDS)},
            ]
        },
    ),
    Connections: Kind(
        _connections, lambda _: {"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}}
    ),
}
