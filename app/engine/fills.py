"""Generated tensors: the same numbers everywhere from a name, a shape and a seed.

Uniform numbers are u = (PCG64(seed).random_raw() >> 11) · 2⁻⁵³ in row-major order, 0 ≤ u < 1.
"""

from math import prod, sqrt
from typing import Any

import numpy as np

from app.engine.document import Fill, Values
from app.engine.errors import EngineError
from app.engine.layers.base import Array, Shape


def materialise(values: Values, dtype: np.dtype[Any]) -> Array:
    """The numbers of an explicit or generated tensor, read-only."""
    array = make(values, dtype) if isinstance(values, Fill) else np.ascontiguousarray(values, dtype)
    array.flags.writeable = False
    return array


def make(fill: Fill, dtype: np.dtype[Any]) -> Array:
    """The filled tensor with its single cells set."""
    tensor = _filled(fill).reshape(fill.shape).astype(dtype)
    for index, value in fill.set:
        tensor[index] = value
    return tensor


def fans(shape: Shape) -> tuple[int, int]:
    """PyTorch's (fan_in, fan_out): axis 1 and axis 0 times the receptive field; raises EngineError below rank 2."""
    if len(shape) < 2:
        raise EngineError(
            f"a fan needs a tensor of rank 2 or more, received rank {len(shape)}; use uniform, normal or zeros",
            "/fill",
        )
    return shape[1] * prod(shape[2:]), shape[0] * prod(shape[2:])


def _filled(fill: Fill) -> Array:
    size = prod(fill.shape)
    match fill.fill:
        case "zeros":
            return np.zeros(size)
        case "ones":
            return np.ones(size)
        case "arange":
            return np.arange(size, dtype=np.float64)
        case "uniform":
            return 2 * _uniform(fill.seed, size) - 1
        case "xavier_uniform":
            return sqrt(6 / sum(fans(fill.shape))) * (2 * _uniform(fill.seed, size) - 1)
        case "kaiming_uniform":
            return sqrt(6 / fans(fill.shape)[0]) * (2 * _uniform(fill.seed, size) - 1)
        case _:
            return _normal(fill.seed, size)


def _uniform(seed: int, size: int) -> Array:
    raw = np.random.PCG64(seed).random_raw(size)
    return (raw >> np.uint64(11)) * 2.0**-53


def _normal(seed: int, size: int) -> Array:
    """Box–Muller on consecutive pairs; rounded to 2⁻²⁴ so that no platform's logarithm shows."""
    u = _uniform(seed, size + size % 2).reshape(-1, 2)
    radius, angle = np.sqrt(-2 * np.log1p(-u[:, 0])), 2 * np.pi * u[:, 1]
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return np.round(pairs.reshape(-1)[:size] * 2.0**24) * 2.0**-24
