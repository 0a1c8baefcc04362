"""A tensor in JSON: a nested list, row-major, or a generator."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import Annotated, Any, TypeAlias

import numpy as np
from pydantic import Field, PlainValidator, ValidationError, ValidationInfo

from app.engine.document import FILLS, Fill, Values
from app.engine.layers.base import Shape
from app.schemas.faults import MOST, Fault, expected_word, faults_of, refusal, refuse, shown
from app.schemas.strict import Strict
from app.settings import Settings

LARGEST = 2**53 - 1


def tensor(value: Any, info: ValidationInfo) -> Values:
    """A float64 array or a Fill; the context is the Settings. Raises a `refusal`."""
    limit = info.context.tensor_rank if isinstance(info.context, Settings) else Settings().tensor_rank
    if isinstance(value, list):
        return array(value, limit)
    if isinstance(value, dict):
        try:
            return Generator.model_validate(value).fill_of(limit)
        except ValidationError as error:
            raise refusal(*faults_of(error)) from None
    generated = '{"shape": […], "fill": …}'
    raise refuse(f"expected a nested list of numbers or a generator {generated}, received {shown(value)}")


def array(value: list[Any], limit: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The float64 array of a nested list, one level at a time; raises a `refusal` of up to ten places."""
    shape: list[int] = []
    level: list[Any] = [value]
    while True:
        size = len(level[0])
        if set(map(len, level)) != {size} or not size:
            raise refusal(*places(level, shape, partial(_length, size)))
        if len(shape) == limit:
            raise refuse(f"expected a tensor of rank {limit} at most, received a deeper list", "/0" * limit)
        shape.append(size)
        level = list(chain.from_iterable(level))
        kinds = set(map(type, level))
        if kinds == {list}:
            continue
        if kinds <= {int, float}:
            break
        inner = type(level[0]) is list
        raise refusal(*places(level, shape, _row if inner else _number))
    try:
        numbers = np.array(level, np.float64)
    except OverflowError:
        numbers = None
    if numbers is None or not np.isfinite(numbers).all():
        raise refusal(*places(level, shape, _finite))
    return numbers.reshape(shape)


def places(cells: Iterable[Any], shape: Sequence[int], judge: Callable[[Any], str | None]) -> list[Fault]:
    """The first ten cells of a level that `judge` finds fault with."""
    wrong = ((i, detail) for i, cell in enumerate(cells) if (detail := judge(cell)))
    return [
        Fault("".join(f"/{axis}" for axis in np.unravel_index(i, shape)) if shape else "", detail)
        for i, detail in islice(wrong, MOST)
    ]


def _length(size: int, row: list[Any]) -> str | None:
    if not row:
        return "expected at least one entry, received an empty list"
    return f"expected {size} entries as in the first row, received {len(row)}" if len(row) != size else None


def _row(cell: Any) -> str | None:
    return None if type(cell) is list else f"expected a list like its neighbours, received {shown(cell)}"


def _number(cell: Any) -> str | None:
    if type(cell) in (int, float):
        return None
    remedy = "; write it without quotes" if isinstance(cell, str) and _reads_as_number(cell) else ""
    return f"expected a number, received {shown(cell)}{remedy}"


def _finite(cell: Any) -> str | None:
    try:
        finite = math.isfinite(cell)
    except OverflowError:
        finite = False
    return None if finite else f"expected a finite float64 number, received {shown(cell)}"


def _reads_as_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def real(value: Any) -> float:
    """A finite JSON number; raises a `refusal`."""
    if detail := _number(value) or _finite(value):
        raise refuse(detail)
    return float(value)


def positive_sizes(value: Any) -> Shape:
    """A shape: positive integers, one per axis; raises a `refusal`."""
    if not isinstance(value, list) or not value:
        raise refuse(f"expected a list of sizes, one per axis, received {shown(value)}")
    for i, size in enumerate(value):
        if type(size) is not int or not 1 <= size <= LARGEST:
            raise refuse(f"expected an integer from 1 to 2⁵³ − 1, received {shown(size)}", f"/{i}")
    return tuple(value)


def _fill(value: Any) -> str:
    if value not in FILLS:
        raise refuse(expected_word(value, FILLS))
    return str(value)


def _seed(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise refuse(f"expected an integer from 0 to 2⁵³ − 1, received {shown(value)}")
    return value


def _overrides(value: Any) -> list[tuple[tuple[int, ...], float]]:
    if not isinstance(value, list):
        raise refuse(f"expected a list of [index, value] pairs, received {shown(value)}")
    faults: list[Fault] = []
    for i, entry in enumerate(value):
        if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], list):
            faults.append(Fault(f"/{i}", f"expected [[i, j, …], value], received {shown(entry)}"))
        elif any(type(axis) is not int or axis < 0 for axis in entry[0]):
            faults.append(Fault(f"/{i}/0", "expected 0-based integers, one per axis"))
        elif detail := _number(entry[1]) or _finite(entry[1]):
            faults.append(Fault(f"/{i}/1", detail))
        if len(faults) == MOST:
            break
    if faults:
        raise refusal(*faults)
    return [(tuple(index), float(cell)) for index, cell in value]


class Generator(Strict):
    """A tensor made from a name, a shape and a seed, the same everywhere; `set` overrides single cells."""

    shape: Annotated[Any, PlainValidator(positive_sizes, json_schema_input_type=list[int])] = Field(
        description="the size of each axis", examples=[[6, 1, 5, 5]]
    )
    fill: Annotated[Any, PlainValidator(_fill, json_schema_input_type=str)] = Field(
        description="how the cells are filled", json_schema_extra={"enum": list(FILLS)}
    )
    seed: Annotated[Any, PlainValidator(_seed, json_schema_input_type=int)] = Field(
        0, description="start of the random numbers", json_schema_extra={"minimum": 0, "maximum": LARGEST}
    )
    set: Annotated[Any, PlainValidator(_overrides, json_schema_input_type=list[Any])] = Field(
        [], description="pairs [index, value]: cells that have another value, each at most once"
    )

    def fill_of(self, limit: int) -> Fill:
        """The engine's form, with rank and indices checked; raises a `refusal`."""
        rank = len(self.shape)
        if rank > limit:
            raise refuse(f"expected a tensor of rank {limit} at most, received rank {rank}", "/shape")
        if rank < 2 and self.fill in ("xavier_uniform", "kaiming_uniform"):
            raise refuse(f"{self.fill} needs a fan, so rank 2 or more, received rank {rank}; use uniform", "/fill")
        cells: dict[tuple[int, ...], float] = {}
        for i, (index, value) in enumerate(self.set):
            if len(index) != rank or any(at >= size for at, size in zip(index, self.shape, strict=True)):
                expected = f"expected {rank} indices, each from 0 and below its axis of {list(self.shape)}"
                raise refuse(f"{expected}, received {shown_index(index)}", f"/set/{i}/0")
            if index in cells:
                raise refuse(f"the cell {shown_index(index)} is set twice; set it once", f"/set/{i}/0")
            cells[index] = value
        return Fill(self.shape, self.fill, self.seed, tuple(sorted(cells.items())))


def shown_index(index: Sequence[int]) -> str:
    """An index as JSON writes it; sizes beyond reason are clipped."""
    return "[" + ", ".join(shown(axis) for axis in index[:6]) + (", …]" if len(index) > 6 else "]")


NestedList: TypeAlias = list[Any]
Tensor = Annotated[Any, PlainValidator(tensor, json_schema_input_type=NestedList | Generator)]
