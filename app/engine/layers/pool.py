"""Max pooling.

    y[n,c,i,j] = max over u,v of x̂[n, c, s·i + d·u, s·j + d·v]        (padding acts as −∞)

The gradient of a window goes to its winner; `ties` says who that is among equals. NaN wins over every number,
and the last NaN of a window takes the gradient, as in PyTorch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape, image
from app.engine.layers.windows import Axis, overlap_add, padded, windows
from app.engine.options import Pair, one_of, option, pair, required


@dataclass(frozen=True)
class PoolPlan(Plan):
    """A pooling at one shape."""

    rows: Axis = Axis(0, 1, 1, 1, 0, 0, 0)
    cols: Axis = Axis(0, 1, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class MaxPool2d(Layer):
    """Options of a max pooling; raises EngineError for values out of range. Source: articles 001, 002, 004."""

    type: ClassVar[str] = "max_pool2d"
    prefix: ClassVar[str] = "pool"

    kernel_size: Pair = required("height and width of the window", minimum=1)
    stride: Pair | None = option(None, "step of the window; the window's size when left out", minimum=1)
    padding: Pair = option((0, 0), "ring of −∞ around x, at most half the window", minimum=0)
    dilation: Pair = option((1, 1), "distance between the cells that a window reads", minimum=1)
    ceil_mode: bool = option(False, "also keep the last window where it only partly fits")
    ties: Literal["first", "all", "split"] = option("first", "who gets the gradient among equal maxima")

    def __post_init__(self) -> None:
        kernel = pair("kernel_size", self.kernel_size, 1)
        object.__setattr__(self, "kernel_size", kernel)
        object.__setattr__(self, "stride", kernel if self.stride is None else pair("stride", self.stride, 1))
        object.__setattr__(self, "padding", pair("padding", self.padding, 0))
        object.__setattr__(self, "dilation", pair("dilation", self.dilation, 1))
        one_of("ties", self.ties, ("first", "all", "split"))
        for p, k in zip(self.padding, kernel, strict=True):
            if 2 * p > k:
                raise EngineError(
                    f"padding {p} is more than half of the window {kernel[0]}×{kernel[1]}; use padding ≤ {k // 2}",
                    "/padding",
                )

    def plan(self, x: Shape, parameters: ParameterShapes) -> PoolPlan:
        """y is (N, C, H′, W′), H′ = ⌊(H + 2p − d(k − 1) − 1)/s⌋ + 1, or ⌈…⌉ with windows that start inside."""
        return _plan(self, x)

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        assert isinstance(plan, PoolPlan)
        y: Array = _windows(plan, x).max(axis=(4, 5))
        return y

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dx[r,q] = Σ mask[i,j,u,v] · dy[i,j] over the windows that contain (r, q)."""
        assert isinstance(plan, PoolPlan)
        mask = self._mask(plan, x)
        blocks = np.where(mask != 0, mask * dy[..., None, None], dy.dtype.type(0)).transpose(0, 1, 4, 5, 2, 3)
        rows, cols = plan.rows, plan.cols
        table = overlap_add(blocks, rows, cols)
        inside = table[:, :, rows.before : rows.before + rows.size, cols.before : cols.before + cols.size]
        return Gradients(np.ascontiguousarray(inside), {}, {"mask": mask})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """mask (N, C, H′, W′, kh, kw): each window place's share of the window's gradient."""
        assert isinstance(plan, PoolPlan)
        if name != "mask":
            raise KeyError(name)
        return self._mask(plan, x)

    def _mask(self, plan: PoolPlan, x: Array) -> Array:
        view = _windows(plan, x)
        places = view.reshape(*view.shape[:4], -1)
        real = np.ones((1, 1, plan.rows.size, plan.cols.size), dtype=bool)
        inside = windows(padded(real, plan.rows, plan.cols, False), plan.rows, plan.cols)
        tied = (places == places.max(axis=-1, keepdims=True)) & inside.reshape(1, 1, *view.shape[2:4], -1)
        nan = np.isnan(places)
        winners = tied if self.ties != "first" else _only_first(tied)
        winners = np.where(nan.any(axis=-1, keepdims=True), _only_first(nan[..., ::-1])[..., ::-1], winners)
        shares = winners.astype(x.dtype)
        if self.ties == "split":
            shares /= np.maximum(shares.sum(axis=-1, keepdims=True), 1)
        return shares.reshape(view.shape)


def _only_first(
    marks: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The first True of each row alone."""
    first = np.zeros_like(marks)
    np.put_along_axis(first, marks.argmax(axis=-1, keepdims=True), True, axis=-1)
    return first & marks


def _windows(plan: PoolPlan, x: Array) -> Array:
    return windows(padded(x, plan.rows, plan.cols, -np.inf), plan.rows, plan.cols)


def axis(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil_mode: bool) -> Axis | None:
    """One axis of a pooling under PyTorch's ceil rule; None where not one window fits."""
    span = dilation * (kernel - 1) + 1
    free = size + 2 * padding - span
    if free < 0:
        return None
    out = (free + (stride - 1 if ceil_mode else 0)) // stride + 1
    if ceil_mode and (out - 1) * stride >= size + padding:
        out -= 1
    after = max(padding, (out - 1) * stride + span - size - padding)
    return Axis(size, kernel, stride, dilation, padding, after, out)


@lru_cache(maxsize=1024)
def _plan(layer: MaxPool2d, x: Shape) -> PoolPlan:
    n, c, height, width = image(x, layer.type)
    assert layer.stride is not None
    rows, cols = (
        axis(size, k, s, p, d, layer.ceil_mode)
        for size, k, s, p, d in zip(
            (height, width), layer.kernel_size, layer.stride, layer.padding, layer.dilation, strict=True
        )
    )
    if rows is None or cols is None:
        spans = [d * (k - 1) + 1 for d, k in zip(layer.dilation, layer.kernel_size, strict=True)]
        room = [size + 2 * p for size, p in zip((height, width), layer.padding, strict=True)]
        raise EngineError(
            f"window {spans[0]}×{spans[1]} is larger than the padded input {room[0]}×{room[1]}; use a smaller window",
            "/kernel_size",
        )
    output = (n, c, rows.out, cols.out)
    mask = (*output, rows.kernel, cols.kernel)
    places = n * c * rows.out * cols.out * rows.kernel * cols.kernel
    skewed = n * c * cols.kernel * (rows.kernel * rows.padded * cols.out + rows.padded * cols.padded)
    return PoolPlan(
        input=x,
        output=output,
        multiply_adds=2 * places,
        workspace=6 * places + skewed,
        derived={"mask": Derived(mask)},
        rows=rows,
        cols=cols,
    )
