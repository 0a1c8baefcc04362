"""Gradients against central differences of L, in float64.

    n = (L(x + ε) − L(x − ε)) / 2ε,    ε = 10⁻⁶ · max(1, |x|)

A cell passes where |a − n| ≤ 10⁻⁶ · max(|a|, |n|) + 8·2⁻⁵² · max(1, Σ|terms of L|) / ε: wrong by no more than
a millionth, and than rounding in L can explain. At a kink (a sign or a winner set differs among x − ε, x and
x + ε) there are two slopes and neither is right; both are told and nothing is compared. So it is at infinity, and
where binary cross-entropy's gradient is PyTorch's convention (p(1 − p) below 10⁻¹²).

Under "mean_at_parameters" L is the mean over N samples. Gradients of parameters are its slopes, but those of the
input and of outputs are kept per sample, N times the slope: their differences are multiplied by N.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from app.address import Cell
from app.engine.edit import editable, replaced
from app.engine.fills import materialise
from app.engine.layers.base import Array
from app.engine.tail import Tail, position_of
from app.engine.trace import Trace, compute

SAMPLE = 64
STEP = 1e-6
RELATIVE = 1e-6
ROUNDING = 8 * 2.0**-52
CALL = 40_000
"""What calling one layer costs besides its arithmetic, in multiply-adds."""


@dataclass(frozen=True, slots=True)
class Kink:
    """A cell where L has two slopes."""

    cell: Cell
    left: float
    right: float


@dataclass(frozen=True, eq=False)
class TensorCheck:
    """What the differences say of one gradient, kinks left out of the errors.

    `worst_cell` is nearest to its tolerance, or farthest beyond it; relative errors are taken where the numbers are
    larger than what rounding hides.
    """

    passed: bool
    checked: int
    of: int
    max_absolute_error: float
    max_relative_error: float
    worst_cell: Cell | None
    kinks: tuple[Kink, ...]
    numeric: Array | None


def in_float64(trace: Trace) -> Trace:
    """The trace itself, or the one of the same numbers in float64."""
    if trace.dtype == np.float64:
        return trace
    numbers = {name: materialise(v, trace.dtype).astype(np.float64) for name, v in editable(trace.document).items()}
    return compute(replaced(replace(trace.document, dtype="float64"), numbers))


def checkable(trace: Trace) -> tuple[str, ...]:
    """The gradients that differences can be held against, in listing order."""
    values = [name for name, info in trace.tensors.items() if info.role in ("input", "parameter", "activation")]
    gradients = {f"{name}.grad" for name in values}
    return tuple(name for name in trace.tensors if name in gradients)


def work(trace: Trace, gradients: Sequence[str], whole: bool, cells: int = SAMPLE) -> int:
    """Multiply-adds of a check, from shapes alone; a third of a layer's work is its forward pass."""
    total = 0
    for gradient in gradients:
        info = trace.tensors[gradient.removesuffix(".grad")]
        plans = trace.plan.layers[position_of(trace, info.name) :]
        samples = 1 if info.role == "parameter" else info.shape[0]
        passes = 2 * _count(info.shape, whole, cells)
        total += passes * (sum(plan.multiply_adds // 3 for plan in plans) // samples + CALL * (len(plans) + 1))
    return total


def gradcheck(
    trace: Trace, gradients: Sequence[str], terms: float, *, seed: str = "", whole: bool = False
) -> Mapping[str, TensorCheck]:
    """Check gradients of a float64 trace, 64 cells of each chosen by the seed, or all; `terms` is Σ|terms of L|."""
    assert trace.dtype == np.float64 and trace.loss is not None
    with np.errstate(all="ignore"):
        return {gradient: _check(trace, gradient, terms, seed, whole) for gradient in gradients}


def _count(shape: Sequence[int], whole: bool, cells: int = SAMPLE) -> int:
    return prod(shape) if whole else min(cells, prod(shape))


def _check(trace: Trace, gradient: str, terms: float, seed: str, whole: bool) -> TensorCheck:
    info = trace.tensors[gradient.removesuffix(".grad")]
    size = prod(info.shape)
    places = sorted(random.Random(f"{seed}/{gradient}").sample(range(size), _count(info.shape, whole)))
    x = trace.array(info.name).reshape(-1)[places]
    step = STEP * np.maximum(1, np.abs(x))
    tail = Tail(trace, info.name)
    found = list(tail.neighbours(places, x - step, x + step))
    below, above = np.array([each.below for each in found]), np.array([each.above for each in found])
    kinked = np.array([each.kink for each in found]) | ~np.isfinite(x)
    at, scale = tail.loss(tail.base.output, {}), per_sample(trace, info.role)
    left, right = scale * (at - below) / (x - (x - step)), scale * (above - at) / ((x + step) - x)
    numeric = scale * (above - below) / ((x + step) - (x - step))
    analytic = trace.array(gradient).reshape(-1)[places]
    error = np.abs(analytic - numeric)
    larger = np.maximum(np.abs(analytic), np.abs(numeric))
    hidden = scale * ROUNDING * max(1.0, terms) / step
    share = np.where(kinked, -1, np.nan_to_num(error / (RELATIVE * larger + hidden), nan=np.inf))
    cells = [Cell(gradient, tuple(map(int, np.unravel_index(place, info.shape)))) for place in places]
    return TensorCheck(
        passed=bool((share <= 1).all()),
        checked=len(cells),
        of=size,
        max_absolute_error=float(np.max(error, where=~kinked, initial=0)),
        max_relative_error=float(np.max(error / larger, where=~kinked & (larger > hidden), initial=0)),
        worst_cell=None if kinked.all() else cells[int(share.argmax())],
        kinks=tuple(Kink(cells[k], float(left[k]), float(right[k])) for k in np.flatnonzero(kinked)),
        numeric=numeric.reshape(info.shape) if whole else None,
    )


def per_sample(trace: Trace, role: str) -> float:
    """What a slope of L is multiplied by to be the gradient as this reduction defines it: 1, or N."""
    assert trace.plan.loss is not None
    return 1.0 if role == "parameter" else 1 / trace.plan.loss.parameter_scale
