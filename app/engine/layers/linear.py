"""Fully connected layer.

z[n,o] = b[o] + Σ_i x[n,i] · w[o,i]        (layout out_in; in_out stores w[i,o])
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Gradients, Layer, ParameterShapes, Plan, Shape, Wished, sizes
from app.engine.options import TensorField, one_of, option


@dataclass(frozen=True)
class Linear(Layer):
    """Options of a fully connected layer. Source: articles 001 and 003."""

    type: ClassVar[str] = "linear"
    prefix: ClassVar[str] = "linear"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "weight": TensorField(2, 'weights (out, in), or (in, out) with layout "in_out"'),
        "bias": TensorField(1, "one number per output (out), or null", optional=True),
    }
    sizes: ClassVar[tuple[str, ...]] = ("features",)

    layout: Literal["out_in", "in_out"] = option("out_in", "which axis of the weight counts the outputs")

    def __post_init__(self) -> None:
        one_of("layout", self.layout, ("out_in", "in_out"))

    def fit(self, x: Shape, held: ParameterShapes, wished: Wished) -> tuple[Layer, ParameterShapes]:
        """w (out, in) in its layout and b (out); out is 3 unless known."""
        weight = held.get("weight")
        outputs = wished.features or (weight[0 if self.layout == "out_in" else 1] if weight else 3)
        shape = (outputs, x[1]) if self.layout == "out_in" else (x[1], outputs)
        return self, ParameterShapes(weight=shape, bias=wished.bias_shape(held, outputs))

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """(N, in) → (N, out)."""
        return _plan(self, x, parameters)

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        z: Array = np.matmul(x, self._out_in(parameters).T)
        bias = parameters["bias"]
        return z if bias is None else z + bias

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dx = δ w, dw = δᵀ x, db = Σ_n δ."""
        dw = np.matmul(dy.T, x)
        gradients = {"weight": dw if self.layout == "out_in" else dw.T}
        if parameters["bias"] is not None:
            gradients["bias"] = dy.sum(axis=0)
        return Gradients(np.matmul(dy, self._out_in(parameters)), gradients)

    def _out_in(self, parameters: Mapping[str, Array | None]) -> Array:
        weight = parameters["weight"]
        assert weight is not None
        return weight if self.layout == "out_in" else weight.T


@lru_cache(maxsize=1024)
def _plan(layer: Linear, x: Shape, parameters: ParameterShapes) -> Plan:
    if len(x) != 2:
        raise EngineError(
            f"linear reads vectors of shape (N, F), received an input of shape {sizes(x)}; "
            "put a flatten layer before it"
        )
    weight, bias = parameters["weight"], parameters["bias"]
    assert weight is not None
    outputs, inputs = weight if layer.layout == "out_in" else weight[::-1]
    if inputs != x[1]:
        axis = 1 if layer.layout == "out_in" else 0
        raise EngineError(
            f"weight {sizes(weight)} expects {inputs} inputs (its axis {axis}), received {x[1]}; "
            f"make axis {axis} of weight {x[1]}",
            "/weight",
        )
    if bias is not None and bias != (outputs,):
        raise EngineError(
            f"bias expects one number per output, shape ({outputs}), received shape ({bias[0]}); "
            f"give {outputs} numbers or null",
            "/bias",
        )
    return Plan(x, (x[0], outputs), 3 * x[0] * outputs * inputs, outputs * inputs)
