"""Softmax over axis 1: y = exp(x − max) / Σ exp(x − max), ∂L/∂x = y ∘ (∂L/∂y − Σ_k y_k ∂L/∂y_k)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from app.engine.layers.affine import softmax_derived, softmax_steps
from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape


@dataclass(frozen=True)
class Softmax(Layer):
    """Probabilities over axis 1. Source: article 001's repository, article 002."""

    type: ClassVar[str] = "softmax"
    prefix: ClassVar[str] = "softmax"

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """The output has the input's shape."""
        inner = Derived((x[0], *x[2:]), backward=True, stored=True)
        return Plan(x, x, 6 * prod(x), 3 * prod(x), softmax_derived(x) | {"inner": inner})

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        steps = softmax_steps(x)
        return steps["exp"] * np.expand_dims(steps["reciprocal"], 1)

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        inner = (y * dy).sum(axis=1)
        return Gradients(y * (dy - np.expand_dims(inner, 1)), {}, {"inner": inner})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """maximum, shifted, exp, total, reciprocal; inner comes with the backward pass."""
        return softmax_steps(x)[name]
