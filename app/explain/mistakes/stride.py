"""The stride forgotten on the way back: entry i,j of the gradient belongs to the window at s·i, s·j, not at i, j."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.layers.pool import MaxPool2d, Pool, PoolPlan
from app.explain.checking.attempt import Attempt
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.tables import Sliding, own_maps, sliding_kernels
from app.explain.checking.telling import counted


def steps(step: Step) -> Iterator[Attempt]:
    """δ not dilated (convolution), or the windows of a pooling at i, j."""
    plan = step.plan
    if not isinstance(plan, ConvPlan | PoolPlan) or step.dy is None:
        return
    sliding = Sliding.of(plan)
    if sliding.stride == (1, 1):
        return
    close = replace(sliding, stride=(1, 1))
    if isinstance(step.layer, Conv2d):
        yield from _convolution(step, step.layer, close, sliding.stride)
    elif isinstance(step.layer, Pool) and step.wants(step.dx):
        yield from _pooling(step, step.layer, close, sliding.stride)


def _convolution(step: Step, layer: Conv2d, close: Sliding, stride: tuple[int, int]) -> Iterator[Attempt]:
    weight, dy = step.parameters["weight"], step.dy
    assert weight is not None and dy is not None
    step.work.spend(step.plan.multiply_adds)
    height, width = dy.shape[2:]
    (sh, sw), (kh, kw) = stride, weight.shape[2:]
    kernels = sliding_kernels(layer, weight, step.x.shape[1])
    gap = f"the stride {sh}" if sh == sw else f"the stride {sh}×{sw}"
    zeros = f"{counted(sh - 1, 'zero row')} and {counted(sw - 1, 'zero column')}"
    what = (
        f"δ of {step.name} was used as it is, {height}×{width}, although {gap} puts {zeros} between its entries "
        f"({sh * (height - 1) + 1}×{sw * (width - 1) + 1}): the entry at {_corner(dy)} belongs to the window that "
        f"starts at row {sh * (height - 1)}, column {sw * (width - 1)}."
    )

    def drawn() -> Operand:
        spread = step.trace.array(step.of_layer("stuffed"))
        return Operand(f"δ of {step.name}", "gradient", Side("as it is", dy), Side(f"with {zeros} between", spread))

    (dh, dw), (top, left) = close.dilation, close.before
    filled = (height + dh * (kh - 1), width + dw * (kw - 1))
    if step.wants(step.dx):
        table = close.add(np.einsum("nkij,kcuv->ncijuv", dy, kernels))
        common = ("delta_not_dilated", "δ not dilated for the stride", step.dx)
        yield Attempt(*common, close.crop(table), what, hinges=("stride",), drawn=drawn)
        small = table[:, :, top : filled[0] - top, left : filled[1] - left]
        if small.size and small.shape != step.x.shape:
            smaller = f"{what} So the result is {small.shape[2]}×{small.shape[3]}."
            yield Attempt(*common, small, smaller, hinges=("stride",), drawn=drawn)
    name = step.of_layer("weight.grad")
    if not step.wants(name):
        return
    padded = np.pad(step.x, ((0, 0), (0, 0), *_ring(close)))
    for size in {(kh, kw), _valid(close, height, width)}:
        patches = close.patches(padded, dy, size)
        laid = np.einsum("ncijuv,nkij->kcuv", patches, dy)
        array = own_maps(layer, laid, weight)
        if array.shape == weight.shape:
            array = step.finished("weight", array)
        title = "δ not dilated for the stride"
        yield Attempt("delta_not_dilated", title, name, array, what, hinges=("stride",), drawn=drawn)


def _pooling(step: Step, layer: Pool, close: Sliding, stride: tuple[int, int]) -> Iterator[Attempt]:
    """As the first article's repository does it: the window of entry i,j is looked for at i,j."""
    dy, plan = step.dy, step.plan
    assert dy is not None and isinstance(plan, PoolPlan)
    step.work.spend(plan.multiply_adds)
    outside = float("-inf") if isinstance(layer, MaxPool2d) else 0.0
    padded = np.pad(step.x, ((0, 0), (0, 0), *_ring(close)), constant_values=outside)
    seen = close.patches(padded, dy, layer.kernel_size)
    mask = layer.mask(plan, step.x)
    if isinstance(layer, MaxPool2d):
        best = seen.max(axis=(4, 5), keepdims=True)
        mask = np.where(np.isfinite(best), seen == best, 0.0)
    table = close.add(np.broadcast_to(mask, seen.shape) * dy[..., None, None])
    (sh, sw), (height, width) = stride, dy.shape[2:]
    yield Attempt(
        "windows_without_stride",
        "Pooling windows placed without the stride",
        step.dx,
        close.crop(table),
        f"The window of entry i,j of {step.name} was taken at i,j; with stride {sh}×{sw} it starts at {sh}·i,{sw}·j. "
        f"The entry at {_corner(dy)} went to the window at row {height - 1}, column {width - 1} instead of row "
        f"{sh * (height - 1)}, column {sw * (width - 1)}.",
        hinges=("stride",),
    )


def _ring(sliding: Sliding) -> list[tuple[int, int]]:
    return [
        (before, table - before - inside)
        for before, table, inside in zip(sliding.before, sliding.table, sliding.inside, strict=True)
    ]


def _valid(sliding: Sliding, height: int, width: int) -> tuple[int, int]:
    """How many kernel places a valid correlation with the undilated δ would find."""
    return (
        (sliding.table[0] - height) // sliding.dilation[0] + 1,
        (sliding.table[1] - width) // sliding.dilation[1] + 1,
    )


def _corner(dy: Array) -> str:
    return f"{dy.shape[2] - 1},{dy.shape[3] - 1}"
