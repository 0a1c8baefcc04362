"""What every loss is: a number made from the last output, and that output's gradient."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any, ClassVar, Literal

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Shape, sizes
from app.engine.options import TensorField, one_of, option

Reduction = Literal["mean", "sum", "mean_at_parameters"]
REDUCTIONS = ("mean", "sum", "mean_at_parameters")


@dataclass(frozen=True)
class LossPlan:
    """A loss at one output shape, and the constants that its reduction puts before L and the gradients.

    `parameter_scale` is what parameter gradients carry besides (article 003 and its toolbox).
    """

    output: Shape
    multiply_adds: int
    derived: Mapping[str, Derived] = field(default_factory=dict)
    loss_scale: float = 1.0
    gradient_scale: float = 1.0
    parameter_scale: float = 1.0


class Loss(ABC):
    """Options of one loss, hashable; its tensors live in the trace as `loss.NAME`."""

    type: ClassVar[str]
    tensors: ClassVar[Mapping[str, TensorField]] = {}

    def fit(self, output: Shape, held: Mapping[str, Shape]) -> Mapping[str, Shape]:
        """The shapes that its tensors need at this output shape; `held` are those that there are."""
        return dict.fromkeys(self.tensors, output)

    @abstractmethod
    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        """Work at this output shape; raises EngineError where the shapes do not fit."""

    def check(self, plan: LossPlan, tensors: Mapping[str, Array]) -> None:
        """Refuse classes (tensors of rank 1) that the loss cannot take; raises EngineError. Most have none."""
        return

    @abstractmethod
    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        """L."""

    @abstractmethod
    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        """∂L/∂output."""

    def derive(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Mapping[str, Array]:
        """The derived tensors of `plan.derived`."""
        return {}

    def clamped(self, output: Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where the gradient is a convention that keeps numbers finite, and not the slope of L."""
        return np.zeros(output.shape, dtype=bool)


@dataclass(frozen=True)
class ReducedLoss(Loss):
    """A loss per sample that is summed or averaged over the batch."""

    reduction: Reduction = option(
        "mean",
        'over the batch; "mean_at_parameters" keeps sensitivities per sample, parameter gradients carry 1/N',
    )

    def __post_init__(self) -> None:
        one_of("reduction", self.reduction, REDUCTIONS)

    def reduced(self, output: Shape, work: int, derived: Mapping[str, Derived], constant: float = 1.0) -> LossPlan:
        """The plan with the reduction's constants; `constant` multiplies L and the gradient alike."""
        batch = constant / output[0]
        if self.reduction == "sum":
            return LossPlan(output, work, derived, constant, constant)
        if self.reduction == "mean":
            return LossPlan(output, work, derived, batch, batch)
        return LossPlan(output, work, derived, batch, constant, 1 / output[0])


def same_shape(tensors: Mapping[str, Shape], name: str, output: Shape) -> None:
    """Refuse a tensor that is not shaped as the last output; raises EngineError."""
    if tensors[name] != output:
        raise EngineError(
            f"{name} expects the last output's shape {sizes(output)}, received {sizes(tensors[name])}; "
            f"give {prod(output)} numbers, one per output cell",
            f"/{name}",
        )


def in_dtype(array: Any, like: Array) -> Array:
    """A comparison's result as numbers in another array's dtype."""
    made: Array = array.astype(like.dtype)
    return made
