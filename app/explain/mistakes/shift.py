"""Off by one: the right numbers, one cell up, down, left, right or along a diagonal; with zeros behind, or wrapped."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from app.engine.layers.base import Array
from app.explain.checking.attempt import Answer, Attempt

ROWS = {-1: "up", 0: "", 1: "down"}
COLS = {-1: "left", 0: "", 1: "right"}


def wholes(answer: Answer) -> Iterator[Attempt]:
    """The tensor moved by one cell in each direction."""
    array = answer.array
    if array.ndim == 0 or array.size < 2 or not answer.alone or array.shape != answer.given.shape:
        return
    flat = array.ndim < 2 or (array.ndim == 2 and not answer.value.endswith(".weight"))
    for down, right in product((0,) if flat else ROWS, COLS):
        if (down, right) == (0, 0):
            continue
        words = " and ".join(word for word in (ROWS[down], COLS[right]) if word)
        for wraps in (False, True):
            moved = shifted(array, 0 if flat else down, right, wraps=wraps)
            rest = "what left on one side came in on the other" if wraps else "zeros came in behind"
            yield Attempt(
                "shifted",
                "Off by one",
                answer.tensor,
                moved,
                f"These are the right numbers one cell {words}; {rest}. An index in {answer.tensor} is off by one.",
                hinges=("size",),
            )


def shifted(array: Array, down: int, right: int, *, wraps: bool) -> Array:
    """The last axes moved by some cells."""
    for axis, by in ((-2, down), (-1, right)):
        if by == 0:
            continue
        array = np.roll(array, by, axis=axis)
        if not wraps:
            edge = [slice(None)] * array.ndim
            edge[axis] = slice(0, by) if by > 0 else slice(by, None)
            array[tuple(edge)] = 0
    return array
