"""Squared error per sample: L = ½ Σ (a − y)², summed or averaged over the batch. Source: articles 001, 002, 003."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Shape, sizes
from app.engine.losses.base import REDUCTIONS, Loss, LossPlan, Reduction
from app.engine.options import TensorField, one_of, option


@dataclass(frozen=True)
class SquaredError(Loss):
    """Options of the squared error; the residual is r = a − y."""

    type: ClassVar[str] = "squared_error"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "target": TensorField(None, "y, shaped as the last output"),
    }

    reduction: Reduction = option(
        "mean",
        'over the batch; "mean_at_parameters" keeps sensitivities per sample, parameter gradients carry 1/N',
    )

    def __post_init__(self) -> None:
        one_of("reduction", self.reduction, REDUCTIONS)

    def plan(self, output: Shape, tensors: Mapping[str, Shape]) -> LossPlan:
        if tensors["target"] != output:
            raise EngineError(
                f"target expects the last output's shape {sizes(output)}, received {sizes(tensors['target'])}; "
                f"give one number per output cell",
                "/target",
            )
        scale = 1 / output[0] if self.reduction == "mean_at_parameters" else 1.0
        return LossPlan(output, 2 * prod(output), scale, {"residual": Derived(output)})

    def forward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> float:
        total = float((self._residual(output, tensors) ** 2).sum()) / 2
        return total if self.reduction == "sum" else total / plan.output[0]

    def backward(self, plan: LossPlan, output: Array, tensors: Mapping[str, Array]) -> Array:
        """r, or r/N under "mean"."""
        residual = self._residual(output, tensors)
        return residual / plan.output[0] if self.reduction == "mean" else residual

    def derive(self, plan: LossPlan, name: str, output: Array, tensors: Mapping[str, Array]) -> Array:
        """residual a − y."""
        if name != "residual":
            raise KeyError(name)
        return self._residual(output, tensors)

    @staticmethod
    def _residual(output: Array, tensors: Mapping[str, Array]) -> Array:
        return output - tensors["target"]
