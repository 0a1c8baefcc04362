"""One cell of a gradient against the central difference of L, with everything that went into it.

The difference, the step and the tolerance are those of the whole check (see gradcheck).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from app.engine.gradcheck import RELATIVE, ROUNDING, STEP, per_sample
from app.engine.kinks import Cause, Place, causes
from app.engine.tail import Tail
from app.engine.trace import Trace

MOST_CAUSES = 8


@dataclass(frozen=True, slots=True)
class TwoSlopes:
    """A kink: its slopes, the first few of its causes, and how many there are."""

    left: float
    right: float
    causes: tuple[Cause, ...]
    count: int


@dataclass(frozen=True, slots=True)
class CellCheck:
    """L at x − ε, x and x + ε, the slope that this gives, and how far the analytic gradient is from it."""

    moved: Place
    x: float
    step: float
    below: float
    at: float
    above: float
    scale: float
    analytic: float
    numeric: float
    tolerance: float
    kink: TwoSlopes | None

    @property
    def error(self) -> float:
        return abs(self.analytic - self.numeric)

    @property
    def passed(self) -> bool:
        """Within the tolerance; at a kink nothing is compared."""
        return self.kink is not None or self.error <= self.tolerance


def check_cell(trace: Trace, gradient: str, index: Sequence[int], terms: float) -> CellCheck:
    """Check one cell of a gradient of a float64 trace; `terms` is Σ|terms of L|."""
    assert trace.dtype == np.float64 and trace.loss is not None
    with np.errstate(all="ignore"):
        return _check(trace, gradient, tuple(index), terms)


def _check(trace: Trace, gradient: str, index: tuple[int, ...], terms: float) -> CellCheck:
    info = trace.tensors[gradient.removesuffix(".grad")]
    x = float(trace.array(info.name)[index])
    step = STEP * max(1.0, abs(x))
    tail = Tail(trace, info.name)
    place = int(np.ravel_multi_index(index, info.shape))
    low, high = x - step, x + step
    (found,) = tail.neighbours([place], np.array([low]), np.array([high]))
    at, scale = tail.loss(tail.base.output, {}), per_sample(trace, info.role)
    analytic = float(trace.array(gradient)[index])
    numeric = scale * _slope(found.above - found.below, high - low)
    tolerance = RELATIVE * max(abs(analytic), abs(numeric)) + scale * ROUNDING * max(1.0, terms) / step
    kink = None
    if found.kink or not np.isfinite(x):
        reasons = [Cause("infinite", (info.name, index))] if not np.isfinite(x) else _causes(tail, place, low, high)
        kink = TwoSlopes(
            left=scale * _slope(at - found.below, x - low),
            right=scale * _slope(found.above - at, high - x),
            causes=tuple(islice(reasons, MOST_CAUSES)),
            count=len(reasons),
        )
    return CellCheck(
        (info.name, index), x, step, found.below, at, found.above, scale, analytic, numeric, tolerance, kink
    )


def _slope(rise: float, run: float) -> float:
    return float(np.divide(rise, run))


def _causes(tail: Tail, place: int, low: float, high: float) -> list[Cause]:
    sample, passes = tail.passes(place, low, high)
    return list(causes(tail, sample, *passes))
