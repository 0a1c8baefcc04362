"""The computation as a film: one step per number, in the order in which a person would work them out.

Every layer's output; the loss; the last output's gradient; from the last layer back its parameters' gradients,
then its input's; with a learning rate the updated parameters. The film is a list of segments, one per tensor,
and knows their first steps: step k is found by bisection, whatever the total.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

from app.address import Cell
from app.engine.layers.base import Shape
from app.engine.network import parameter_names
from app.engine.optimizer import Sgd
from app.engine.trace import Trace
from app.explain.explainer import Origin, origin_of
from app.explain.symbols import Wordless
from app.explain.terms import Rule
from app.explain.update import NEXT, evaluated, is_update, parameter_of, update_origin
from app.explain.view import Reader, View, unravel

Phase = Literal["forward", "loss", "backward", "update"]
CHAIN, SCATTER = "chain", "scatter"
LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Segment:
    """The steps that make one tensor by visiting, row by row, the cells of a tensor of this shape.

    They are its own cells, or under scatter those of δ, each of which adds to the whole table.
    """

    phase: Phase
    layer: str
    tensor: str
    method: str
    cells: str
    shape: Shape
    start: int

    @property
    def count(self) -> int:
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Step:
    """One number that is worked out; `layer` is who makes it, `loss` for the loss and the last output's gradient."""

    index: int
    phase: Phase
    layer: str
    tensor: str
    cell: Cell
    method: str
    label: str


class Film:
    """All steps of a trace, none of them made before it is asked for."""

    def __init__(
        self,
        trace: Trace,
        input_method: str | None = None,
        weight_method: str | None = None,
        sgd: Sgd | None = None,
        reader: Reader | None = None,
    ) -> None:
        self._trace = trace
        self._sgd = sgd
        self._reader = reader or Reader(trace)
        self._symbols = Wordless(trace)
        self._origins: dict[str, Origin] = {}
        self.segments = tuple(self._cut(input_method, weight_method))
        self._starts = [segment.start for segment in self.segments]
        self.total = self.segments[-1].start + self.segments[-1].count if self.segments else 0

    def page(self, start: int = 0, limit: int = 100) -> Iterator[Step]:
        """The steps start … start + limit − 1, as far as there are."""
        return map(self.step, range(start, min(start + limit, self.total)))

    def step(self, index: int) -> Step:
        """One step; raises IndexError outside 0…total − 1."""
        if not 0 <= index < self.total:
            raise IndexError(index)
        segment = self.segments[bisect_right(self._starts, index) - 1]
        cell = Cell(segment.cells, unravel(index - segment.start, segment.shape))
        label = self._label(segment, cell)
        return Step(index, segment.phase, segment.layer, segment.tensor, cell, segment.method, label)

    def _cut(self, input_method: str | None, weight_method: str | None) -> Iterator[Segment]:
        """The segments, each beginning where the one before it ends."""
        start = 0
        for phase, layer, tensor, asked in self._order(input_method or CHAIN, weight_method or CHAIN):
            method = asked if asked in self._origin(tensor).methods else CHAIN
            cells = tensor
            if method == SCATTER:
                tensor, cells = f"{layer}.table", f"{layer}.output.grad"
            shape = self._trace.tensors[parameter_of(cells)].shape
            yield Segment(phase, layer, tensor, method, cells, shape, start)
            start += prod(shape)

    def _order(self, input_method: str, weight_method: str) -> Iterator[tuple[Phase, str, str, str]]:
        """Phase, layer, tensor and the method asked for, in the order of the film."""
        trace = self._trace
        for layer in trace.layers:
            yield "forward", layer.name, layer.output, CHAIN
        if trace.loss is None:
            return
        yield "loss", LOSS, LOSS, CHAIN
        yield "backward", LOSS, f"{trace.output}.grad", CHAIN
        for layer in reversed(trace.layers):
            for parameter in layer.parameters:
                yield "backward", layer.name, f"{parameter}.grad", weight_method
            yield "backward", layer.name, f"{layer.input}.grad", input_method
        if self._sgd is not None:
            for parameter in parameter_names(trace.document):
                yield "update", parameter.partition(".")[0], parameter + NEXT, CHAIN

    def _origin(self, tensor: str) -> Origin:
        """Who makes a tensor; asked once."""
        if tensor not in self._origins:
            if is_update(tensor) and self._sgd is not None:
                view = View(self._trace, self._symbols, self._reader)
                self._origins[tensor] = update_origin(view, parameter_of(tensor), self._sgd)
            else:
                self._origins[tensor] = origin_of(self._trace, tensor, self._symbols, self._reader)
        return self._origins[tensor]

    def _label(self, segment: Segment, cell: Cell) -> str:
        """What the step does, in one sentence."""
        if segment.method == SCATTER:
            number = _shown(self._reader.read(cell.tensor, cell.index))
            return f"{cell} = {number}, times the kernel, is added to {segment.tensor}"
        rule = self._origin(segment.tensor).rule(cell.index, segment.method)
        stored = segment.phase != "update"
        value = self._reader.read(cell.tensor, cell.index) if stored else evaluated(self._trace, rule)
        return f"{cell} = {_shown(value)}{_how(rule)}"


def _how(rule: Rule) -> str:
    """By which rule a number comes about."""
    if rule.kind == "max":
        return f", the largest of {rule.count}"
    if rule.function is not None:
        return f", {rule.function.name.replace('_', ' ')} of {'one number' if rule.count == 1 else rule.count}"
    if rule.count == 1:
        first, *others = rule.part(0).factors
        return ", one product" if others or first.cell is None else f", taken from {first.cell}"
    return f", the sum of {rule.count} terms" if rule.count else ", an empty sum"


def _shown(value: float) -> str:
    """A number for a sentence: at most 6 significant digits."""
    return f"{value + 0.0:.6g}".replace("nan", "NaN").replace("inf", "∞")
