"""Backward passes as a learner writes them: plain loops from the equations, with room for one mistake each."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.penalties import Penalty
from app.engine.trace import Trace, compute
from tests.small import make_layer, make_loss

Array = np.ndarray[Any, Any]
Kernel = Callable[[Array], Array]


def numbers(seed: int, *shape: int) -> Array:
    """Numbers of three digits that no sum or product repeats by chance."""
    return np.random.default_rng(seed).uniform(-2, 2, shape).round(3)


def network(
    x: Array, *layers: tuple[str, str, Mapping[str, Any]], loss: tuple[str, Any] | None = None, **more: Any
) -> Trace:
    """A trace of layers (type, name, options and arrays); the loss is `upstream` of random numbers when left out."""
    named = []
    for kind, name, options in layers:
        tensors = {field: v for field, v in options.items() if field in ("weight", "bias", "logits")}
        rest = {field: v for field, v in options.items() if field not in tensors}
        if kind in ("conv2d", "linear", "channel_affine"):
            tensors.setdefault("bias", None)
        named.append(NamedLayer(name, make_layer(kind, **rest), tensors))
    penalties = tuple(Penalty(*each) for each in more.pop("penalties", ()))
    document = Document("net", "float64", x, tuple(named), None)
    if loss is None:
        output = compute(document)
        gradient = numbers(99, *output.array(output.output).shape)
        given = NamedLoss(make_loss("upstream"), {"gradient": gradient})
    else:
        kind, target = loss
        given = NamedLoss(make_loss(kind, **more), {"gradient" if kind == "upstream" else "target": target})
    return compute(Document("net", "float64", x, tuple(named), given, penalties))


def turn(kernels: Array) -> Array:
    return np.flip(kernels, (2, 3))


def bordered(delta: Array, height: int, width: int) -> Array:
    """δ inside a border of kh − 1 and kw − 1 zeros."""
    n, k, rows, cols = delta.shape
    wide = np.zeros((n, k, rows + 2 * (height - 1), cols + 2 * (width - 1)))
    wide[:, :, height - 1 : height - 1 + rows, width - 1 : width - 1 + cols] = delta
    return wide


def gathered(delta: Array, kernels: Array, padding: int) -> Array:
    """∂L/∂x of a stride-1 convolution: the bordered δ under `kernels` as they are given, then cropped."""
    k_out, maps, height, width = kernels.shape
    wide = bordered(delta, height, width)
    rows, cols = wide.shape[2] - height + 1, wide.shape[3] - width + 1
    table = np.zeros((len(delta), maps, rows, cols))
    for n, c, r, q in np.ndindex(*table.shape):
        for k, u, v in np.ndindex(k_out, height, width):
            table[n, c, r, q] += wide[n, k, r + u, q + v] * kernels[k, c, u, v]
    return table[:, :, padding : rows - padding, padding : cols - padding]


def scattered(delta: Array, kernels: Array, size: tuple[int, int], step: int) -> Array:
    """The table of the padded size: each δ times the whole kernel, added where its window lies."""
    maps, height, width = kernels.shape[1:]
    table = np.zeros((len(delta), maps, *size))
    for n, k, i, j in np.ndindex(*delta.shape):
        for c, u, v in np.ndindex(maps, height, width):
            table[n, c, step * i + u, step * j + v] += delta[n, k, i, j] * kernels[k, c, u, v]
    return table


def correlated(x: Array, delta: Array, size: tuple[int, int], step: int = 1) -> Array:
    """∂L/∂w[k,c,u,v] = Σ δ[n,k,i,j] · x̂[n,c,s·i+u,s·j+v] of a padded input."""
    gradient = np.zeros((delta.shape[1], x.shape[1], *size))
    for k, c, u, v in np.ndindex(*gradient.shape):
        for n, i, j in np.ndindex(len(delta), *delta.shape[2:]):
            gradient[k, c, u, v] += delta[n, k, i, j] * x[n, c, step * i + u, step * j + v]
    return gradient


def ring(x: Array, padding: int) -> Array:
    """x with its zeros around."""
    n, c, height, width = x.shape
    wide = np.zeros((n, c, height + 2 * padding, width + 2 * padding))
    wide[:, :, padding : padding + height, padding : padding + width] = x
    return wide


def pooled_back(
    x: Array, delta: Array, window: int, step: int, shares: Callable[[Array], Array], *, start: int | None = None
) -> Array:
    """∂L/∂x of a pooling; `shares` turns a window into what each of its cells gets, `start` replaces the stride."""
    back = np.zeros_like(x)
    start = step if start is None else start
    for n, c, i, j in np.ndindex(*delta.shape):
        rows, cols = slice(start * i, start * i + window), slice(start * j, start * j + window)
        back[n, c, rows, cols] += shares(x[n, c, rows, cols]) * delta[n, c, i, j]
    return back
