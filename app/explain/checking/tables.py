"""Blocks laid on a table where their windows lie, place by place: what the mistakes of stride and crop need."""

from dataclasses import dataclass

import numpy as np

from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.layers.pool import PoolPlan


@dataclass(frozen=True)
class Sliding:
    """How windows lie on the padded input: steps, dilation, padding before, and the table's size."""

    stride: tuple[int, int]
    dilation: tuple[int, int]
    before: tuple[int, int]
    inside: tuple[int, int]
    table: tuple[int, int]

    @classmethod
    def of(cls, plan: ConvPlan | PoolPlan) -> "Sliding":
        rows, cols = plan.rows, plan.cols
        return cls(
            (rows.stride, cols.stride),
            (rows.dilation, cols.dilation),
            (rows.before, cols.before),
            (rows.size, cols.size),
            (rows.padded, cols.padded),
        )

    def add(self, blocks: Array) -> Array:
        """The table (N, C, Hp, Wp) of blocks (N, C, H′, W′, kh, kw)."""
        n, c, height, width, kh, kw = blocks.shape
        table = np.zeros((n, c, *self.table), blocks.dtype)
        (sh, sw), (dh, dw) = self.stride, self.dilation
        for u, v in np.ndindex(kh, kw):
            rows = slice(dh * u, dh * u + sh * (height - 1) + 1, sh)
            cols = slice(dw * v, dw * v + sw * (width - 1) + 1, sw)
            table[:, :, rows, cols] += blocks[..., u, v]
        return table

    def crop(self, table: Array, corner: tuple[int, int] | None = None) -> Array:
        """The part of a table that is x, or as large a part from another corner."""
        top, left = self.before if corner is None else corner
        return table[:, :, top : top + self.inside[0], left : left + self.inside[1]]

    def patches(self, padded: Array, like: Array, kernel: tuple[int, int]) -> Array:
        """What each window place reads of a padded input, (N, C, H′, W′, kh, kw); H′ and W′ are those of `like`."""
        height, width = like.shape[2:]
        (sh, sw), (dh, dw) = self.stride, self.dilation
        read = np.empty((*padded.shape[:2], height, width, *kernel), padded.dtype)
        for u, v in np.ndindex(*kernel):
            rows = slice(dh * u, dh * u + sh * (height - 1) + 1, sh)
            cols = slice(dw * v, dw * v + sw * (width - 1) + 1, sw)
            read[..., u, v] = padded[:, :, rows, cols]
        return read


def sliding_kernels(layer: Conv2d, weight: Array, maps: int) -> Array:
    """The kernels as they slide over all maps (K, C, kh, kw): turned under convolution, zero where not read."""
    kernels, per_group = weight.shape[:2]
    laid = np.zeros((kernels, maps, *weight.shape[2:]), weight.dtype)
    for k in range(kernels):
        first = k // (kernels // layer.groups) * per_group
        laid[k, first : first + per_group] = weight[k]
    if layer.connections is not None:
        laid *= np.array(layer.connections)[:, :, None, None]
    return turned(laid) if layer.convention == "convolution" else laid


def own_maps(layer: Conv2d, laid: Array, like: Array) -> Array:
    """The way back: gradients of all (K, C) pairs as the weight stores them."""
    kernels, per_group = like.shape[:2]
    laid = turned(laid) if layer.convention == "convolution" else laid
    if layer.connections is not None:
        laid = laid * np.array(layer.connections)[:, :, None, None]
    first = [k // (kernels // layer.groups) * per_group for k in range(kernels)]
    return np.stack([laid[k, start : start + per_group] for k, start in enumerate(first)])


def turned(kernels: Array) -> Array:
    """By 180°."""
    return kernels[..., ::-1, ::-1]
