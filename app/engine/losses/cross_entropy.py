"""Cross-entropy of logits: L = −Σ_k t_k log p_k per sample, p = softmax(z); ∂L/∂z = p·Σt − t.

The softmax's own derivative cancels: that is why no σ′ stands in the residual.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.affine import softmax_derived, softmax_steps
from app.engine.layers.base import Array, Derived, Shape, sizes
from app.engine.losses.base import LossPlan, ReducedLoss, in_dtype
from app.engine.options import TensorField


@dataclass(frozen=True)
class CrossEntropy(ReducedLoss):
    """Cross-entropy of rank-2 logits with classes (N) or rows of probabilities (N, K)."""

    type: ClassVar[str] = "cross_entropy"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "target": TensorField(None, "a class per sample (N), counted from 0, or a row per sample (N, K)")
    }

    def fit(self, output: Shape, held: Mapping[str, Shape]) -> Mapping[str, Shape]:
        """A class per sample (N), or a row (N, K) where rows are what there is."""
        return {"target": output[:1] if len(held.get("target", (0,))) == 1 else output}

    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        if len(output) != 2:
            raise EngineError(
                f"cross_entropy reads logits of shape (N, K), received the output shape {sizes(output)}; "
                "put flatten and linear before it"
            )
        target = tensors["target"]
        if target not in (output[:1], output):
            raise EngineError(
                f"target expects {output[0]} classes, or rows of shape {sizes(output)}, received {sizes(target)}",
                "/target",
            )
        own = {name: Derived(output, stored=True) for name in ("log_probabilities", "probabilities", "residual")}
        rows = {"log_total": Derived(output[:1], stored=True)}
        soft = {"target_total": Derived(output[:1], stored=True)}
        hard = {"one_hot": Derived(output, stored=True)}
        by_target = hard if target == output[:1] else soft
        return self.reduced(output, 8 * prod(output), softmax_derived(output) | rows | by_target | own)

    def check(self, plan: LossPlan, tensors: Mapping[str, Array]) -> None:
        if "target" not in tensors:
            return
        target, classes = tensors["target"], plan.output[1]
        wrong = np.flatnonzero((target != np.floor(target)) | (target < 0) | (target >= classes))
        if wrong.size:
            n = int(wrong[0])
            raise EngineError(
                f"target of sample {n} expects a class from 0 to {classes - 1}, received {target[n]:.17g}",
                f"/target/{n}",
            )

    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        steps = self.derive(plan, output, tensors)
        target, log = self._rows(steps, tensors), steps["log_probabilities"]
        return -float(np.where(target == 0, output.dtype.type(0), target * log).sum()) * plan.loss_scale

    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        return self.derive(plan, output, tensors)["residual"] * output.dtype.type(plan.gradient_scale)

    def derive(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Mapping[str, Array]:
        """The softmax step by step, its logarithm, the targets as rows, and the residual p·Σt − t."""
        steps = softmax_steps(output)
        log_total = np.log(steps["total"])
        probabilities = steps["exp"] * steps["reciprocal"][:, None]
        made = steps | {
            "log_total": log_total,
            "log_probabilities": steps["shifted"] - log_total[:, None],
            "probabilities": probabilities,
        }
        target = tensors["target"]
        if target.ndim == 1:
            one_hot = in_dtype(target[:, None] == np.arange(output.shape[1]), output)
            return made | {"one_hot": one_hot, "residual": probabilities - one_hot}
        weight = target.sum(axis=1)
        return made | {"target_total": weight, "residual": probabilities * weight[:, None] - target}

    @staticmethod
    def _rows(steps: Mapping[str, Array], tensors: Mapping[str, Array]) -> Array:
        return steps.get("one_hot", tensors["target"])
