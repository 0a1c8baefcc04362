"""Where a kink lies: which winner changes, which input crosses 0, when one number moves a step down and a step up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.engine.layers.pool import PoolPlan
from app.engine.tail import JUMP, Marks, Pass, Tail
from app.engine.trace import Trace

Place = tuple[str, tuple[int, ...]]
"""A tensor's name and an index into it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for two slopes: an output (or a parameter) and what happens to it between x − ε and x + ε.

    `reads` is the number that crosses 0; `below` and `above` are the winners of a window on either side.
    """

    kind: Literal["sign", "winner", "penalty", "clamp", "infinite"]
    place: Place
    reads: Place | None = None
    below: tuple[Place, ...] = ()
    above: tuple[Place, ...] = ()


def causes(tail: Tail, sample: int, low: Pass, middle: Pass, high: Pass) -> Iterator[Cause]:
    """Every kink between the passes, from the first layer on; `sample` is the one that the passes begin with."""
    trace = tail.trace
    names = list(_sides(tail))
    for side, (name, position) in enumerate(names):
        crossed = np.argwhere(_crossed(side, low, middle, high))
        if position is None:
            yield from (Cause("penalty", (name, _index(at, 0))) for at in crossed)
            continue
        layer = trace.layers[position]
        if name == "derivative":
            for at in crossed:
                index = _index(at, sample)
                yield Cause("sign", (layer.output, index), reads=(layer.input, index))
            continue
        for window in dict.fromkeys(tuple(map(int, at[:4])) for at in crossed):
            below, above = (
                tuple(_winners(trace, position, sample, window, each.sides[side][0])) for each in (low, high)
            )
            yield Cause("winner", (layer.output, _index(window, sample)), below=below, above=above)
    yield from (
        Cause("clamp", (trace.output, _index(at, sample))) for at in np.argwhere(tail.clamped(low, middle, high))
    )


def _sides(tail: Tail) -> Iterator[tuple[str, int | None]]:
    """What each side of a pass is, in its order: a penalised parameter, or a layer's mask or derivative."""
    if tail.of_parameter:
        yield from ((p.tensor, None) for p in tail.trace.document.penalties if p.tensor == tail.tensor)
    for position in range(tail.position, len(tail.trace.layers)):
        derived = tail.trace.plan.layers[position].derived
        yield from ((name, position) for name in ("mask", "derivative") if name in derived)


def _crossed(side: int, *passes: Pass) -> Marks:
    """Where the passes are on different sides with different slopes."""
    sides = [each.sides[side] for each in passes]
    found: Marks = np.zeros(sides[0][0].shape, dtype=bool)
    for first, second in ((0, 1), (1, 2), (0, 2)):
        (mark, slope), (other, beyond) = sides[first], sides[second]
        found |= (mark != other) & (np.abs(slope - beyond) > JUMP)
    return found


def _winners(trace: Trace, position: int, sample: int, window: tuple[int, ...], mask: Any) -> Iterator[Place]:
    """The cells that a window's maximum comes from."""
    plan = trace.plan.layers[position]
    assert isinstance(plan, PoolPlan)
    n, c, i, j = window
    for u, v in np.argwhere(mask[window] != 0).tolist():
        p = plan.rows.stride * i + plan.rows.dilation * u - plan.rows.before
        q = plan.cols.stride * j + plan.cols.dilation * v - plan.cols.before
        yield trace.layers[position].input, (n + sample, c, p, q)


def _index(at: Any, sample: int) -> tuple[int, ...]:
    first, *others = map(int, at)
    return first + sample, *others
