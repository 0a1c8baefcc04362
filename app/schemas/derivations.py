"""A derivation in JSON, for whoever sets the equations in type."""

from __future__ import annotations

from pydantic import Field

from app.engine.trace import Trace
from app.explain.derivation import Derivation
from app.schemas.numbers import decimal, encode
from app.schemas.responses import Answer, Number


class DerivedCell(Answer):
    """One cell's equation."""

    cell: str
    value: Number
    left: str = Field(description="the cell in LaTeX")
    sides: list[list[str]] = Field(description="what it equals in turn, in LaTeX, in pieces: lines may end between")
    terms: int
    zeros: dict[str, int] = Field(description="terms that are 0, by where they fall: padding, stuffing, border")


class DerivationReply(Answer):
    """The cells of a tensor, or of a part of it, in row-major order."""

    tensor: str
    shape: list[int]
    of: int = Field(description="cells of the part; `cells` has fewer where only the first were asked for")
    method: str
    methods: list[str]
    reads: list[str] = Field(description="the tensors whose numbers the terms use")
    cells: list[DerivedCell]


def derivation_json(trace: Trace, made: Derivation) -> bytes:
    """The reply of a derivation."""
    cells = [
        {
            "cell": str(each.cell),
            "value": decimal(each.value, trace.dtype),
            "left": each.left,
            "sides": each.sides,
            "terms": each.terms,
            "zeros": dict(each.zeros),
        }
        for each in made.cells
    ]
    head = {"tensor": made.tensor, "shape": made.shape, "of": made.of, "method": made.method, "methods": made.methods}
    return encode({**head, "reads": made.reads, "cells": cells})
