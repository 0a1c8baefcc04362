"""The document: network, input and loss, everything that an exploration is."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from app.engine.layers.base import Array, Layer, Shape
from app.engine.losses.base import Loss
from app.engine.penalties import Penalty

FILLS = ("zeros", "ones", "arange", "uniform", "xavier_uniform", "kaiming_uniform", "normal")


@dataclass(frozen=True)
class Fill:
    """A generated tensor; `set` overrides single cells, sorted by index."""

    shape: Shape
    fill: str
    seed: int = 0
    set: tuple[tuple[tuple[int, ...], float], ...] = ()


Values = Array | Fill


@dataclass(frozen=True, eq=False)
class NamedLayer:
    """A layer with its name and tensors; None where an optional tensor is absent."""

    name: str
    layer: Layer
    parameters: Mapping[str, Values | None]


@dataclass(frozen=True, eq=False)
class NamedLoss:
    """A loss with its tensors: `gradient` or `target`."""

    loss: Loss
    tensors: Mapping[str, Values]


@dataclass(frozen=True, eq=False)
class Document:
    """Everything that an exploration is."""

    name: str
    dtype: str
    input: Values
    layers: tuple[NamedLayer, ...]
    loss: NamedLoss | None = None
    penalties: tuple[Penalty, ...] = ()


def shape_of(values: Values) -> Shape:
    """The shape of an explicit or generated tensor."""
    return tuple(values.shape)


def elements(values: Values) -> int:
    """How many numbers a tensor holds, from its shape alone."""
    return prod(shape_of(values))
