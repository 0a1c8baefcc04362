"""Flatten: maps to a vector, in one of two orders.

row_major     y[n, (c·H + i)·W + j] = x[n,c,i,j]
column_major  y[n, (c·W + j)·H + i] = x[n,c,i,j]        (MATLAB's order inside a map, article 003)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Literal

from app.engine.layers.base import Array, Gradients, Layer, ParameterShapes, Plan, Shape
from app.engine.options import one_of, option


@dataclass(frozen=True)
class Flatten(Layer):
    """Options of flatten. Source: articles 001 and 003."""

    type: ClassVar[str] = "flatten"
    prefix: ClassVar[str] = "flatten"

    order: Literal["row_major", "column_major"] = option("row_major", "how the cells of a map are strung")

    def __post_init__(self) -> None:
        one_of("order", self.order, ("row_major", "column_major"))

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """(N, C, H, W) → (N, C·H·W); (N, F) stays."""
        return Plan(x, (x[0], prod(x[1:])), 0, prod(x))

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        return self._swap(x).reshape(plan.output)

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        return Gradients(self._swap(dy.reshape(self._swap(x).shape)))

    def _swap(self, x: Array) -> Array:
        return x.swapaxes(2, 3) if self.order == "column_major" and x.ndim == 4 else x
