"""Mean and sum pooling: the same shares for every input.

    avg  y[n,c,i,j] = Σ_{u,v} x̂[n, c, s·i + u, s·j + v] / divisor[i,j]
    sum  y[n,c,i,j] = Σ_{u,v} x̂[n, c, s·i + u, s·j + v]

The divisor counts the window's cells inside x and its padding, or inside x alone; never what hangs over (PyTorch).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from app.engine.layers.base import Array, Plan
from app.engine.layers.pool import Pool, PoolPlan
from app.engine.layers.windows import Axis
from app.engine.options import option


@dataclass(frozen=True)
class AvgPool2d(Pool):
    """Mean pooling. Source: articles 000, 001, 002, 003."""

    type: ClassVar[str] = "avg_pool2d"

    ceil_mode: bool = option(False, "also keep the last window where it only partly fits")
    count_include_pad: bool = option(True, "whether the divisor counts the padding")

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        assert isinstance(plan, PoolPlan)
        y: Array = self.seen(plan, x).sum(axis=(4, 5)) / self._divisor(plan, x)
        return y

    def mask(self, plan: PoolPlan, x: Array) -> Array:
        """1/divisor at real cells, 0 on padding."""
        return self.real(plan) / self._divisor(plan, x)[:, :, None, None]

    def _divisor(self, plan: PoolPlan, x: Array) -> Array:
        return np.outer(self._counted(plan.rows), self._counted(plan.cols)).astype(x.dtype)

    def _counted(self, axis: Axis) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """How many of each window's positions count on one axis."""
        first = axis.stride * np.arange(axis.out)
        margin = axis.before if self.count_include_pad else 0
        start = np.maximum(first, axis.before - margin)
        end = np.minimum(first + axis.kernel, axis.before + axis.size + margin)
        return end - start


@dataclass(frozen=True)
class SumPool2d(Pool):
    """Sum pooling. Source: article 002, Bouvrie 3.2."""

    type: ClassVar[str] = "sum_pool2d"

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        assert isinstance(plan, PoolPlan)
        y: Array = self.seen(plan, x).sum(axis=(4, 5))
        return y

    def mask(self, plan: PoolPlan, x: Array) -> Array:
        """1 at real cells, 0 on padding."""
        return self.real(plan).astype(x.dtype)
