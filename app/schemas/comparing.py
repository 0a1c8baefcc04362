"""Check mine in JSON: the learner's tensor, in which null is a cell left open; the answer with its diagnoses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Annotated, Any

import numpy as np
from pydantic import Field, PlainValidator, ValidationError

from app.explain.checking.attempt import Marks
from app.explain.checking.comparison import Comparison
from app.explain.checking.operand import Operand, Side
from app.schemas.faults import Invalid, faults_of, refusal, refuse, shown
from app.schemas.numbers import Array, decimals, encode
from app.schemas.responses import Answer, Nested, Number
from app.schemas.strict import Strict
from app.schemas.tensors import places, real

RANK = 6
"""The highest rank of a tensor in a trace: the mask of a pooling."""
PICTURED = 20_000
"""A matrix of more numbers is not drawn beside the learner's, and is left out."""
NAMED = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf}


@dataclass(frozen=True, eq=False)
class Learnt:
    """The learner's numbers; `compared` marks the cells that were filled in."""

    numbers: Array
    compared: Marks


def _tensor(value: Any) -> Learnt:
    """The numbers of a nested list, or of a single number; raises a `refusal` of up to ten places."""
    shape: list[int] = []
    level = [value]
    while any(type(cell) is list for cell in level):
        size = len(level[0]) if type(level[0]) is list else 0
        if len(shape) == RANK:
            raise refuse(f"expected a tensor of rank {RANK} at most, received a deeper list", "/0" * RANK)
        if not size or any(type(cell) is not list or len(cell) != size for cell in level):
            raise refusal(*places(level, shape, partial(_row, size)))
        shape.append(size)
        level = list(chain.from_iterable(level))
    if faults := places(level, shape, _fault):
        raise refusal(*faults)
    if all(cell is None for cell in level):
        raise refuse("expected at least one number, received null everywhere; fill in a cell")
    numbers = [np.nan if cell is None else NAMED.get(cell, cell) for cell in level]
    compared = [cell is not None for cell in level]
    return Learnt(np.array(numbers, np.float64).reshape(shape), np.array(compared, bool).reshape(shape))


def _row(size: int, cell: Any) -> str | None:
    if type(cell) is not list:
        return f"expected a list like its neighbours, received {shown(cell)}"
    if not cell:
        return "expected at least one entry, received an empty list"
    return f"expected {size} entries as in the first row, received {len(cell)}" if size not in (0, len(cell)) else None


def _fault(cell: Any) -> str | None:
    if cell is None or type(cell) is float or (type(cell) is str and cell in NAMED):
        return None
    if type(cell) is int:
        return None if abs(cell) < 10**300 else "expected a number of float64, received a larger integer"
    return f"expected a number, or null for a cell left open, received {shown(cell)}"


def _tolerance(value: Any) -> float | None:
    if value is None:
        return None
    number = real(value)
    if number < 0:
        raise refuse(f"expected a number of at least 0, received {shown(value)}")
    return number


class CompareRequest(Strict):
    """A tensor's name and the learner's numbers for it."""

    tensor: str = Field(description="the name of a tensor of the trace", examples=["conv1.weight.grad"])
    data: Annotated[Any, PlainValidator(_tensor, json_schema_input_type=Any)] = Field(
        description="a nested list, row-major; null is not compared"
    )
    tolerance: Annotated[float | None, PlainValidator(_tolerance, json_schema_input_type=float | None)] = Field(
        None, description="largest |error| of a match; a millionth of the tensor's largest entry when left out"
    )


def compare_request(value: Any) -> CompareRequest:
    """The comparison that a JSON value asks for; raises Invalid."""
    try:
        return CompareRequest.model_validate(value)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from None


class CoincidenceReply(Answer):
    """A mistake that gives the same matrix."""

    mistake: str
    title: str
    explanation: str = Field(description="why it cannot be told apart")


class SideReply(Answer):
    """One version of what a mistake confuses."""

    words: str = Field(description="how it lies: turned by 180°, as it stands")
    data: Nested | None = Field(description="null where it is too large for a picture")
    part: tuple[int, int, int, int] | None = Field(
        description="row, column, rows and columns of the part that was kept, in the last two axes; null for all"
    )


class OperandReply(Answer):
    """What the mistake used in the place of the right thing, and the right thing."""

    name: str
    role: str = Field(description="input, weight, activation or gradient; mix where it is none of them")
    used: SideReply
    right: SideReply


class DiagnosisReply(Answer):
    """A known mistake that gives what the learner has."""

    mistake: str = Field(description="its key; two mistakes at once are joined by +")
    title: str
    explanation: str = Field(description="true for this trace, with its cells and numbers")
    error: Number | None = Field(description="largest |difference| from what the mistake gives; null for a shape alone")
    also: list[CoincidenceReply]
    gives: Nested | None = Field(
        description="the tensor with this mistake in it; null for a shape alone or a large one"
    )
    operands: list[OperandReply] = Field(
        description="what a picture of the mistake shows; empty where nothing was used"
    )


class CompareReply(Answer):
    """Match or not, where, and why."""

    match: bool
    shape_ok: bool
    max_absolute_error: Number | None = Field(description="null where the shapes differ")
    wrong_cells: list[str] = Field(max_length=20, description="the first addresses that differ")
    difference: Nested | None = Field(description="the learner's numbers minus the trace's; null where not compared")
    diagnoses: list[DiagnosisReply] = Field(description="the likeliest first; empty when it matches")
    tolerance: Number = Field(description="the largest |difference| of a match that was used")
    wrong_count: int = Field(description="how many cells are off by more than the tolerance")
    compared_count: int = Field(description="how many cells the learner filled in")


def comparison_json(comparison: Comparison, compared: Marks) -> bytes:
    """The answer; cells that were left open stay null in the difference."""
    difference = None
    if comparison.difference is not None:
        cells: Array = comparison.difference.astype(object)
        cells[~compared] = None
        difference = cells.tolist()
    return encode(
        {
            "match": comparison.match,
            "shape_ok": comparison.shape_ok,
            "max_absolute_error": comparison.max_absolute_error,
            "wrong_cells": [str(cell) for cell in comparison.wrong_cells],
            "difference": difference,
            "diagnoses": [
                {
                    "mistake": diagnosis.mistake,
                    "title": diagnosis.title,
                    "explanation": diagnosis.explanation,
                    "error": diagnosis.error,
                    "also": [
                        {"mistake": also.mistake, "title": also.title, "explanation": also.explanation}
                        for also in diagnosis.also
                    ],
                    "gives": _drawn(diagnosis.gives),
                    "operands": [_operand(operand) for operand in diagnosis.operands],
                }
                for diagnosis in comparison.diagnoses
            ],
            "tolerance": comparison.tolerance,
            "wrong_count": comparison.wrong,
            "compared_count": int(compared.sum()),
        }
    )


def _operand(operand: Operand) -> dict[str, object]:
    sides = {"used": _side(operand.used), "right": _side(operand.right)}
    return {"name": operand.name, "role": operand.role, **sides}


def _side(side: Side) -> dict[str, object]:
    return {"words": side.words, "data": _drawn(side.array), "part": side.part}


def _drawn(array: Array | None) -> object:
    return None if array is None or array.size > PICTURED else decimals(array).tolist()
