"""The table of a scatter before its end: the film stops after some cells of δ, each of which had stamped the kernel.

table[n, c, s·i + d·u, s·j + d·v] += δ[n,k,i,j] · w[k,c,ū,v̄]     for the first cells of δ, row by row
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from app.engine.layers.conv import Conv2d
from app.engine.trace import Trace
from app.explain.view import unravel


def stamped_by(trace: Trace, table: str) -> str | None:
    """The δ whose cells stamp this tensor, None for a tensor that is no table or without gradients."""
    name, _, suffix = table.partition(".")
    if suffix != "table" or table not in trace.tensors:
        return None
    return next((f"{layer.output}.grad" for layer in trace.layers if layer.name == name), None)


def table_after(trace: Trace, table: str, stamps: int) -> NDArray[np.float64]:
    """The table once the first `stamps` cells of δ were added, in the order in which an explanation adds its terms."""
    name = table.partition(".")[0]
    position = next(i for i, layer in enumerate(trace.layers) if layer.name == name)
    layer = trace.document.layers[position].layer
    assert isinstance(layer, Conv2d)
    weight = trace.array(f"{name}.weight").astype(np.float64)
    delta = trace.array(f"{trace.layers[position].output}.grad").astype(np.float64)
    kernels, maps_per_group, height, width = weight.shape
    if layer.convention == "convolution":
        weight = weight[:, :, ::-1, ::-1]
    made = np.zeros(trace.tensors[table].shape)
    reads = [_maps(layer, k, kernels, maps_per_group) for k in range(kernels)]
    own = [maps if layer.connections is not None else range(maps_per_group) for maps in reads]
    (down, across), (apart, aside) = layer.stride, layer.dilation

    def add(samples: slice, k: int, i: range, j: range) -> None:
        """Stamps a block of one map at a time per kernel offset, the last first: so every cell adds row by row."""
        block = delta[samples, k, i.start : i.stop, j.start : j.stop][:, None]
        for u, v in product(reversed(range(height)), reversed(range(width))):
            rows = slice(apart * u + down * i.start, apart * u + down * i.stop, down)
            cols = slice(aside * v + across * j.start, aside * v + across * j.stop, across)
            made[samples, reads[k], rows, cols] += block * weight[k, own[k], u, v][:, None, None]

    _, maps, tall, wide = delta.shape
    if stamps == delta.size:
        n, map_, row, col = delta.shape[0], 0, 0, 0
    else:
        n, map_, row, col = unravel(stamps, delta.shape)
    for k in range(maps):
        add(slice(0, n), k, range(tall), range(wide))
    now = slice(n, n + 1)
    for k in range(map_):
        add(now, k, range(tall), range(wide))
    if row:
        add(now, map_, range(row), range(wide))
    if col:
        add(now, map_, range(row, row + 1), range(col))
    return made


def _maps(layer: Conv2d, kernel: int, kernels: int, maps_per_group: int) -> list[int]:
    """The input maps that a kernel reads."""
    if layer.connections is not None:
        return [c for c, connected in enumerate(layer.connections[kernel]) if connected]
    first = kernel // (kernels // layer.groups) * maps_per_group
    return list(range(first, first + maps_per_group))
