"""Sliding windows as array views: reading them (im2col) and adding them up again (col2im), without loops."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from app.engine.layers.base import Array


@dataclass(frozen=True)
class Axis:
    """One spatial axis: window i reads the padded positions s·i + d·u, u = 0 … kernel − 1."""

    size: int
    kernel: int
    stride: int
    dilation: int
    before: int
    after: int
    out: int

    @property
    def span(self) -> int:
        """How far one window reaches: d(k − 1) + 1."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded(self) -> int:
        return self.before + self.size + self.after

    @property
    def stuffed(self) -> int:
        """The gradient's length with s − 1 zeros between its entries."""
        return self.stride * (self.out - 1) + 1


def padded(x: Array, rows: Axis, cols: Axis, value: float = 0.0) -> Array:
    """x̂ (N, C, H + p, W + p): x inside a ring of `value`."""
    if not (rows.before or rows.after or cols.before or cols.after):
        return x
    ring = ((0, 0), (0, 0), (rows.before, rows.after), (cols.before, cols.after))
    return np.pad(x, ring, constant_values=value)


def windows(x: Array, rows: Axis, cols: Axis) -> Array:
    """The view (N, C, H′, W′, kh, kw) of a padded input: all windows, no copy."""
    view = sliding_window_view(x, (rows.span, cols.span), axis=(2, 3))
    return view[:, :, :: rows.stride, :: cols.stride, :: rows.dilation, :: cols.dilation][:, :, : rows.out, : cols.out]


def overlap_add(blocks: Array, rows: Axis, cols: Axis) -> Array:
    """The padded table (N, C, Hp, Wp) in which blocks (N, C, kh, kw, H′, W′) add up where their windows overlap.

    table[r, q] = Σ blocks[u, v, i, j] over s·i + d·u = r, s·j + d·v = q
    """
    down = _overlap(blocks.transpose(0, 1, 3, 2, 4, 5), rows)
    across = _overlap(down.transpose(0, 1, 3, 2, 4)[..., np.newaxis], cols)
    return across[..., 0]


def _overlap(blocks: Array, axis: Axis) -> Array:
    """(…, k, out, rest) → (…, padded, rest): each place u is written shifted by d·u, then the places are added."""
    *lead, kernel, _, rest = blocks.shape
    skewed = np.zeros((*lead, kernel, axis.padded, rest), blocks.dtype)
    *steps, place, row, cell = skewed.strides
    shifted = as_strided(skewed, blocks.shape, (*steps, place + axis.dilation * row, axis.stride * row, cell))
    shifted[...] = blocks
    added: Array = skewed.sum(axis=-3)
    return added
