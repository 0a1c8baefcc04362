"""Pooling: one number per window of a map.

    max  y[n,c,i,j] = max over u,v of x̂[n, c, s·i + d·u, s·j + d·v]        (padding acts as −∞)
    avg  y[n,c,i,j] = Σ_{u,v} x̂[n, c, s·i + u, s·j + v] / divisor[i,j]
    sum  y[n,c,i,j] = Σ_{u,v} x̂[n, c, s·i + u, s·j + v]

All three send ∂L/∂y back through a mask, each window place's share of the window's gradient:

    dx[n,c,r,q] = Σ mask[n,c,i,j,u,v] · dy[n,c,i,j] over the windows that contain (r, q)
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape, image
from app.engine.layers.windows import Axis, overlap_add, padded, windows
from app.engine.options import Pair, one_of, option, pair, required

Marks = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class PoolPlan(Plan):
    """A pooling at one shape."""

    rows: Axis = Axis(0, 1, 1, 1, 0, 0, 0)
    cols: Axis = Axis(0, 1, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Pool(Layer):
    """Options that all poolings share; raises EngineError for values out of range."""

    prefix: ClassVar[str] = "pool"
    outside: ClassVar[float] = 0.0
    """What the padding counts as."""
    mask_is_kept: ClassVar[bool] = False
    """Whether the trace keeps the mask, because one cell of it takes a whole window."""

    kernel_size: Pair = required("height and width of the window", minimum=1)
    stride: Pair | None = option(None, "step of the window; the window's size when left out", minimum=1)
    padding: Pair = option((0, 0), "ring around x, at most half the window", minimum=0)

    def __post_init__(self) -> None:
        kernel = pair("kernel_size", self.kernel_size, 1)
        object.__setattr__(self, "kernel_size", kernel)
        object.__setattr__(self, "stride", kernel if self.stride is None else pair("stride", self.stride, 1))
        object.__setattr__(self, "padding", pair("padding", self.padding, 0))
        for p, k in zip(self.padding, kernel, strict=True):
            if 2 * p > k:
                raise EngineError(
                    f"padding {p} is more than half of the window {kernel[0]}×{kernel[1]}; use padding ≤ {k // 2}",
                    "/padding",
                )

    @classmethod
    def required_options(cls, x: Shape) -> Mapping[str, Any]:
        """A window of 2×2, with 1 on an axis that has no more."""
        return {"kernel_size": tuple(min(2, size) for size in x[2:4]) if len(x) == 4 else (2, 2)}

    @property
    def steps(self) -> Pair:
        """The stride, which is always known after construction."""
        assert self.stride is not None
        return self.stride

    def plan(self, x: Shape, parameters: ParameterShapes) -> PoolPlan:
        """y is (N, C, H′, W′), H′ = ⌊(H + 2p − d(k − 1) − 1)/s⌋ + 1, or ⌈…⌉ with windows that start inside."""
        return _plan(self, x)

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        assert isinstance(plan, PoolPlan)
        mask = self.mask(plan, x)
        blocks = np.where(mask != 0, mask * dy[..., None, None], dy.dtype.type(0)).transpose(0, 1, 4, 5, 2, 3)
        rows, cols = plan.rows, plan.cols
        table = overlap_add(blocks, rows, cols)
        inside = table[:, :, rows.before : rows.before + rows.size, cols.before : cols.before + cols.size]
        return Gradients(np.ascontiguousarray(inside), {}, {"mask": mask} if self.mask_is_kept else {})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """mask (N, C, H′, W′, kh, kw)."""
        assert isinstance(plan, PoolPlan)
        if name != "mask":
            raise KeyError(name)
        return np.broadcast_to(self.mask(plan, x), plan.derived["mask"].shape).copy()

    @abstractmethod
    def mask(self, plan: PoolPlan, x: Array) -> Array:
        """Each window place's share of the window's gradient, broadcastable to (N, C, H′, W′, kh, kw)."""

    def seen(self, plan: PoolPlan, x: Array) -> Array:
        """All windows (N, C, H′, W′, kh, kw) as a view."""
        return windows(padded(x, plan.rows, plan.cols, self.outside), plan.rows, plan.cols)

    @staticmethod
    def real(plan: PoolPlan) -> Marks:
        """Which window places hold a cell of x: (1, 1, H′, W′, kh, kw)."""
        cells: Any = np.ones((1, 1, plan.rows.size, plan.cols.size), dtype=bool)
        marks: Any = windows(padded(cells, plan.rows, plan.cols, False), plan.rows, plan.cols)
        return np.asarray(marks, dtype=bool)


@dataclass(frozen=True)
class MaxPool2d(Pool):
    """Max pooling. NaN wins over every number; the last NaN of a window takes the gradient, as in PyTorch.

    Source: articles 001, 002, 004.
    """

    type: ClassVar[str] = "max_pool2d"
    outside: ClassVar[float] = -np.inf
    mask_is_kept: ClassVar[bool] = True

    dilation: Pair = option((1, 1), "distance between the cells that a window reads", minimum=1)
    ceil_mode: bool = option(False, "also keep the last window where it only partly fits")
    ties: Literal["first", "all", "split"] = option("first", "who gets the gradient among equal maxima")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "dilation", pair("dilation", self.dilation, 1))
        one_of("ties", self.ties, ("first", "all", "split"))

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        assert isinstance(plan, PoolPlan)
        y: Array = self.seen(plan, x).max(axis=(4, 5))
        return y

    def mask(self, plan: PoolPlan, x: Array) -> Array:
        """1 at the winner, 0 elsewhere; `all` gives 1 to every equal, `split` shares it out."""
        view = self.seen(plan, x)
        places = view.reshape(*view.shape[:4], -1)
        inside = self.real(plan).reshape(1, 1, *view.shape[2:4], -1)
        tied: Marks = (places == places.max(axis=-1, keepdims=True)) & inside
        nan: Marks = np.isnan(places)
        winners = tied if self.ties != "first" else _only_first(tied)
        winners = np.where(nan.any(axis=-1, keepdims=True), _only_first(nan[..., ::-1])[..., ::-1], winners)
        shares = winners.astype(x.dtype)
        if self.ties == "split":
            shares /= np.maximum(shares.sum(axis=-1, keepdims=True), 1)
        return shares.reshape(view.shape)


def _only_first(marks: Marks) -> Marks:
    """The first True of each row alone."""
    first = np.zeros_like(marks)
    np.put_along_axis(first, marks.argmax(axis=-1, keepdims=True), True, axis=-1)
    return first & marks


def axis(size: int, kernel: int, stride: int, padding: int, dilation: int, ceil_mode: bool) -> Axis | None:
    """One axis of a pooling under PyTorch's ceil rule; None where not one window fits."""
    span = dilation * (kernel - 1) + 1
    out = (size + 2 * padding - span + (stride - 1 if ceil_mode else 0)) // stride + 1
    if ceil_mode and (out - 1) * stride >= size + padding:
        out -= 1
    if out < 1:
        return None
    after = max(padding, (out - 1) * stride + span - size - padding)
    return Axis(size, kernel, stride, dilation, padding, after, out)


@lru_cache(maxsize=1024)
def _plan(layer: Pool, x: Shape) -> PoolPlan:
    n, c, height, width = image(x, layer.type)
    dilation = getattr(layer, "dilation", (1, 1))
    ceil_mode = getattr(layer, "ceil_mode", False)
    rows, cols = (
        axis(size, k, s, p, d, ceil_mode)
        for size, k, s, p, d in zip(
            (height, width), layer.kernel_size, layer.steps, layer.padding, dilation, strict=True
        )
    )
    if rows is None or cols is None:
        spans = [d * (k - 1) + 1 for d, k in zip(dilation, layer.kernel_size, strict=True)]
        room = [size + 2 * p for size, p in zip((height, width), layer.padding, strict=True)]
        raise EngineError(
            f"window {spans[0]}×{spans[1]} is larger than the padded input {room[0]}×{room[1]}; use a smaller window",
            "/kernel_size",
        )
    output = (n, c, rows.out, cols.out)
    places = n * c * rows.out * cols.out * rows.kernel * cols.kernel
    skewed = n * c * cols.kernel * (rows.kernel * rows.padded * cols.out + rows.padded * cols.padded)
    return PoolPlan(
        input=x,
        output=output,
        multiply_adds=2 * places,
        workspace=6 * places + skewed,
        derived={"mask": Derived((*output, rows.kernel, cols.kernel), stored=layer.mask_is_kept)},
        rows=rows,
        cols=cols,
    )
