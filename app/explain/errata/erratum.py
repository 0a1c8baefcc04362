"""An article's mistake: what is printed, what is right, and both as numbers of a trace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Protocol

import numpy as np

from app.engine.layers.base import Array
from app.engine.trace import Trace

Value = float | str | list[Any] | None
NOWHERE = ""
"""An erratum about words: it is about no tensor."""
SIDE = 8


class Numeric(Protocol):
    """Central differences of L, made by somebody who can run the network again; `cells` is how many it can afford."""

    @property
    def cells(self) -> int:
        """At least 1."""

    def slopes(self, gradient: str, places: Sequence[int], step: float = ...) -> Array:
        """The differences for cells of a gradient, counted row by row."""

    def along(self, direction: Mapping[str, Array], step: float = ...) -> float:
        """The slope of L where tensors move together."""

    def loss(self, values: Mapping[str, Array]) -> float:
        """L with tensors replaced."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """What the printed and the right formula give; `part` is the slice of a tensor that is shown, None for all."""

    printed: Value
    right: Value
    numeric: Value
    explanation: str
    part: str | None = None


@dataclass(frozen=True, eq=False)
class Erratum:
    """LaTeX stands between $ signs. `applies` names the tensor of a trace that it is about, None where it is none."""

    key: str
    title: str
    printed: str
    right: str
    explanation: str
    applies: Callable[[Trace], str | None] = lambda trace: NOWHERE
    check: str | None = None
    show: Callable[[Trace, Numeric], Numbers] | None = None

    @property
    def article(self) -> str:
        return self.key[1:4]

    @property
    def number(self) -> int:
        return int(self.key[5:])


@dataclass(frozen=True)
class Part:
    """The corner of a tensor that fits a page."""

    tensor: str
    shape: tuple[int, ...]
    index: tuple[slice, ...]

    @classmethod
    def of(cls, trace: Trace, tensor: str, cells: int = SIDE * SIDE) -> "Part":
        """As many leading entries of each axis as `cells` allow, the last axes first."""
        shape = trace.tensors[tensor].shape
        kept = [min(size, SIDE) for size in shape]
        for axis in range(len(shape)):
            others = prod(kept[:axis] + kept[axis + 1 :])
            kept[axis] = max(1, min(kept[axis], cells // others))
        return cls(tensor, shape, tuple(slice(0, size) for size in kept))

    @property
    def text(self) -> str | None:
        """As a slice of the API; None where nothing is left out."""
        if all(part.stop == size for part, size in zip(self.index, self.shape, strict=True)):
            return None
        ends = zip(self.index, self.shape, strict=True)
        return ",".join(":" if part.stop == size else f":{part.stop}" for part, size in ends)

    def of_array(self, array: Array) -> list[Any] | float:
        """The cells of the corner; an array of another shape is cut alike from its last axis on."""
        index = self.index if array.shape == self.shape else tuple(slice(0, SIDE) for _ in array.shape)
        cut: list[Any] | float = array[index].tolist()
        return cut

    def numeric(self, differences: Numeric) -> list[Any] | float:
        """Central differences of the corner's cells."""
        places = np.arange(prod(self.shape)).reshape(self.shape)[self.index]
        found = differences.slopes(self.tensor, places.ravel().tolist()).reshape(places.shape)
        cut: list[Any] | float = found.tolist()
        return cut


def held_against(trace: Trace, tensor: str, printed: Array | str, differences: Numeric, explanation: str) -> Numbers:
    """A gradient of the trace beside what the article prints for it, and its central differences."""
    part = Part.of(trace, tensor, differences.cells)
    shown = printed if isinstance(printed, str) else part.of_array(printed)
    right = part.of_array(trace.array(tensor))
    return Numbers(shown, right, part.numeric(differences), explanation, part.text)
