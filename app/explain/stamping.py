"""The table of a scatter before its end: the film stops after some cells of δ, each of which had stamped the kernel.

table[n, c, s·i + d·u, s·j + d·v] += δ[n,k,i,j] · w[k,c,ū,v̄]     for the first cells of δ, row by row
"""

from __future__ import annotations

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
    for stamp in range(stamps):
        n, k, i, j = unravel(stamp, delta.shape)
        rows = range(down * i, down * i + apart * height, apart)
        cols = range(across * j, across * j + aside * width, aside)
        made[np.ix_([n], reads[k], rows, cols)] += delta[n, k, i, j] * weight[k, own[k]]
    return made


def _maps(layer: Conv2d, kernel: int, kernels: int, maps_per_group: int) -> list[int]:
    """The input maps that a kernel reads."""
    if layer.connections is not None:
        return [c for c, connected in enumerate(layer.connections[kernel]) if connected]
    first = kernel // (kernels // layer.groups) * maps_per_group
    return list(range(first, first + maps_per_group))
