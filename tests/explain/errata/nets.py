"""Random traces on which each of the articles' mistakes shows, by its key."""

from collections.abc import Callable
from typing import Any

import numpy as np

from app.engine.trace import Trace
from tests.explain.mistakes.plain import network

Layers = tuple[tuple[str, str, dict[str, Any]], ...]


class Draw:
    """Random numbers of one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def __call__(self, *shape: int) -> np.ndarray[Any, Any]:
        return self.rng.uniform(-2, 2, shape).round(3)


def conv(draw: Draw, *kernel: int, size: tuple[int, int] = (6, 5), batch: int = 2, **options: Any) -> Trace:
    """One convolution with a bias."""
    own = {"weight": draw(*kernel), "bias": draw(kernel[0]), **options}
    x = draw(batch, kernel[1], *size)
    return network(x, ("conv2d", "conv1", own), loss=("upstream", upstream(draw, x, own)))


def upstream(draw: Draw, x: np.ndarray[Any, Any], options: dict[str, Any]) -> np.ndarray[Any, Any]:
    trace = network(x, ("conv2d", "conv1", options))
    return draw(*trace.array("conv1.output").shape)


def activated(draw: Draw, kind: str) -> Trace:
    """An activation between two convolutions."""
    layers: Layers = (
        ("conv2d", "conv1", {"weight": draw(2, 2, 2, 2)}),
        (kind, "act1", {}),
        ("conv2d", "conv2", {"weight": draw(2, 2, 2, 2)}),
    )
    return network(draw(2, 2, 5, 5), *layers)


def pooled(draw: Draw, kind: str, size: int = 6, **options: Any) -> Trace:
    return network(draw(2, 2, size, size), (kind, "pool1", {"kernel_size": 2, **options}))


def dense(draw: Draw, top: str | None = "sigmoid", inputs: int = 4, **more: Any) -> Trace:
    """Linear (and an activation) under a squared error."""
    layers: list[tuple[str, str, dict[str, Any]]] = [("linear", "fc", {"weight": draw(3, inputs), "bias": draw(3)})]
    layers += [(top, "act1", {})] if top else []
    return network(draw(3, inputs), *layers, loss=("squared_error", draw(3, 3)), **more)


def flattened(draw: Draw, order: str) -> Trace:
    layers: Layers = (("flatten", "flat", {"order": order}), ("linear", "fc", {"weight": draw(3, 12)}))
    return network(draw(2, 2, 2, 3), *layers)


def scaled_mean(draw: Draw) -> Trace:
    layers: Layers = (
        ("sigmoid", "act1", {}),
        ("avg_pool2d", "pool1", {"kernel_size": 2}),
        ("channel_affine", "affine1", {"weight": draw(2), "bias": draw(2)}),
    )
    return network(draw(2, 2, 4, 4), *layers)


def combined(draw: Draw) -> Trace:
    return network(draw(2, 3, 4, 4), ("combine_maps", "combine1", {"logits": draw(2, 3)}))


# The keys whose right value is a slope that single central differences give, with a trace each.
SLOPES: dict[str, Callable[[Draw], Trace]] = {
    "E000-1": lambda draw: conv(draw, 1, 1, 2, 2, padding=1),
    "E000-2": lambda draw: conv(draw, 2, 1, 2, 2, padding=1),
    "E000-3": lambda draw: conv(draw, 2, 1, 2, 2, stride=2),
    "E000-6": lambda draw: conv(draw, 2, 2, 3, 2, stride=2),
    "E000-7": lambda draw: pooled(draw, "max_pool2d"),
    "E001-1": lambda draw: dense(draw, "tanh"),
    "E001-7": lambda draw: activated(draw, "sigmoid"),
    "E001-8": lambda draw: conv(draw, 2, 2, 2, 2, padding=[[1, 0], [1, 0]]),
    "E001-9": lambda draw: conv(draw, 2, 2, 2, 3, stride=2),
    "E001-10": lambda draw: dense(draw),
    "E001-17": lambda draw: conv(draw, 2, 2, 3, 2, stride=2, padding=1),
    "E001-18": lambda draw: conv(draw, 2, 2, 2, 3),
    "E001-19": lambda draw: conv(draw, 2, 2, 2, 3),
    "E001-25": lambda draw: conv(draw, 3, 2, 2, 2),
    "E002-3": lambda draw: conv(draw, 2, 2, 2, 3, padding=1, convention="convolution"),
    "E002-4": lambda draw: activated(draw, "tanh"),
    "E002-6": scaled_mean,
    "E002-7": combined,
    "E002-8": lambda draw: dense(draw, None),
    "E002-10": lambda draw: conv(draw, 3, 2, 2, 2),
    "E003-1": lambda draw: dense(draw),
    "E003-2": lambda draw: dense(draw),
    "E003-5": lambda draw: network(
        draw(1, 1, 4, 4), ("avg_pool2d", "pool1", {"kernel_size": 2}), ("sigmoid", "act1", {})
    ),
    "E003-6": lambda draw: flattened(draw, "column_major"),
    "E003-11": lambda draw: dense(draw, None),
    "E004-2": lambda draw: conv(draw, 2, 1, 3, 2),
    "E004-3": lambda draw: conv(draw, 2, 1, 3, 2),
    "E004-4": lambda draw: conv(draw, 2, 2, 3, 2),
    "E004-8": lambda draw: activated(draw, "relu"),
    "E004-9": lambda draw: conv(draw, 2, 2, 3, 2, stride=2),
    "E004-10": lambda draw: conv(draw, 2, 2, 3, 2),
}
OTHERS: dict[str, Callable[[Draw], Trace]] = {
    "E000-4": lambda draw: conv(draw, 1, 1, 2, 2, stride=2, padding=1, size=(3, 3)),
    "E000-8": lambda draw: network(np.round(draw(1, 1, 6, 6) / 2), ("max_pool2d", "pool1", {"kernel_size": 2})),
    "E001-11": lambda draw: dense(draw),
    "E001-13": lambda draw: conv(draw, 3, 2, 2, 2),
    "E001-14": lambda draw: conv(draw, 3, 2, 2, 2, convention="convolution"),
    "E001-15": lambda draw: conv(draw, 1, 1, 2, 2),
    "E001-16": lambda draw: conv(draw, 3, 2, 2, 2),
    "E001-21": lambda draw: pooled(draw, "avg_pool2d"),
    "E001-22": lambda draw: pooled(draw, "avg_pool2d", size=5),
    "E001-23": lambda draw: pooled(draw, "sum_pool2d"),
    "E002-9": lambda draw: dense(draw),
    "E004-1": lambda draw: conv(draw, 1, 1, 3, 2, size=(5, 4)),
    "E004-6": lambda draw: network(np.round(draw(1, 1, 6, 6) / 2), ("max_pool2d", "pool1", {"kernel_size": 2})),
}
