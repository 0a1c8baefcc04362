"""A gradient that is given: L = Σ g ∘ a, so that ∂L/∂a = g and every check still works.

Source: articles 000 and 004.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from app.engine.layers.base import Array, Shape
from app.engine.losses.base import Loss, LossPlan, same_shape
from app.engine.options import TensorField


@dataclass(frozen=True)
class Upstream(Loss):
    """The upstream gradient, shaped as the last output."""

    type: ClassVar[str] = "upstream"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "gradient": TensorField(None, "∂L/∂(last output), shaped as the last output")
    }

    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        same_shape(tensors, "gradient", output)
        return LossPlan(output, prod(output))

    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        return float((tensors["gradient"] * output).sum())

    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        return tensors["gradient"]
