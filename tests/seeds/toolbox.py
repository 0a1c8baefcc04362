"""DeepLearnToolbox's cnnff.m and cnnbp.m as loops, written from its conventions alone (indices from 0).

One input channel, true convolution, sigmoid on every conv layer and on the output, mean sub-sampling, maps strung
column by column; sensitivities per sample, gradients divided by N.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np

Array = np.ndarray
Stage = tuple[Array, Array]
"""Kernels k[j, i] from map i to map j, and one bias per map j."""

SCALE = 2


def cnn(x: Array, y: Array, stages: Sequence[Stage], ff: Stage) -> dict[str, Array]:
    """Both passes; each number under the name that the explorer gives it, layers counted from 1."""
    n = len(x)
    made = {"pool0.output": x}
    for number, (k, b) in enumerate(stages, 1):
        a = sigm(convolved(made[f"pool{number - 1}.output"], k) + b[:, None, None])
        made |= {f"sigmoid{number}.output": a, f"pool{number}.output": mean(a)}
    last = made[f"pool{len(stages)}.output"]
    fv = np.array([[value for plane in sample for value in plane.T.ravel()] for sample in last])
    w, b = ff
    o = sigm(np.array([[dot(row, features) for row in w] for features in fv]) + b)
    e = o - y
    od = e * o * (1 - o)
    fvd = np.array([[dot(delta, column) for column in w.T] for delta in od])
    made |= {"flatten1.output": fv, "sigmoid.output": o, "loss": (e * e).sum() / (2 * n)}
    made |= {"linear1.output.grad": od, "flatten1.output.grad": fvd, "loss.residual": e}
    made |= {"linear1.weight.grad": added([np.outer(d, f) for d, f in zip(od, fv, strict=True)]) / n}
    made |= {"linear1.bias.grad": added(list(od)) / n}
    d_sub = np.array([by_columns(features, last.shape[1:]) for features in fvd])
    for number, (k, _) in reversed(list(enumerate(stages, 1))):
        a, below = made[f"sigmoid{number}.output"], made[f"pool{number - 1}.output"]
        d = a * (1 - a) * expanded(d_sub) / SCALE**2
        made |= {f"pool{number}.output.grad": d_sub, f"conv{number}.output.grad": d}
        made |= {f"conv{number}.weight.grad": kernel_gradients(below, d) / n}
        made |= {f"conv{number}.bias.grad": d.sum(axis=(0, 2, 3)) / n}
        d_sub = spread(d, k)
    return made | {"input.grad": d_sub}


def sigm(u: Array) -> Array:
    return np.array([1 / (1 + exp(-z)) for z in u.ravel()]).reshape(u.shape)


def dot(first: Array, second: Array) -> float:
    return float(sum(a * b for a, b in zip(first, second, strict=True)))


def added(arrays: list[Array]) -> Array:
    return sum(arrays, np.zeros_like(arrays[0]))


def conv_valid(a: Array, k: Array) -> Array:
    """conv2(a, k, 'valid'): the kernel turned, then multiplied and added."""
    out = np.zeros((a.shape[0] - k.shape[0] + 1, a.shape[1] - k.shape[1] + 1))
    for i, j in np.ndindex(*out.shape):
        for u, v in np.ndindex(*k.shape):
            out[i, j] += a[i + u, j + v] * k[k.shape[0] - 1 - u, k.shape[1] - 1 - v]
    return out


def conv_full(d: Array, k: Array) -> Array:
    """conv2(d, k, 'full')."""
    out = np.zeros((d.shape[0] + k.shape[0] - 1, d.shape[1] + k.shape[1] - 1))
    for i, j in np.ndindex(*d.shape):
        for u, v in np.ndindex(*k.shape):
            out[i + u, j + v] += d[i, j] * k[u, v]
    return out


def convolved(a: Array, k: Array) -> Array:
    """z_j = Σ_i conv2(a_i, k_ij, 'valid') for each sample."""
    return np.array([[sum(map(conv_valid, sample, kernels)) for kernels in k] for sample in a])


def spread(d: Array, k: Array) -> Array:
    """d_i = Σ_j conv2(d_j, rot180(k_ij), 'full') for each sample."""

    def below(sample: Array, i: int) -> Array:
        return added([conv_full(d_j, k_j[i][::-1, ::-1]) for d_j, k_j in zip(sample, k, strict=True)])

    return np.array([[below(sample, i) for i in range(k.shape[1])] for sample in d])


def kernel_gradients(a: Array, d: Array) -> Array:
    """Σ over samples of conv2(rot180(a_i), d_j, 'valid')."""

    def gradient(i: int, j: int) -> Array:
        return added([conv_valid(a_n[i][::-1, ::-1], d_n[j]) for a_n, d_n in zip(a, d, strict=True)])

    return np.array([[gradient(i, j) for i in range(a.shape[1])] for j in range(d.shape[1])])


def mean(a: Array) -> Array:
    """Every scale-th entry of the convolution with ones/scale²."""
    ones = np.ones((SCALE, SCALE)) / SCALE**2
    return np.array([[conv_valid(plane, ones)[::SCALE, ::SCALE] for plane in sample] for sample in a])


def expanded(d: Array) -> Array:
    """Each entry copied to its block."""
    return np.kron(d, np.ones((SCALE, SCALE)))


def by_columns(features: Array, shape: Sequence[int]) -> Array:
    """A vector as maps, filled column by column."""
    maps, height, width = shape
    return features.reshape(maps, width, height).transpose(0, 2, 1)
