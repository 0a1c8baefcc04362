"""The picture of a mistake: what it put in the place of the right thing, beside the right thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from app.engine.layers.base import Array


class Part(NamedTuple):
    """A rectangle of the last two axes: the part of an operand that was kept."""

    row: int
    col: int
    rows: int
    cols: int


@dataclass(frozen=True, eq=False)
class Side:
    """One version of an operand, and how it lies, in words."""

    words: str
    array: Array
    part: Part | None = None


@dataclass(frozen=True, eq=False)
class Operand:
    """`name` says what it is, `role` which colour it has: input, weight, gradient, or mix where it is none of them."""

    name: str
    role: str
    used: Side
    right: Side


Drawn = Callable[[], Operand]
"""Operands are made for the mistakes that are told, not for all that are tried."""
