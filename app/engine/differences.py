"""Central differences of L for single cells, along directions and with several tensors replaced at once."""

from collections.abc import Mapping, Sequence

import numpy as np

from app.engine.layers.base import Array
from app.engine.tail import Tail
from app.engine.trace import Trace

STEP = 1e-6


class Differences:
    """L around a float64 trace: n = (L(x + ε) − L(x − ε)) / 2ε, ε = step · max(1, |x|).

    `cells` is how many differences whoever asks can afford.
    """

    def __init__(self, trace: Trace, cells: int) -> None:
        self.trace = trace
        self.cells = cells

    def slopes(self, gradient: str, places: Sequence[int], step: float = STEP) -> Array:
        """The differences for some cells of a gradient, counted row by row, as this trace's reduction defines it."""
        value = gradient.removesuffix(".grad")
        x = self.trace.array(value).reshape(-1)[list(places)]
        below, above = x - step * np.maximum(1, np.abs(x)), x + step * np.maximum(1, np.abs(x))
        with np.errstate(all="ignore"):
            found = list(Tail(self.trace, value).neighbours(places, below, above))
        rise = np.array([each.above - each.below for each in found])
        slopes: Array = self._per_sample(value) * rise / (above - below)
        return slopes

    def along(self, direction: Mapping[str, Array], step: float = STEP) -> float:
        """The slope of L where all tensors move at once."""
        moved = [
            {name: self.trace.array(name) + sign * step * by for name, by in direction.items()} for sign in (-1, 1)
        ]
        below, above = (self.loss(each) for each in moved)
        return self._per_sample(next(iter(direction))) * (above - below) / (2 * step)

    def loss(self, values: Mapping[str, Array]) -> float:
        """L with some parameters, or one input or activation, replaced."""
        tensors = self.trace.tensors
        first = next((name for name in values if tensors[name].role != "parameter"), None)
        tail = Tail(self.trace, first or "input")
        with np.errstate(all="ignore"):
            return tail.loss(tail.run(tail.x if first is None else values[first], values).output, values)

    def _per_sample(self, value: str) -> float:
        """N where sensitivities are kept per sample though L is a mean, else 1."""
        loss = self.trace.plan.loss
        assert loss is not None
        return 1.0 if self.trace.tensors[value].role == "parameter" else 1 / loss.parameter_scale
