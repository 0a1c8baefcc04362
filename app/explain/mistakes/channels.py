"""Maps, kernels or features in the wrong order: two swapped, or all backwards."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from app.explain.checking.attempt import Answer, Attempt, Used

MOST_PAIRS = 28


def wholes(answer: Answer) -> Iterator[Attempt]:
    """The tensor with its maps rearranged."""
    array = answer.array
    if not answer.alone or array.shape != answer.given.shape:
        return
    for axis, noun in _axes(answer):
        size = array.shape[axis]
        orders: list[tuple[str, list[int], str]] = []
        for a, b in list(combinations(range(size), 2))[:MOST_PAIRS]:
            swapped = list(range(size))
            swapped[a], swapped[b] = b, a
            orders.append(("channels_swapped", swapped, f"{noun} {a} and {b} are swapped"))
        if size > 2:
            orders.append(("channels_reversed", list(range(size))[::-1], f"all {size} {noun} are in reverse order"))
        for mistake, order, words in orders:
            title = f"{noun.capitalize()} {'swapped' if mistake == 'channels_swapped' else 'in reverse order'}"
            moved = np.take(array, order, axis=axis)
            what = f"In {answer.tensor} {words} (axis {axis}); each entry belongs to its own index."
            used = Used(f"order of {answer.tensor}", moved, words)
            yield Attempt(mistake, title, answer.tensor, moved, what, used=used, hinges=("maps",))


def _axes(answer: Answer) -> Iterator[tuple[int, str]]:
    """The axes that count maps, kernels or features, and what they count."""
    array, name = answer.array, answer.value
    if name.endswith(".weight"):
        if array.ndim >= 2:
            yield 0, "kernels" if array.ndim == 4 else "rows"
            yield 1, "input maps" if array.ndim == 4 else "columns"
        else:
            yield 0, "maps"
    elif array.ndim == 1:
        yield 0, "maps"
    elif array.ndim == 4 or array.ndim == 2:
        yield 1, "maps" if array.ndim == 4 else "features"
