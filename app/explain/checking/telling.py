"""Numbers, matrices and cells as a sentence writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from app.address import Cell
from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.explainer import explain

WRITTEN_OUT = 9


def number(value: float) -> str:
    """A number of at most 6 significant digits, with a true minus."""
    text = f"{value:.6g}"
    return "0" if text == "-0" else text.replace("-", "−")


def shape(sizes: Sequence[int]) -> str:
    """A shape as people write it: 1×3×4×4."""
    return "×".join(map(str, sizes)) or "a single number"


def matrix(rows: Array) -> str:
    """`[[1, −2], [3, 0.5]]`; of a large one the first entries."""
    lines = [", ".join(map(number, row[:4])) + (", …" if len(row) > 4 else "") for row in rows[:3]]
    return f"[{', '.join(f'[{line}]' for line in lines)}{', …' if len(rows) > 3 else ''}]"


def listed(words: Iterable[str]) -> str:
    """`a, b and c`."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def counted(amount: int, noun: str) -> str:
    """`1 sample`, `2 samples`."""
    return f"{amount} {noun}{'' if amount == 1 else 's'}"


def reading(cell: Cell, right: float, wrong: float) -> str:
    """What a cell should read, and what it reads with the mistake."""
    return f"{cell} should read {number(right)}; with this mistake it reads {number(wrong)}."


def largest(right: Array, wrong: Array, among: np.ndarray[Any, np.dtype[np.bool_]] | None = None) -> tuple[int, ...]:
    """The cell where two arrays of one shape differ most, of those that are marked."""
    with np.errstate(all="ignore"):
        apart = np.nan_to_num(np.abs(right - wrong), nan=0.0, posinf=np.finfo(float).max)
    if among is not None:
        apart = np.where(among, apart, -1.0)
    return tuple(int(i) for i in np.unravel_index(int(apart.argmax()), apart.shape))


def products(trace: Trace, cell: Cell) -> list[tuple[Cell, float, Cell, float]]:
    """The products δ·w of a convolution's ∂L/∂x at a cell: both factors with their addresses."""
    made = []
    for term in explain(trace, cell, "chain", limit=WRITTEN_OUT + 1).terms:
        delta, weight = term.factors[:2]
        assert delta.cell is not None and weight.cell is not None
        made.append((delta.cell, delta.value, weight.cell, weight.value))
    return made


def added(pairs: Iterable[tuple[float, float]]) -> str:
    """`1·0.5 + 2·3 + 3·(−2)`; one sum too long to write out becomes its first products."""
    written = [f"{_bracketed(a)}·{_bracketed(b)}" for a, b in pairs]
    cut = written[:WRITTEN_OUT] + (["…"] if len(written) > WRITTEN_OUT else [])
    return " + ".join(cut)


def _bracketed(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)
