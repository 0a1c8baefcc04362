"""Small documents written by hand."""

from typing import Any

import numpy as np

from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.layers import LAYERS
from app.engine.layers.base import Layer
from app.engine.losses import LOSSES
from app.engine.losses.base import Loss


def make_layer(kind: str, **options: Any) -> Layer:
    """A layer by its type, options as in JSON."""
    make: Any = LAYERS[kind]
    made: Layer = make(**options)
    return made


def make_loss(kind: str, **options: Any) -> Loss:
    """A loss by its type, options as in JSON."""
    make: Any = LOSSES[kind]
    made: Loss = make(**options)
    return made


def maps(values: Any) -> np.ndarray:
    """One sample with one map."""
    array = np.array(values, dtype=float)
    return array.reshape(1, 1, *array.shape[-2:])


def conv_document(x: Any, w: Any, *, bias: float | None = None, upstream: Any = None, **options: Any) -> Document:
    """One map, one kernel, and the gradient that comes from above."""
    parameters = {"weight": maps(w), "bias": None if bias is None else np.array([bias])}
    given = None if upstream is None else NamedLoss(make_loss("upstream"), {"gradient": maps(upstream)})
    return Document(
        "conv", "float64", maps(x), (NamedLayer("conv1", make_layer("conv2d", **options), parameters),), given
    )


def layer_document(kind: str, x: Any, upstream: Any, **options: Any) -> Document:
    """One layer without parameters on an input given in full rank."""
    given = NamedLoss(make_loss("upstream"), {"gradient": np.array(upstream, dtype=float)})
    return Document(
        kind, "float64", np.array(x, dtype=float), (NamedLayer("layer1", make_layer(kind, **options), {}),), given
    )
