"""What every layer is: options, a plan per shape, forward and backward."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from app.engine.errors import EngineError
from app.engine.options import TensorField

Array = np.ndarray[Any, np.dtype[np.floating[Any]]]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Cost:
    """Work predicted from shapes, in Python integers: multiply-adds and the bytes allocated at most at once."""

    multiply_adds: int
    bytes: int


@dataclass(frozen=True)
class Derived:
    """A tensor that a derivation writes on the board, made on demand; `backward` ones need a loss.

    `stored` ones are kept in the trace, because one cell of them alone would cost more than a cell.
    """

    shape: Shape
    backward: bool = False
    stored: bool = False


@dataclass(frozen=True)
class Plan:
    """What a layer does at one shape; `workspace` counts the temporary elements of the larger pass."""

    input: Shape
    output: Shape
    multiply_adds: int
    workspace: int = 0
    derived: Mapping[str, Derived] = field(default_factory=dict)


@dataclass(frozen=True)
class Gradients:
    """∂L/∂x, ∂L/∂parameter, and the derived tensors that the backward pass had to make anyway."""

    input: Array
    parameters: Mapping[str, Array] = field(default_factory=dict)
    derived: Mapping[str, Array] = field(default_factory=dict)


class Layer(ABC):
    """Options of one layer, hashable; its tensors live in the trace."""

    type: ClassVar[str]
    prefix: ClassVar[str]
    tensors: ClassVar[Mapping[str, TensorField]] = {}

    @abstractmethod
    def plan(self, x: Shape, parameters: "ParameterShapes") -> Plan:
        """Shapes and work at this input shape; raises EngineError where the shapes do not fit."""

    @abstractmethod
    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        """The output y."""

    @abstractmethod
    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """The gradients of L, given dy = ∂L/∂y."""

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """One derived tensor of `plan.derived`."""
        raise KeyError(name)


class ParameterShapes(dict[str, Shape | None]):
    """The shapes of a layer's parameters by name; None where an optional one is absent. Hashable: a key of plans."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def image(x: Shape, layer: str) -> tuple[int, int, int, int]:
    """An (N, C, H, W) input shape; raises EngineError."""
    if len(x) != 4:
        raise EngineError(
            f"{layer} reads maps of shape (N, C, H, W), received an input of shape {sizes(x)}; "
            "give the input rank 4 and place the layer before flatten"
        )
    n, c, height, width = x
    return n, c, height, width


def sizes(shape: Shape) -> str:
    """A shape as people write it: 1×3×4×4."""
    return "×".join(map(str, shape)) or "scalar"
