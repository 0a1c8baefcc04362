"""What the tables are made of: a case with its numbers, and a refusal with its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, nan
from typing import Any

import numpy as np

INF, NAN = inf, nan
Numbers = Any
"""Nested lists of numbers."""


@dataclass(frozen=True)
class Case:
    """One layer at one input: y, and what the gradient dy from above becomes. `title` cites the formula."""

    title: str
    x: Numbers
    y: Numbers
    dy: Numbers
    dx: Numbers
    options: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Numbers] = field(default_factory=dict)
    gradients: Mapping[str, Numbers] = field(default_factory=dict)


@dataclass(frozen=True)
class LossCase:
    """One loss at one output; `share` is what parameter gradients carry besides the sensitivities."""

    title: str
    output: Numbers
    loss: float
    gradient: Numbers
    tensors: Mapping[str, Numbers]
    options: Mapping[str, Any] = field(default_factory=dict)
    share: float = 1.0


@dataclass(frozen=True)
class Refused:
    """JSON of a layer that cannot be computed on zeros of a shape, the place at fault, words of the sentence."""

    options: Mapping[str, Any]
    pointer: str
    words: Sequence[str]
    shape: Sequence[int] = (2, 2, 3, 3)


Cases = Mapping[str, Sequence[Case]]
LossCases = Mapping[str, Sequence[LossCase]]
Refusals = Mapping[str, Sequence[Refused]]


def line(*values: Any) -> Numbers:
    """One sample of one map of one row."""
    return [[[list(values)]]]


def grid(*rows: Any) -> Numbers:
    """One sample of one map."""
    return [[[list(row) for row in rows]]]


def points(*values: Any) -> Numbers:
    """One sample with a map of one cell for each value."""
    return [[[[value]] for value in values]]


def zeros(*shape: int) -> Mapping[str, Any]:
    """A tensor of zeros as JSON."""
    return {"shape": list(shape), "fill": "zeros"}


def array(values: Numbers, dtype: str = "float64") -> np.ndarray:
    return np.array(values, dtype=dtype)
