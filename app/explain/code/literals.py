"""Numbers as source code: `2`, `0.5`, `-math.inf`; arrays as nested lists in lines of limited width."""

from collections.abc import Iterator, Sequence
from math import copysign, isinf, isnan
from typing import Any

import numpy as np

WIDTH = 88
INDENT = 4


def number(value: float, dtype: np.dtype[Any], module: str) -> str:
    """The shortest decimals that give the number in its dtype; whole numbers without a point."""
    if isnan(value):
        return f"{module}.nan"
    if isinf(value):
        return f"{module}.inf" if value > 0 else f"-{module}.inf"
    if value == 0:
        return "0" if copysign(1, value) > 0 else "-0.0"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(str(np.float32(value))) if dtype == np.float32 else float(value))


def assignment(before: str, rows: Any, after: str, indent: int = 0) -> Iterator[str]:
    """`before` + nested list + `after`, in one line or opened level by level; leaves of `rows` are source code."""
    flat = _flat(rows)
    if indent + len(before) + len(flat) + len(after) <= WIDTH:
        yield " " * indent + before + flat + after
    elif isinstance(rows[0], str):
        yield " " * indent + before + "["
        yield from _filled(rows, indent + INDENT)
        yield " " * indent + "]" + after
    else:
        yield " " * indent + before + "["
        for row in rows:
            yield from assignment("", row, ",", indent + INDENT)
        yield " " * indent + "]" + after


def _flat(rows: Any) -> str:
    return rows if isinstance(rows, str) else f"[{', '.join(map(_flat, rows))}]"


def _filled(numbers: Sequence[str], indent: int) -> Iterator[str]:
    """Numbers separated by commas, as many in a line as fit."""
    line = ""
    for each in numbers:
        if line and indent + len(line) + len(each) + 2 > WIDTH:
            yield " " * indent + line
            line = ""
        line += (" " if line else "") + each + ","
    yield " " * indent + line
