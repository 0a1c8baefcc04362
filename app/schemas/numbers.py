"""Arrays → JSON: the shortest decimals that round-trip in the array's own dtype; NaN and ±∞ as strings."""

from __future__ import annotations

from typing import Any

import numpy as np
from pydantic_core import to_json

Array = np.ndarray[Any, np.dtype[Any]]
PIECE = 100_000


def encode(value: object) -> bytes:
    """Plain values (dicts, lists, strings, numbers) as compact JSON; NaN and infinities become strings."""
    return to_json(value, inf_nan_mode="strings")


def encode_array(array: Array) -> bytes:
    """A nested list, row-major; a large one in pieces, so that other threads get their turn."""
    if array.ndim and array.size > PIECE:
        return b"[" + b",".join(map(encode_array, array)) + b"]"
    return encode(decimals(array).tolist())


def decimals(array: Array) -> Array:
    """float64 numbers with the array's own shortest decimals: float32's 0.1 is 0.1, not 0.10000000149."""
    if array.dtype != np.float32:
        return array
    with np.errstate(all="ignore"):
        exact = array.astype(np.float64)
        result = exact.copy()
        exponent = np.floor(np.log10(np.abs(exact)))
        # 10**k is exact for k ≤ 22 only: outside of this range NumPy's own printing is asked.
        open_ = np.isfinite(exact) & (exact != 0)
        plain = open_ & (np.abs(exponent) < 13)
        open_ &= ~plain
        for digits in (6, 7, 8, 9):
            shift = np.where(plain, digits - 1 - exponent, 0)
            up, down = 10.0 ** np.maximum(shift, 0), 10.0 ** np.maximum(-shift, 0)
            rounded = np.rint(exact * up / down) / up * down
            fits = plain & (rounded.astype(np.float32) == array)
            result[fits] = rounded[fits]
            plain &= ~fits
    for index in np.argwhere(open_ | plain):
        result[*index] = float(str(array[*index]))
    return result


def decimal(value: float, dtype: np.dtype[Any]) -> float:
    """One number as `decimals` gives it."""
    return float(str(np.float32(value))) if dtype == np.float32 else value
