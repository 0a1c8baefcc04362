"""The sign of one cell, all others right: a slip of the pen, not of the method."""

from collections.abc import Iterator

import numpy as np

from app.address import Cell
from app.explain.checking.attempt import Answer, Attempt
from app.explain.checking.telling import number


def wholes(answer: Answer) -> Iterator[Attempt]:
    """Exactly one compared cell is off, and it is minus the right one."""
    right, given = answer.array, answer.given
    if not answer.alone or given.shape != right.shape or right.size < 2:
        return
    near = answer.precision * float(np.abs(right).max(initial=0))
    off = answer.compared & ~(np.abs(given - right) <= near)
    if np.count_nonzero(off) != 1:
        return
    index = tuple(int(i) for i in np.argwhere(off)[0])
    if right[index] == 0 or abs(float(given[index] + right[index])) > near:
        return
    array = right.copy()
    array[index] *= -1
    yield Attempt(
        "wrong_sign_in_one_cell",
        "Wrong sign in one cell",
        answer.tensor,
        array,
        f"Only {Cell(answer.tensor, index)} is off, and by its sign alone: look whether a minus was lost in "
        f"{number(float(right[index]))}.",
    )
