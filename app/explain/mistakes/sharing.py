"""How a pooling shares its gradient out: to every tie or one, spread or copied, divided or not.

∂L/∂x adds up mask · ∂L/∂y; each of these mistakes is another mask.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from app.address import Cell
from app.engine.layers.average_pool import AvgPool2d, SumPool2d
from app.engine.layers.base import Array
from app.engine.layers.pool import MaxPool2d, Pool, PoolPlan
from app.explain.checking.attempt import Attempt, Used
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.tables import Sliding
from app.explain.checking.telling import number


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂x of a pooling with another mask."""
    layer, plan = step.layer, step.plan
    if not isinstance(layer, Pool) or not isinstance(plan, PoolPlan) or step.dy is None or not step.wants(step.dx):
        return
    shape = (*step.dy.shape, *layer.kernel_size)
    right = np.broadcast_to(layer.mask(plan, step.x), shape)
    sliding = Sliding.of(plan)
    for mistake, title, mask, words in _masks(step, layer, plan, shape):
        step.work.spend(plan.multiply_adds)
        if np.array_equal(mask, right):
            continue
        with np.errstate(all="ignore"):
            blocks = np.where(mask != 0, mask * step.dy[..., None, None], 0.0)
        yield Attempt(
            mistake,
            title,
            step.dx,
            sliding.crop(sliding.add(blocks)),
            f"{step.name} gave {words}. {_first(step, right, mask)}",
            None,
            Used(f"shares of {step.name}", mask, words),
            ("ties",),
            drawn=partial(_drawn, step, mask, right),
        )


def _masks(step: Step, layer: Pool, plan: PoolPlan, shape: tuple[int, ...]) -> Iterator[tuple[str, str, Array, str]]:
    real = np.broadcast_to(layer.real(plan), shape).astype(float)
    cells = shape[4] * shape[5]
    if isinstance(layer, MaxPool2d):
        every = replace(layer, ties="all").mask(plan, step.x)
        yield "gradient_to_every_tie", "Gradient to every tie", every, "the whole gradient to every tied maximum"
        split = replace(layer, ties="split").mask(plan, step.x)
        yield "gradient_split_among_ties", "Gradient split among ties", split, "each tied maximum an equal share"
        first = replace(layer, ties="first").mask(plan, step.x)
        yield "gradient_to_first_tie", "Gradient to the first tie alone", first, "all to the first of the tied maxima"
        yield "gradient_to_last_tie", "Gradient to the last tie", _last(every), "all to the last of the tied maxima"
    if not isinstance(layer, SumPool2d):
        yield (
            "copied_to_window",
            "Gradient copied to the whole window",
            real,
            "every cell of a window the whole gradient",
        )
    if not isinstance(layer, AvgPool2d):
        yield (
            "spread_over_window",
            "Gradient spread evenly over the window",
            real / cells,
            f"every cell of a window 1/{cells} of the gradient",
        )
    else:
        other = replace(layer, count_include_pad=not layer.count_include_pad)
        words = f"shares with a divisor that {'leaves out' if layer.count_include_pad else 'counts'} the padding"
        divided = np.broadcast_to(other.mask(plan, step.x), shape)
        yield "divisor_at_the_edge", "Divisor wrong at the edge", divided, words


def _drawn(step: Step, mask: Array, right: Array) -> Operand:
    """The shares of each window as a square of numbers."""
    name = f"the shares inside a window of {step.name}"
    return Operand(name, "activation", Side("as they were given", mask), Side("as this pooling gives them", right))


def _last(marks: Array) -> Array:
    """The last mark of each window alone."""
    places = marks.reshape(*marks.shape[:4], -1)[..., ::-1]
    first = np.zeros_like(places)
    np.put_along_axis(first, places.argmax(axis=-1, keepdims=True), 1.0, axis=-1)
    kept: Array = (first * (places != 0))[..., ::-1].reshape(marks.shape)
    return kept


def _first(step: Step, right: Array, mask: Array) -> str:
    """The first window whose shares differ, in numbers."""
    n, c, i, j = (int(axis) for axis in np.argwhere((right != mask).any(axis=(4, 5)))[0])
    rule, used = ([number(float(v)) for v in shares[n, c, i, j].ravel()] for shares in (right, mask))
    window = Cell(step.info.output, (n, c, i, j))
    return f"In the window of {window} the shares are {', '.join(rule)} row by row, not {', '.join(used)}."
