"""Elementwise functions: a = f(z), ∂L/∂z = ∂L/∂a ∘ f′(z)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape


@dataclass(frozen=True)
class Relu(Layer):
    """a = max(z, 0) with f′(0) = 0; f′ is 1 for NaN, which passes on as in PyTorch. Source: articles 000, 001, 004."""

    type: ClassVar[str] = "relu"
    prefix: ClassVar[str] = "relu"

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """The output has the input's shape."""
        return Plan(x, x, 2 * prod(x), prod(x), {"derivative": Derived(x)})

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        return np.maximum(x, x.dtype.type(0))

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        return Gradients(np.where(x <= 0, dy.dtype.type(0), dy))

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """derivative f′(z)."""
        if name != "derivative":
            raise KeyError(name)
        return np.where(x <= 0, x.dtype.type(0), x.dtype.type(1))
