"""Documents for requests."""

from __future__ import annotations

import copy
from typing import Any

from app.lessons import LESSONS

Document = dict[str, Any]


def first() -> Document:
    """The first article's example: x 3×3, w 2×2, padding 1."""
    return copy.deepcopy(dict(LESSONS["padding-1-kernel-2x2"]["document"]))


def fill(*shape: int, how: str = "uniform", **more: Any) -> Document:
    """A generator."""
    return {"shape": list(shape), "fill": how, **more}


def single(layer: Document, x: Any, **more: Any) -> Document:
    """A network of one layer."""
    return {"input": x, "layers": [layer], **more}


def lenet(**more: Any) -> Document:
    """LeNet with ReLU and max pooling on one 32×32 image."""
    relu, pool = {"type": "relu"}, {"type": "max_pool2d", "kernel_size": 2}

    def conv(*shape: int) -> Document:
        return {"type": "conv2d", "weight": fill(*shape, how="xavier_uniform"), "bias": fill(shape[0], how="zeros")}

    def linear(*shape: int) -> Document:
        return {"type": "linear", "weight": fill(*shape, how="xavier_uniform"), "bias": fill(shape[0], how="zeros")}

    return {
        "input": fill(1, 1, 32, 32),
        "layers": [
            *(conv(6, 1, 5, 5), relu, pool, conv(16, 6, 5, 5), relu, pool, conv(120, 16, 5, 5), relu),
            *({"type": "flatten"}, linear(84, 120), relu, linear(10, 84)),
        ],
        "loss": {"type": "squared_error", "target": fill(1, 10, how="zeros")},
    } | more
