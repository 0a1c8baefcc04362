"""The numbers of a tensor that changes its shape, or is new."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod, sqrt
from typing import Any, Literal

import numpy as np

from app.engine.document import Values
from app.engine.fills import fans, materialise
from app.engine.layers.base import Array, Shape

Role = Literal["input", "parameter", "gradient", "target", "classes"]
CYCLE = (1.0, -1.0, 0.5, 2.0, -0.5, -2.0, 1.5)
ROUND: tuple[float, ...] = tuple(digit * 10**power for power in range(6) for digit in (1, 2, 5))
"""What numbers are divided by and stay short; the last is enough for any tensor that fits into memory."""
STEPS = (1, 2, 5, 3)
"""How far one step along an axis goes in the cycle, from the last axis on: neighbours differ in every direction."""


@dataclass(frozen=True, eq=False)
class Making:
    """How a tensor is made: its new shape, what it was, and what it is for."""

    old: Values | None
    shape: Shape
    role: Role
    classes: int = 1
    """How many classes there are, where the tensor counts them."""

    def numbers(self, dtype: np.dtype[Any]) -> Array:
        """The tensor, read-only: old numbers at their indices, the others made for the role."""
        made = self._numbers(dtype).astype(dtype)
        made.flags.writeable = False
        return made

    def _numbers(self, dtype: np.dtype[Any]) -> Array:
        if self.old is None:
            return self._new()
        old = materialise(self.old, dtype)
        if self.role == "classes":
            return np.clip(resized(old, np.zeros(self.shape)), 0, self.classes - 1)
        if self.role == "target" and old.ndim == 1:
            return one_hot(old, self.shape)
        return resized(old, weights(self.shape) if self.role == "parameter" else np.zeros(self.shape))

    def _new(self) -> Array:
        if self.role == "classes":
            return np.arange(prod(self.shape), dtype=np.float64) % self.classes
        if self.role == "target":
            return (1.0 - np.arange(prod(self.shape)) % 2).reshape(self.shape)
        return weights(self.shape) if self.role == "parameter" else pattern(self.shape)


def weights(shape: Shape) -> Array:
    """The pattern over 1, 2, 5, 10 … so that sums of many products stay about as large as what they read.

    A network that is put together does not start with a softmax of 0 and 1 and gradients of 0 then.
    """
    if len(shape) < 2:
        return pattern(shape)
    spread = sqrt(float(np.square(CYCLE).mean()) * sum(fans(shape)) / 2)
    return pattern(shape) / next(size for size in ROUND if size >= spread)


def pattern(shape: Shape) -> Array:
    """Readable numbers that depend on the index alone, so that growing again gives them again."""
    place = np.zeros(shape, dtype=np.int64)
    for axis, size in enumerate(reversed(shape)):
        place += (STEPS[axis % len(STEPS)] * np.arange(size)).reshape(size, *(1,) * axis)
    return np.array(CYCLE)[place % len(CYCLE)]


def resized(old: Array, new: Array) -> Array:
    """`new` with the old numbers at their indices; between ranks each sample's numbers keep their row-major order."""
    if old.ndim != new.ndim:
        flat = resized(old.reshape(old.shape[0], -1), new.reshape(new.shape[0], -1))
        return flat.reshape(new.shape)
    both = tuple(slice(0, min(sizes)) for sizes in zip(old.shape, new.shape, strict=True))
    result = new.astype(old.dtype)
    result[both] = old[both]
    return result


def one_hot(classes: Array, shape: Shape) -> Array:
    """Rows of 0 with a 1 at each sample's class; samples without one have none."""
    rows = np.zeros(shape)
    for n, k in enumerate(classes[: shape[0]]):
        if k < shape[1]:
            rows[n, int(k)] = 1
    return rows


def kept(old: Shape, new: Shape) -> int:
    """How many numbers stand in both shapes."""
    if len(old) != len(new):
        return kept((old[0], prod(old[1:])), (new[0], prod(new[1:])))
    return prod(map(min, zip(old, new, strict=True)))
