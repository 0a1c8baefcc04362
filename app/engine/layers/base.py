"""What every layer is: options, a plan per shape, forward and backward."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from app.engine.errors import EngineError
from app.engine.options import Pair, TensorField, integer, option, pair

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


class ParameterShapes(dict[str, Shape | None]):
    """The shapes of a layer's parameters by name; None where an optional one is absent. Hashable: a key of plans."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


@dataclass(frozen=True)
class Wished:
    """Sizes that stand in the shapes of parameters, as a change of the network asks for them; None: as they are.

    `given` names the options and tensors that the change states itself: they are checked, not made to fit.
    Raises EngineError for a size out of range.
    """

    kernel_size: Pair | None = option(None, "height and width of each kernel", minimum=1)
    channels: int | None = option(None, "how many maps come out", minimum=1)
    features: int | None = option(None, "how many numbers come out per sample", minimum=1)
    bias: bool | None = None
    given: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.kernel_size is not None:
            object.__setattr__(self, "kernel_size", pair("kernel_size", self.kernel_size, 1))
        for name in ("channels", "features"):
            if (size := getattr(self, name)) is not None:
                integer(name, size, 1)

    def bias_shape(self, held: ParameterShapes, size: int) -> Shape | None:
        """One number per output; None where the bias is absent and stays so. A new layer has one."""
        wanted = self.bias if self.bias is not None else "bias" not in held or held["bias"] is not None
        return (size,) if wanted else None


class Layer(ABC):
    """Options of one layer, hashable; its tensors live in the trace."""

    type: ClassVar[str]
    prefix: ClassVar[str]
    tensors: ClassVar[Mapping[str, TensorField]] = {}
    sizes: ClassVar[tuple[str, ...]] = ()
    """Which sizes of `Wished` the shapes of its parameters have."""

    @classmethod
    def required_options(cls, x: Shape) -> Mapping[str, Any]:
        """Values for the options without a default that fit this input shape."""
        return {}

    def fit(self, x: Shape, held: ParameterShapes, wished: Wished) -> tuple["Layer", ParameterShapes]:
        """The shapes that its parameters need at this input shape, and the layer with options that follow from them.

        `held` are the shapes as they are, without those that are yet to be made. What cannot fit is left to `plan`.
        """
        return self, ParameterShapes()

    @abstractmethod
    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
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
