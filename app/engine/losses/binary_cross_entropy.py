"""Binary cross-entropy of probabilities, summed over outputs: L = −Σ t log p + (1 − t) log(1 − p) per sample.

As in PyTorch a logarithm counts as −100 at least, and p(1 − p) as 10⁻¹² at least where it divides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

import numpy as np

from app.engine.layers.base import Array, Derived, Shape
from app.engine.losses.base import LossPlan, ReducedLoss, same_shape
from app.engine.options import TensorField

LEAST_LOG = -100.0
LEAST_VARIANCE = 1e-12
STEPS = (
    "complement",
    "log_probabilities",
    "log_complement",
    "target_complement",
    "variance",
    "reciprocal",
    "residual",
)


@dataclass(frozen=True)
class BinaryCrossEntropy(ReducedLoss):
    """Cross-entropy of independent probabilities, each with its own target between 0 and 1."""

    type: ClassVar[str] = "binary_cross_entropy"
    tensors: ClassVar[Mapping[str, TensorField]] = {"target": TensorField(None, "t, shaped as the last output")}

    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        same_shape(tensors, "target", output)
        return self.reduced(output, 10 * prod(output), {name: Derived(output, stored=True) for name in STEPS})

    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        steps, target = self.derive(plan, output, tensors), tensors["target"]
        total = target * steps["log_probabilities"] + steps["target_complement"] * steps["log_complement"]
        return -float(total.sum()) * plan.loss_scale

    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        """(p − t) / (p(1 − p))."""
        steps = self.derive(plan, output, tensors)
        return steps["residual"] * steps["reciprocal"] * output.dtype.type(plan.gradient_scale)

    def clamped(self, output: Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where p(1 − p) counts as 10⁻¹², and outside of 0 … 1."""
        return output * (1 - output) < LEAST_VARIANCE

    def derive(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Mapping[str, Array]:
        """1 − p, the logarithms, 1 − t, p(1 − p), its reciprocal, p − t."""
        target = tensors["target"]
        complement = 1 - output
        variance = output * complement
        return {
            "complement": complement,
            "log_probabilities": np.maximum(np.log(output), output.dtype.type(LEAST_LOG)),
            "log_complement": np.maximum(np.log(complement), output.dtype.type(LEAST_LOG)),
            "target_complement": 1 - target,
            "variance": variance,
            "reciprocal": 1 / np.maximum(variance, output.dtype.type(LEAST_VARIANCE)),
            "residual": output - target,
        }
