"""The network from one tensor on: what L becomes where one cell of that tensor has another value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from app.engine.layers.base import Array, ParameterShapes
from app.engine.trace import Trace

Marks = np.ndarray[Any, np.dtype[np.bool_]]
Samples = np.ndarray[Any, np.dtype[np.int64]]

JUMP = 1e-6
"""What f′ changes by at a kink, at least; what changes less stays below a check's tolerance."""
BATCH_BYTES = 32_000_000


@dataclass(frozen=True, eq=False)
class Pass:
    """One forward pass: the last output, and on which side of its kinks each layer has every sample.

    A side is a winner set (a pooling's mask), or a sign with the slope that belongs to it (an activation's f′).
    """

    output: Array
    sides: tuple[tuple[Array, Array], ...]

    def of(self, sample: int) -> "Pass":
        """One sample alone."""
        own = slice(sample, sample + 1)
        return Pass(self.output[own], tuple((side[own], slope[own]) for side, slope in self.sides))

    def beyond_a_kink_of(self, other: "Pass") -> bool:
        """Whether a winner set differs from another pass's, or a sign where f′ jumps."""
        return any(
            bool(((side != there) & (np.abs(slope - beyond) > JUMP)).any())
            for (side, slope), (there, beyond) in zip(self.sides, other.sides, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """L with one cell a step lower and a step higher, and whether a kink lies between."""

    below: float
    above: float
    kink: bool


class Tail:
    """The layers that a change of one tensor reaches, and L behind them."""

    def __init__(self, trace: Trace, tensor: str) -> None:
        self.trace = trace
        self.tensor = tensor
        self.position = position_of(trace, tensor)
        self.x = trace.array(trace.layers[self.position].input if self.position < len(trace.layers) else trace.output)
        self.of_parameter = trace.tensors[tensor].role == "parameter"
        self.base = self.run(self.x, {tensor: trace.array(tensor)} if self.of_parameter else {})

    def neighbours(self, places: Sequence[int], below: Array, above: Array) -> Iterator[Neighbours]:
        """For each place, counted row by row, L with its cell at `below` and at `above`."""
        if self.of_parameter:
            return map(self._of_parameter, places, below, above)
        count = max(1, BATCH_BYTES * len(self.x) // (2 * self.trace.plan.cost.bytes))
        chunks = (slice(first, first + count) for first in range(0, len(places), count))
        return chain.from_iterable(self._of_samples(places[chunk], below[chunk], above[chunk]) for chunk in chunks)

    def passes(self, place: int, below: float, above: float) -> tuple[int, tuple[Pass, Pass, Pass]]:
        """For one place, the passes with its cell at `below`, as it is and at `above`, and their first sample."""
        if self.of_parameter:
            low, high = (self.run(self.x, self._with(place, value)) for value in (below, above))
            return 0, (low, self.base, high)
        sample, made = self._copies([place], np.array([below]), np.array([above]))
        return int(sample[0]), (made.of(0), self.base.of(int(sample[0])), made.of(1))

    def _of_parameter(self, place: int, below: float, above: float) -> Neighbours:
        """All samples again, twice."""
        lower, higher = self._with(place, below), self._with(place, above)
        low, high = self.run(self.x, lower), self.run(self.x, higher)
        kink = self._kink(low, self.base, high)
        return Neighbours(self.loss(low.output, lower), self.loss(high.output, higher), kink)

    def _with(self, place: int, value: float) -> dict[str, Array]:
        changed = self.trace.array(self.tensor).copy()
        changed.reshape(-1)[place] = value
        return {self.tensor: changed}

    def _of_samples(self, places: Sequence[int], below: Array, above: Array) -> Iterator[Neighbours]:
        """One batch of copies of the samples that the cells belong to: no sample reads another."""
        samples, made = self._copies(places, below, above)
        for k, sample in enumerate(samples.tolist()):
            low, high = made.of(2 * k), made.of(2 * k + 1)
            kink = self._kink(low, self.base.of(sample), high)
            yield Neighbours(self._loss_with(sample, low), self._loss_with(sample, high), kink)

    def _copies(self, places: Sequence[int], below: Array, above: Array) -> tuple[Samples, Pass]:
        """The sample of each place, and the pass of two copies of it, its cell at `below` and at `above`."""
        samples, own = np.divmod(np.asarray(places), self.x[0].size)
        copies = np.repeat(self.x[samples], 2, axis=0)
        copies.reshape(len(copies), -1)[np.arange(len(copies)), np.repeat(own, 2)] = np.stack([below, above], 1).ravel()
        return samples, self.run(copies, {})

    def _loss_with(self, sample: int, alone: Pass) -> float:
        whole = self.base.output.copy()
        whole[sample] = alone.output[0]
        return self.loss(whole, {})

    def run(self, x: Array, changed: Mapping[str, Array]) -> Pass:
        """Forward from a batch of any size, some parameters replaced by name."""
        sides: list[tuple[Array, Array]] = []
        for penalty in self.trace.document.penalties:
            if penalty.tensor in changed:
                sign = np.sign(changed[penalty.tensor])
                sides.append((sign, penalty.l1 * sign))
        for named in self.trace.document.layers[self.position :]:
            own = {f: f"{named.name}.{f}" for f in named.parameters}
            parameters = {f: changed.get(name, self.trace.arrays.get(name)) for f, name in own.items()}
            shapes = ParameterShapes({f: None if v is None else v.shape for f, v in parameters.items()})
            plan = named.layer.plan(x.shape, shapes)
            if "mask" in plan.derived:
                mask = named.layer.derive(plan, "mask", x, parameters, None)
                sides.append((mask, mask))
            if "derivative" in plan.derived:
                sides.append((np.sign(x), named.layer.derive(plan, "derivative", x, parameters, None)))
            x = named.layer.forward(plan, x, parameters)
        return Pass(x, tuple(sides))

    def _kink(self, low: Pass, middle: Pass, high: Pass) -> bool:
        """Whether a kink lies between, or what changes meets a clamp of the loss."""
        if low.beyond_a_kink_of(middle) or high.beyond_a_kink_of(middle) or low.beyond_a_kink_of(high):
            return True
        return bool(self.clamped(low, middle, high).any())

    def clamped(self, low: Pass, middle: Pass, high: Pass) -> Marks:
        """Where what changes meets a clamp of the loss."""
        assert self.trace.document.loss is not None
        clamped = self.trace.document.loss.loss.clamped
        held = clamped(low.output) | clamped(middle.output) | clamped(high.output)
        met: Marks = held & (low.output != high.output)
        return met

    def loss(self, output: Array, changed: Mapping[str, Array]) -> float:
        """L of a last output, with the penalties on the parameters."""
        document, planned = self.trace.document, self.trace.plan.loss
        assert document.loss is not None and planned is not None
        tensors = {field: self.trace.array(f"loss.{field}") for field in document.loss.tensors}
        penalties = (p.value(changed.get(p.tensor, self.trace.array(p.tensor))) for p in document.penalties)
        return document.loss.loss.forward(planned, output, tensors) + sum(penalties)


def position_of(trace: Trace, tensor: str) -> int:
    """The first layer that a change of a value reaches; the number of layers for the last output."""
    for position, layer in enumerate(trace.layers):
        if tensor == layer.input or tensor in layer.parameters:
            return position
    return len(trace.layers)
