"""What the articles' own code calls: valid convolutions as SciPy makes them, and statements that crash."""

from collections.abc import Callable

import numpy as np

from app.engine.layers.base import Array


def turned(kernels: Array) -> Array:
    """By 180°."""
    return kernels[..., ::-1, ::-1]


def correlate(a: Array, b: Array) -> Array:
    """`correlate2d(a, b, "valid")` of two matrices, the second no larger than the first."""
    height, width = a.shape[0] - b.shape[0] + 1, a.shape[1] - b.shape[1] + 1
    made = np.zeros((height, width))
    for u, v in np.ndindex(*b.shape):
        made += b[u, v] * a[u : u + height, v : v + width]
    return made


def convolve(a: Array, b: Array) -> Array:
    """`convolve2d(a, b, "valid")`: the larger one slides, the other is turned."""
    if b.shape[0] >= a.shape[0] and b.shape[1] >= a.shape[1]:
        a, b = b, a
    return correlate(a, turned(b))


def full(delta: Array, kernel: Array) -> Array:
    """Each δ times the whole kernel, added where its window lies: `convolve2d(δ, kernel, "full")`."""
    made = np.zeros((delta.shape[0] + kernel.shape[0] - 1, delta.shape[1] + kernel.shape[1] - 1))
    for i, j in np.ndindex(*delta.shape):
        made[i : i + kernel.shape[0], j : j + kernel.shape[1]] += delta[i, j] * kernel
    return made


def attempt(statement: Callable[[], Array]) -> Array | str:
    """What a printed statement gives: its numbers, or the message with which it stops."""
    try:
        return statement()
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def parsed(source: str) -> str:
    """What Python says of a printed line."""
    try:
        compile(source, "<article>", "exec")
    except SyntaxError as error:
        return f"SyntaxError: {error.msg} (line {error.lineno}: {(error.text or '').strip()})"
    return "parses"
