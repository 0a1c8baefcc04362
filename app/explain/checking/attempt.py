"""What one known mistake gives for one tensor, and what it says about this trace."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from app.address import Cell
from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.operand import Drawn
from app.explain.checking.step import Step

Marks = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Used:
    """What a mistake put in the place of the right thing: `role` says which thing, `words` name the replacement."""

    role: str
    value: Array | float
    words: str

    def same(self, other: "Used") -> bool:
        """Whether two mistakes replaced one thing by the same numbers."""
        if self.role != other.role or np.shape(self.value) != np.shape(other.value):
            return False
        return bool(np.allclose(self.value, other.value, rtol=1e-9, atol=0, equal_nan=True))


@dataclass(frozen=True, eq=False)
class Attempt:
    """`array` in the place of `tensor`.

    `what` is true for the trace, `at` says more about one cell of it; `hinges` are the properties that this mistake
    depends on, by which it may fall together with others. A second mistake starts from `step`, as this one leaves it;
    `place` is the layer. `drawn` is what it used instead of the right thing, where that is a matrix worth seeing.
    """

    mistake: str
    title: str
    tensor: str
    array: Array
    what: str
    at: Callable[[Cell], str] | None = None
    used: Used | None = None
    hinges: tuple[str, ...] = ()
    step: Step | None = None
    rank: int = 0
    place: str = ""
    drawn: Drawn | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """A finished tensor that may still be mishandled, and what the learner has in its place.

    `compared` marks the cells that the learner filled in, `precision` is how exactly they are meant, relative to the
    largest; `alone` says that nothing went wrong before.
    """

    trace: Trace
    tensor: str
    array: Array
    given: Array
    compared: Marks
    precision: float
    alone: bool

    @property
    def value(self) -> str:
        """The tensor whose gradient this is, or the tensor itself."""
        return self.tensor.removesuffix(".grad")

    @property
    def is_gradient(self) -> bool:
        return self.trace.tensors[self.tensor].role == "gradient"

    @property
    def positions(self) -> int:
        """How many positions a parameter is used at; 0 for other tensors."""
        for layer in self.trace.layers:
            if self.value in layer.parameters:
                return prod(self.trace.tensors[layer.output].shape[2:])
        return 0
