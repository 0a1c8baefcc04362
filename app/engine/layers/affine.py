"""One scale and one shift per map, and learned combinations of maps. Source: article 002, Bouvrie 3.2 and 3.3.

channel_affine  y[n,c,…] = β[c] · x[n,c,…] + b[c]
combine_maps    y[n,j,…] = Σ_i α[j,i] · x[n,i,…],  α[j,·] = softmax(logits[j,·])
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import ClassVar

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape, Wished, sizes
from app.engine.options import TensorField


@dataclass(frozen=True)
class ChannelAffine(Layer):
    """y = βx + b per map."""

    type: ClassVar[str] = "channel_affine"
    prefix: ClassVar[str] = "affine"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "weight": TensorField(1, "β, one factor per map (C)"),
        "bias": TensorField(1, "b, one shift per map (C), or null", optional=True),
    }

    def fit(self, x: Shape, held: ParameterShapes, wished: Wished) -> tuple[Layer, ParameterShapes]:
        """β (C) and b (C)."""
        return self, ParameterShapes(weight=(x[1],), bias=wished.bias_shape(held, x[1]))

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """The output has the input's shape."""
        for field, shape in parameters.items():
            if shape is not None and shape != (x[1],):
                raise EngineError(
                    f"{field} expects one number per map, shape ({x[1]}), received shape ({shape[0]}); "
                    f"give {x[1]} numbers",
                    f"/{field}",
                )
        return Plan(x, x, 3 * prod(x), prod(x))

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        weight, bias = parameters["weight"], parameters["bias"]
        assert weight is not None
        y = per_map(weight, x) * x
        return y if bias is None else y + per_map(bias, x)

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dx = β dy, dβ = Σ dy ∘ x, db = Σ dy, over samples and positions."""
        weight = parameters["weight"]
        assert weight is not None
        positions = (0, *range(2, x.ndim))
        gradients: dict[str, Array] = {"weight": (dy * x).sum(axis=positions)}
        if parameters["bias"] is not None:
            gradients["bias"] = dy.sum(axis=positions)
        return Gradients(per_map(weight, x) * dy, gradients)


@dataclass(frozen=True)
class CombineMaps(Layer):
    """y_j = Σ_i α_ji x_i with α_j = softmax(logits_j): a mixture of maps that is learned."""

    type: ClassVar[str] = "combine_maps"
    prefix: ClassVar[str] = "combine"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "logits": TensorField(2, "c (J, C), one row per output map; α_j = softmax(c_j)"),
    }
    sizes: ClassVar[tuple[str, ...]] = ("channels",)

    def fit(self, x: Shape, held: ParameterShapes, wished: Wished) -> tuple[Layer, ParameterShapes]:
        """c (J, C); J is C unless known."""
        logits = held.get("logits")
        return self, ParameterShapes(logits=(wished.channels or (logits[0] if logits else x[1]), x[1]))

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """(N, C, …) → (N, J, …)."""
        return _plan_combination(x, parameters)

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        alpha = self._softmax(parameters)["alpha"]
        y: Array = np.matmul(alpha, x.reshape(*x.shape[:2], -1)).reshape(plan.output)
        return y

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dx = αᵀ dy; dα = Σ dy_j ∘ x_i; dc = α ∘ (dα − Σ_k α_k dα_k)."""
        steps = self._softmax(parameters)
        alpha = steps["alpha"]
        dx = np.matmul(alpha.T, dy.reshape(*dy.shape[:2], -1)).reshape(x.shape)
        dalpha = self._alpha_gradient(x, dy)
        inner = (alpha * dalpha).sum(axis=1)
        return Gradients(dx, {"logits": alpha * (dalpha - inner[:, None])}, {"alpha.grad": dalpha, "inner": inner})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """maximum, shifted, exp, total, reciprocal, alpha; alpha.grad and inner come with the backward pass."""
        return self._softmax(parameters)[name]

    @staticmethod
    def _softmax(parameters: Mapping[str, Array | None]) -> dict[str, Array]:
        logits = parameters["logits"]
        assert logits is not None
        steps = softmax_steps(logits)
        return steps | {"alpha": steps["exp"] * steps["reciprocal"][:, None]}

    @staticmethod
    def _alpha_gradient(x: Array, dy: Array) -> Array:
        """dα[j,i] = Σ_n,positions dy[n,j] x[n,i]."""
        gradient: Array = np.matmul(dy.reshape(*dy.shape[:2], -1), x.reshape(*x.shape[:2], -1).transpose(0, 2, 1)).sum(
            axis=0
        )
        return gradient


def per_map(vector: Array, x: Array) -> Array:
    """A vector over the maps, shaped to multiply x (N, C, …)."""
    return vector.reshape(-1, *(1,) * (x.ndim - 2))


def softmax_steps(x: Array) -> dict[str, Array]:
    """Softmax over axis 1, one simple rule per step: maximum, shifted, exp, total, reciprocal.

    softmax = exp(x − max) / Σ exp(x − max); the shift changes nothing but keeps exp finite.
    """
    maximum = x.max(axis=1)
    shifted = x - np.expand_dims(maximum, 1)
    exp = np.exp(shifted)
    total = exp.sum(axis=1)
    return {"maximum": maximum, "shifted": shifted, "exp": exp, "total": total, "reciprocal": 1 / total}


def softmax_derived(x: Shape) -> dict[str, Derived]:
    """The shapes of `softmax_steps`."""
    rows = (x[0], *x[2:])
    return {
        "maximum": Derived(rows, stored=True),
        "shifted": Derived(x, stored=True),
        "exp": Derived(x, stored=True),
        "total": Derived(rows, stored=True),
        "reciprocal": Derived(rows, stored=True),
    }


@lru_cache(maxsize=1024)
def _plan_combination(x: Shape, parameters: ParameterShapes) -> Plan:
    logits = parameters["logits"]
    assert logits is not None
    outputs, inputs = logits
    if inputs != x[1]:
        raise EngineError(
            f"logits {sizes(logits)} combine {inputs} maps (axis 1), received {x[1]}; make axis 1 of logits {x[1]}",
            "/logits",
        )
    derived = softmax_derived(logits) | {
        "alpha": Derived(logits, stored=True),
        "alpha.grad": Derived(logits, backward=True, stored=True),
        "inner": Derived((outputs,), backward=True, stored=True),
    }
    positions = x[0] * prod(x[2:])
    return Plan(x, (x[0], outputs, *x[2:]), 3 * positions * outputs * inputs, prod(x) + positions * outputs, derived)
