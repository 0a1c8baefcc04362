"""For each mistake a trace, a tensor of it, and the array that the mistake gives: made here, by its own loops."""

from collections.abc import Callable
from functools import cache

import numpy as np

from app.engine.trace import Trace
from tests.explain.mistakes.plain import (
    Array,
    correlated,
    gathered,
    network,
    numbers,
    pooled_back,
    ring,
    turn,
)

Case = tuple[Trace, str, Array]
X, W, B = numbers(1, 2, 3, 6, 6), numbers(2, 3, 3, 3, 3), numbers(3, 3)
DW, DB = "conv1.weight.grad", "conv1.bias.grad"


@cache
def conv(stride: int = 1, convention: str = "cross_correlation", padding: int = 1) -> Trace:
    """Two samples, three maps, three kernels 3×3."""
    options = {"weight": W, "bias": B, "stride": stride, "padding": padding, "convention": convention}
    return network(X, ("conv2d", "conv1", options))


def delta(trace: Trace, layer: str = "conv1") -> Array:
    return trace.array(f"{layer}.output.grad")


def dx_with(lay: Callable[[Array], Array], convention: str = "cross_correlation") -> Case:
    trace = conv(convention=convention)
    return trace, "input.grad", gathered(delta(trace), lay(W), 1)


def dw_with(change: Callable[[Array], Array], convention: str = "cross_correlation") -> Case:
    trace = conv(convention=convention)
    return trace, DW, change(correlated(ring(X, 1), delta(trace), (3, 3)))


@cache
def activated(kind: str, other: str = "sigmoid") -> Trace:
    """A convolution, an activation, another convolution, another activation."""
    first = {"weight": W, "bias": B, "padding": 1}
    second = {"weight": numbers(4, 3, 3, 3, 3), "padding": 1}
    return network(X, ("conv2d", "conv1", first), (kind, "act1", {}), ("conv2d", "conv2", second), (other, "act2", {}))


def sigmoid(z: Array) -> Array:
    a: Array = 1 / (1 + np.exp(-z))
    return a


def dz_with(slope: Callable[[Trace], Array], kind: str = "sigmoid") -> Case:
    trace = activated(kind)
    return trace, "conv1.output.grad", trace.array("act1.output.grad") * slope(trace)


def z(trace: Trace, layer: str = "conv1") -> Array:
    return trace.array(f"{layer}.output")


def carried(kind: str, slope: Callable[[Trace], Array]) -> Case:
    """The same mistake, seen two layers further down."""
    trace, _, wrong = dz_with(slope, kind)
    return trace, "input.grad", gathered(wrong, turn(W), 1)


TIED = np.array(
    [
        [1, 3, 2, 2, 0, 0],
        [3, 1, 2, 1, 0, 5],
        [4, 4, 0, 1, 7, 7],
        [4, 4, 1, 1, 7, 1],
        [9, 0, 8, 2, 1, 2],
        [0, 9, 3, 8, 2, 2],
    ],
    dtype=float,
)[None, None]


@cache
def pooled(kind: str, x: str = "random", **options: object) -> Trace:
    return network({"tied": TIED, "random": X}[x], (kind, "pool1", {"kernel_size": 2, **options}))


def pool_with(trace: Trace, shares: Callable[[Array], Array], window: int = 2, step: int = 2, **more: int) -> Case:
    wrong: Array = pooled_back(trace.array("input"), delta(trace, "pool1"), window, step, shares, **more)
    return trace, "input.grad", wrong


def every(window: Array) -> Array:
    shares: Array = (window == window.max()).astype(float)
    return shares


def one(window: Array, which: int) -> Array:
    """The first (0) or last (−1) maximum alone."""
    share = np.zeros(window.size)
    share[np.flatnonzero(window.ravel() == window.max())[which]] = 1
    return share.reshape(window.shape)


def same(window: Array, share: float) -> Array:
    return np.full(window.shape, share)


@cache
def classifier(order: str = "row_major") -> Trace:
    """A convolution, flatten and a linear layer under a squared error."""
    layers = (
        ("conv2d", "conv1", {"weight": W, "bias": B}),
        ("flatten", "flat", {"order": order}),
        ("linear", "fc", {"weight": numbers(5, 5, 36), "bias": numbers(6, 5)}),
    )
    return network(numbers(7, 3, 3, 6, 5), *layers[:1], *(layers[1:]), loss=("squared_error", numbers(8, 3, 5)))


def strung_by_columns() -> Array:
    """The maps before `flat`, each read column by column."""
    maps = z(classifier())
    rows = [[maps[n, c, i, j] for c in range(3) for j in range(3) for i in range(4)] for n in range(3)]
    return np.array(rows)


def unstrung_by_columns() -> Array:
    """∂L/∂(vector) put back column by column."""
    vector, maps = classifier().array("flat.output.grad"), np.zeros((3, 3, 4, 3))
    for n, c, i, j in np.ndindex(*maps.shape):
        maps[n, c, i, j] = vector[n, (c * 3 + j) * 4 + i]
    return maps


def moved(array: Array, down: int, right: int) -> Array:
    """Zeros come in behind."""
    made = np.zeros_like(array)
    rows, cols = array.shape[-2:]
    for i, j in np.ndindex(rows, cols):
        if 0 <= i - down < rows and 0 <= j - right < cols:
            made[..., i, j] = array[..., i - down, j - right]
    return made


def of(trace: Trace, tensor: str, change: Callable[[Array], Array]) -> Case:
    return trace, tensor, change(trace.array(tensor))


@cache
def losses(kind: str, top: str | None = None, **options: str) -> Trace:
    """A linear layer (and an activation) under a loss with targets between 0 and 1."""
    layers = [("linear", "fc", {"weight": numbers(5, 4, 6), "bias": numbers(6, 4)})]
    layers += [(top, "act1", {})] if top else []
    return network(numbers(7, 3, 6), *layers, loss=(kind, np.abs(numbers(8, 3, 4)) / 2), **options)
