"""One mistake, or several after each other, carried down to the tensor that was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.attempt import Attempt
from app.explain.checking.step import Step, Work
from app.explain.mistakes import losses, steps


@dataclass(frozen=True, eq=False)
class Chain:
    """Mistakes in the order in which they are made; `step` is the asked-for tensor's own layer after them."""

    attempts: tuple[Attempt, ...]
    array: Array
    step: Step | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(attempt.mistake for attempt in self.attempts)

    @property
    def rank(self) -> tuple[int, int]:
        """Few mistakes first, then those that have their place in a layer."""
        return len(set(self.keys)), sum(attempt.rank + (not attempt.place) for attempt in self.attempts)


class Descent:
    """The way of a gradient from the loss to one tensor, with mistakes on it."""

    def __init__(self, trace: Trace, tensor: str, work: Work) -> None:
        self.trace = trace
        self.tensor = tensor
        self.work = work
        self.own = owner(trace, tensor)

    def single(self) -> Iterator[Chain]:
        """One mistake: in the tensor's own layer first, then in the layers above, at last in the loss."""
        if self.own is not None:
            yield from self._in(Step.of(self.trace, self.own, self.work))
        if not self._goes_back:
            return
        for position in range(self._lowest + 1, len(self.trace.layers)):
            yield from self._in(Step.of(self.trace, position, self.work))
        for attempt in losses(self.trace, self.work):
            if chain := self._carried((attempt,), attempt.array, len(self.trace.layers)):
                yield chain

    def everywhere(self, mistake: str) -> Chain | None:
        """The same mistake in each layer that it can be made in, from the loss down; None where that is not several."""
        made: list[Attempt] = []
        dy = self._last
        if dy is None or self.own is None or not self._goes_back:
            return None
        for position in reversed(range(self.own, len(self.trace.layers))):
            step = Step.of(self.trace, position, self.work).but(dy=dy)
            wanted = self.tensor if position == self.own else step.dx
            made_here = steps(step.but(wanted=wanted))
            found = (a for a in made_here if a.mistake == mistake and a.tensor == wanted and fits(a, step, wanted))
            attempt = next(found, None)
            made += [attempt] if attempt else []
            result = attempt.array if attempt else step.backward().get(wanted)
            if result is None:
                return None
            dy = result
        return Chain(tuple(made), dy) if len(made) > 1 else None

    def after(self, first: Chain) -> Iterator[Chain]:
        """A second mistake below the first, or in the same layer where the first leaves room for one."""
        if first.step is not None:
            yield from self._in(first.step, first.attempts)
        attempt = first.attempts[-1]
        above = reader(self.trace, attempt.tensor)
        if above is None or self.own is None or attempt.array.shape != self.trace.tensors[attempt.tensor].shape:
            return
        dy = attempt.array
        for position in reversed(range(self._lowest, above)):
            step = Step.of(self.trace, position, self.work).but(dy=dy)
            yield from self._in(step, first.attempts)
            if position > self._lowest:
                dy = step.backward()[step.dx]

    def _in(self, step: Step, before: tuple[Attempt, ...] = ()) -> Iterator[Chain]:
        """The mistakes of one layer, each carried down to the tensor."""
        wanted = self.tensor if step.position == self.own else step.dx
        for attempt in steps(step.but(wanted=wanted)):
            if (attempt.mistake, attempt.place) in {(made.mistake, made.place) for made in before}:
                continue
            if attempt.tensor != wanted:
                continue
            if step.position == self.own:
                left = attempt.step and attempt.step.but(wanted=wanted)
                yield Chain((*before, attempt), attempt.array, left)
            elif self._goes_back:
                chain = self._carried((*before, attempt), attempt.array, step.position)
                yield from (chain,) if chain else ()

    def _carried(self, attempts: tuple[Attempt, ...], dy: Array, position: int) -> Chain | None:
        """A wrong gradient of layer `position`'s input, taken down by right steps."""
        if dy.shape != self.trace.tensors[attempts[-1].tensor].shape:
            return None
        if self.own is None:
            return Chain(attempts, dy)
        for below in reversed(range(self.own, position)):
            step = Step.of(self.trace, below, self.work).but(dy=dy)
            made = step.backward()
            if below == self.own:
                return Chain(attempts, made[self.tensor]) if self.tensor in made else None
            dy = made[step.dx]
        return Chain(attempts, dy) if attempts[-1].tensor == self.tensor else None

    @property
    def _last(self) -> Array | None:
        return self.trace.arrays.get(f"{self.trace.output}.grad")

    @property
    def _goes_back(self) -> bool:
        """Whether the tensor is made on the way back."""
        return self._last is not None and (self.tensor.endswith(".grad") or self.tensor.endswith(".table"))

    @property
    def _lowest(self) -> int:
        return len(self.trace.layers) if self.own is None else self.own


def fits(attempt: Attempt, step: Step, wanted: str) -> bool:
    """Whether an attempt leaves its tensor's shape alone, so that the way down goes on."""
    same: bool = attempt.array.shape == step.trace.tensors[wanted].shape
    return same


def owner(trace: Trace, tensor: str) -> int | None:
    """The position of the layer that makes a tensor, values on the way up and gradients on the way down."""
    for position, layer in enumerate(trace.layers):
        if tensor == f"{layer.input}.grad":
            return position
        if tensor.startswith(f"{layer.name}.") and tensor != f"{layer.output}.grad":
            return position
    return None


def reader(trace: Trace, tensor: str) -> int | None:
    """The position of the layer whose ∂L/∂x a tensor is; behind the last layer the loss's."""
    for position, layer in enumerate(trace.layers):
        if tensor == f"{layer.input}.grad":
            return position
    return len(trace.layers) if tensor == f"{trace.output}.grad" else None
