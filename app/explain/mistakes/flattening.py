"""Maps strung to a vector in one order and read back in another.

row by row       y[(c·H + i)·W + j] = x[c,i,j]
column by column y[(c·W + j)·H + i] = x[c,i,j]
channels last    y[(i·W + j)·C + c] = x[c,i,j]
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from app.engine.layers.base import Array
from app.engine.layers.shape import Flatten
from app.explain.checking.attempt import Attempt, Used
from app.explain.checking.operand import Drawn, Operand, Side
from app.explain.checking.step import Step

# How (N, C, H, W) is turned before it is strung row by row.
ORDERS = {
    "row_major": ("row by row", (0, 1, 2, 3)),
    "column_major": ("column by column", (0, 1, 3, 2)),
    "channels_last": ("channels last", (0, 2, 3, 1)),
}


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂x of flatten in another order; ∂L/∂w of the layer behind it, from x in another order."""
    if isinstance(step.layer, Flatten) and step.x.ndim == 4:
        yield from _unflattened(step, step.layer)
    above = step.position - 1
    if above < 0 or step.dy is None:
        return
    before = step.trace.document.layers[above].layer
    maps = step.trace.arrays[step.trace.layers[above].input]
    name = step.of_layer("weight.grad")
    if isinstance(before, Flatten) and maps.ndim == 4 and name in step.trace.tensors and step.wants(name):
        for words, order in _others(before):
            other = strung(maps, order)
            if not np.array_equal(other, step.x):
                yield Attempt(
                    "flatten_order",
                    "Flattened in another order",
                    name,
                    step.but(x=other).backward()[name],
                    f"{_rule(before)}; the inputs of {step.name} were taken {words}, so ∂L/∂w is mixed up along them.",
                    used=Used("the order of flattening", np.array(order), words),
                    hinges=("square", "maps"),
                    drawn=partial(_drawn, maps, before, words, order),
                )


def _unflattened(step: Step, layer: Flatten) -> Iterator[Attempt]:
    dy = step.dy
    for words, order in _others(layer):
        shown = f"{_rule(layer)}, not {words}"
        if not np.array_equal(strung(step.x, order), step.y):
            used = Used(f"order of {step.name}", np.array(order), words)
            drawn = partial(_drawn, step.x, layer, words, order)
            yield _attempt(step.info.output, strung(step.x, order), f"{shown}.", used, drawn)
        if dy is not None:
            size = tuple(step.x.shape[axis] for axis in order)
            back = dy.reshape(size).transpose(np.argsort(order).tolist())
            where = f"{shown}: number 1 of the vector (counted from 0) is {_second(step, _own(layer))}."
            used = Used(f"order of {step.name}", back, f"reading {words}")
            yield _attempt(step.dx, back, where, used, partial(_drawn, step.x, layer, words, order))


def _attempt(tensor: str, array: Array, what: str, used: Used, drawn: Drawn) -> Attempt:
    return Attempt(
        "flatten_order",
        "Flattened in another order",
        tensor,
        array,
        what,
        used=used,
        hinges=("square", "maps"),
        drawn=drawn,
    )


def _drawn(maps: Array, layer: Flatten, words: str, order: tuple[int, ...]) -> Operand:
    """In every cell of the maps its place in the vector, counted from 0."""
    name = "the place of each cell in the vector, counted from 0"
    used, right = _places(maps, order), _places(maps, _own(layer))
    return Operand(name, "activation", Side(words, used), Side(ORDERS[layer.order][0], right))


def _places(maps: Array, order: tuple[int, ...]) -> Array:
    """The inverse of `strung`: the number of each cell."""
    size = (1, *maps.shape[1:])
    counted = np.arange(maps[0].size, dtype=float).reshape(tuple(size[axis] for axis in order))
    return counted.transpose(np.argsort(order).tolist())


def strung(maps: Array, order: tuple[int, ...]) -> Array:
    """(N, C, H, W) as (N, C·H·W) in an order."""
    return maps.transpose(order).reshape(maps.shape[0], -1)


def _others(layer: Flatten) -> list[tuple[str, tuple[int, ...]]]:
    return [words for name, words in ORDERS.items() if name != layer.order]


def _own(layer: Flatten) -> tuple[int, ...]:
    return ORDERS[layer.order][1]


def _rule(layer: Flatten) -> str:
    return f"This trace strings its maps {ORDERS[layer.order][0]}"


def _second(step: Step, order: tuple[int, ...]) -> str:
    """The cell of x that stands second in the vector."""
    size = tuple(step.x.shape[axis] for axis in order)
    if step.x[0].size < 2:
        return f"{step.info.input}[0,0,0,0]"
    turned = np.unravel_index(1, (1, *size[1:]))
    index = [0, 0, 0, 0]
    for axis, at in zip(order, turned, strict=True):
        index[axis] = int(at)
    return f"{step.info.input}[{','.join(map(str, index))}]"
