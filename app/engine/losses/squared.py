"""Squared errors, from the residual e = a − t.

squared_error  L = ½ Σ e² per sample        (articles 001, 002, 003)
mse            L = mean of e² over all elements, or their sum        (PyTorch's)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from app.engine.layers.base import Array, Derived, Shape
from app.engine.losses.base import LossPlan, ReducedLoss, same_shape
from app.engine.options import TensorField


@dataclass(frozen=True)
class SquaredError(ReducedLoss):
    """½‖a − t‖² per sample."""

    type: ClassVar[str] = "squared_error"
    tensors: ClassVar[Mapping[str, TensorField]] = {"target": TensorField(None, "t, shaped as the last output")}
    power_constant: ClassVar[float] = 0.5
    """What stands before e²; e itself is multiplied by twice that in the gradient."""

    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        same_shape(tensors, "target", output)
        return self.reduced(output, 2 * prod(output), {"residual": Derived(output, stored=True)}, self.constant(output))

    def constant(self, output: Shape) -> float:
        """What the sum over one sample is multiplied by."""
        return 1.0

    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        return float(((output - tensors["target"]) ** 2).sum()) * self.power_constant * plan.loss_scale

    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        return (output - tensors["target"]) * output.dtype.type(2 * self.power_constant * plan.gradient_scale)

    def derive(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Mapping[str, Array]:
        """residual a − t."""
        return {"residual": output - tensors["target"]}


@dataclass(frozen=True)
class Mse(SquaredError):
    """The mean squared error over all elements; with "sum", the sum."""

    type: ClassVar[str] = "mse"
    power_constant: ClassVar[float] = 1.0

    def constant(self, output: Shape) -> float:
        return 1.0 if self.reduction == "sum" else 1 / prod(output[1:])
