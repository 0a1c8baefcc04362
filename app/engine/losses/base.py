"""What every loss is: a number made from the last output, and that output's gradient."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from app.engine.layers.base import Array, Derived, Shape
from app.engine.options import TensorField

Reduction = Literal["mean", "sum", "mean_at_parameters"]
REDUCTIONS = ("mean", "sum", "mean_at_parameters")


@dataclass(frozen=True)
class LossPlan:
    """A loss at one output shape; `parameter_scale` is the constant that parameter gradients carry (article 003)."""

    output: Shape
    multiply_adds: int
    parameter_scale: float = 1.0
    derived: Mapping[str, Derived] = field(default_factory=dict)


class Loss(ABC):
    """Options of one loss, hashable; its tensors live in the trace as `loss.NAME`."""

    type: ClassVar[str]
    tensors: ClassVar[Mapping[str, TensorField]] = {}

    @abstractmethod
    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        """Work at this output shape; raises EngineError where the shapes do not fit."""

    @abstractmethod
    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        """L."""

    @abstractmethod
    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        """∂L/∂output."""

    def derive(self, plan: LossPlan, name: str, output: Array, tensors: Mapping[str, Array]) -> Array:
        """One derived tensor of `plan.derived`."""
        raise KeyError(name)
