"""The right numbers in the wrong shape: axes exchanged, squeezed, added, or all strung together."""

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from app.explain.checking.attempt import Answer, Attempt
from app.explain.checking.telling import shape


def wholes(answer: Answer) -> Iterator[Attempt]:
    """The tensor in the learner's shape, wherever the same numbers can stand in it."""
    array, given = answer.array, answer.given.shape
    sizes = f"{answer.tensor} has the shape {shape(array.shape)}"
    # Axes of length 1 can be exchanged without a trace: orders that differ in them alone are one.
    told: set[tuple[int, ...]] = set()
    for axes in list(permutations(range(array.ndim)))[1:] if array.ndim <= 4 else ():
        longer = tuple(axis for axis in axes if array.shape[axis] > 1)
        if tuple(array.shape[axis] for axis in axes) == given and longer not in told:
            told.add(longer)
            mistake, title = _named(axes, answer.value.endswith(".weight"))
            what = f"{sizes}; its axes stand in the order {list(axes)} here. {_cells(answer, axes)}"
            yield Attempt(mistake, title, answer.tensor, array.transpose(axes), what, hinges=("square", "maps"))
    if given == array.shape or array.size != np.prod(given, dtype=int):
        return
    long = tuple(n for n in array.shape if n > 1)
    if len(given) != array.ndim and long == tuple(n for n in given if n > 1):
        mistake, title, what = _ones(array.shape, given)
        yield Attempt(mistake, title, answer.tensor, array.reshape(given), f"{sizes}; {what}.")
        return
    what = f"{sizes}; the same {array.size} numbers stand in {shape(given)} here"
    for how, strung in (
        ("row by row", array.reshape(given)),
        ("column by column", array.reshape(given, order="F")),
    ):
        yield Attempt("reshaped", "Reshaped", answer.tensor, strung, f"{what}, strung {how}.")


def _named(axes: tuple[int, ...], weight: bool) -> tuple[str, str]:
    if axes == (*range(len(axes) - 2), len(axes) - 1, len(axes) - 2):
        return "transposed", "Transposed"
    if axes == (0, 2, 3, 1):
        return "channels_last", "Channels last"
    if axes == (1, 0, 2, 3) and weight:
        return "kernels_and_maps_exchanged", "Output and input maps exchanged"
    return "axes_exchanged", "Axes exchanged"


def _cells(answer: Answer, order: tuple[int, ...]) -> str:
    """Where one telling cell went."""
    index = [min(axis, size - 1) for axis, size in enumerate(answer.array.shape)]
    index[-1] = answer.array.shape[-1] - 1
    there = [index[axis] for axis in order]
    return f"{answer.tensor}{_bracket(index)} stands at {_bracket(there)}."


def _bracket(index: list[int]) -> str:
    return f"[{','.join(map(str, index))}]"


def _ones(right: tuple[int, ...], given: tuple[int, ...]) -> tuple[str, str, str]:
    """How two shapes that differ only in axes of length 1 differ."""
    if right[1:] == given and right[0] == 1:
        return "batch_axis_missing", "Batch axis missing", "the batch axis (axis 0, one sample) is missing"
    if len(given) < len(right):
        return "squeezed", "Squeezed", f"axes of length 1 were left out, {shape(given)} remains"
    return "axes_added", "Axes added", f"axes of length 1 were added, {shape(given)}"
