"""Where in a trace an article's formula is about something: its convolutions, poolings, activations, linear layers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from app.engine.layers.activation import Activation
from app.engine.layers.base import Array, Gradients, Layer
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.layers.linear import Linear
from app.engine.layers.pool import Pool
from app.engine.trace import Trace
from app.explain.errata.erratum import NOWHERE


@dataclass(frozen=True, eq=False)
class Place:
    """One layer with its numbers; `dy` is absent without a loss."""

    trace: Trace
    position: int
    name: str
    layer: Layer
    x: Array
    y: Array
    dy: Array | None

    @property
    def dx(self) -> str:
        return f"{self.trace.layers[self.position].input}.grad"

    @property
    def dz(self) -> str:
        return f"{self.name}.output.grad"

    @property
    def delta(self) -> Array:
        """∂L/∂y, where the caller has seen to it that there is one."""
        assert self.dy is not None
        return self.dy

    def tensor(self, suffix: str) -> str:
        return f"{self.name}.{suffix}"

    def parameter(self, field: str) -> Array | None:
        return self.trace.arrays.get(f"{self.name}.{field}")

    @property
    def weight(self) -> Array:
        weight = self.parameter("weight")
        assert weight is not None
        return weight

    def gradient(self, field: str) -> Array:
        """∂L/∂parameter without what a penalty adds."""
        gradient = self.trace.array(self.tensor(f"{field}.grad"))
        for penalty in self.trace.document.penalties:
            if penalty.tensor == self.tensor(field):
                gradient = gradient - penalty.gradient(self.trace.array(penalty.tensor))
        return gradient

    def backward(self, *, weight: Array | None = None, dy: Array | None = None) -> Gradients:
        """The layer's own backward pass with another kernel or another δ."""
        parameters = {field: self.parameter(field) for field in self.layer.tensors}
        if weight is not None:
            parameters["weight"] = weight
        plan = self.trace.plan.layers[self.position]
        with np.errstate(all="ignore"):
            return self.layer.backward(plan, self.x, parameters, self.y, self.delta if dy is None else dy)


def places(trace: Trace) -> Iterator[Place]:
    """The layers of a trace in order."""
    for position, info in enumerate(trace.layers):
        layer, dy = trace.document.layers[position].layer, trace.arrays.get(f"{info.output}.grad")
        yield Place(trace, position, info.name, layer, trace.array(info.input), trace.array(info.output), dy)


def first(trace: Trace, wanted: Callable[[Place], bool]) -> Place | None:
    """The first layer that is wanted."""
    return next((place for place in places(trace) if wanted(place)), None)


def found(trace: Trace, wanted: Callable[[Place], bool]) -> Place:
    """The first layer that is wanted, where the caller has seen to it that there is one."""
    place = first(trace, wanted)
    assert place is not None
    return place


def about(wanted: Callable[[Place], bool], suffix: str) -> Callable[[Trace], str | None]:
    """The tensor of the first layer that is wanted: `input.grad`, or one of its own by suffix."""

    def applies(trace: Trace) -> str | None:
        place = first(trace, wanted)
        if place is None:
            return None
        return place.dx if suffix == "input.grad" else place.tensor(suffix)

    return applies


def anywhere(_: Trace) -> str | None:
    """About the article's words."""
    return NOWHERE


def is_conv(place: Place) -> bool:
    """A convolution."""
    return isinstance(place.layer, Conv2d)


def is_linear(place: Place) -> bool:
    """A fully connected layer."""
    return isinstance(place.layer, Linear)


def is_pool(place: Place) -> bool:
    """A pooling."""
    return isinstance(place.layer, Pool)


def is_activation(place: Place) -> bool:
    """An elementwise function."""
    return isinstance(place.layer, Activation)


def has_gradient(wanted: Callable[[Place], bool]) -> Callable[[Place], bool]:
    """Wanted, in a trace with a loss."""
    return lambda place: place.dy is not None and wanted(place)


MOST_STEPS = 400_000
"""The articles' loops are for small networks: this many steps take about a second."""


def is_bare(place: Place) -> bool:
    """A convolution as the articles' loops write it: stride 1, no padding, every map read; small enough for them."""
    layer, plan = place.layer, place.trace.plan.layers[place.position]
    if not isinstance(layer, Conv2d) or not isinstance(plan, ConvPlan):
        return False
    around = (plan.rows.before, plan.rows.after, plan.cols.before, plan.cols.after)
    plain = layer.stride == (1, 1) == layer.dilation and layer.groups == 1 and layer.connections is None
    pairs = place.y.shape[0] * place.weight.shape[0] * place.weight.shape[1]
    steps = pairs * max(place.weight[0, 0].size, place.y[0, 0].size)
    return plain and not any(around) and steps <= MOST_STEPS


def crosses(place: Place) -> bool:
    """A convolution in the sense of the articles' text: cross-correlation."""
    return isinstance(place.layer, Conv2d) and place.layer.convention == "cross_correlation"
