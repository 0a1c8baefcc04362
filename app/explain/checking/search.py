"""Which known mistakes give what the learner has: single ones first, then one made everywhere, then two of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

import numpy as np

from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.attempt import Answer, Marks
from app.explain.checking.chain import Chain, Descent
from app.explain.checking.step import Exhausted, Work
from app.explain.mistakes import wholes

WORK = 400_000_000
KEPT = 4_000_000
"""Numbers of single mistakes that are kept so that second ones can start from them."""
GROUPS = 8
SAME = 1e-9


@dataclass(eq=False)
class Group:
    """Mistakes that give one matrix."""

    array: Array
    error: float
    chains: list[Chain] = field(default_factory=list)


class Search:
    """One comparison; `tolerance` is absolute, `compared` marks the cells that the learner filled in."""

    def __init__(self, trace: Trace, tensor: str, given: Array, compared: Marks, tolerance: float) -> None:
        self.work = Work(WORK)
        self.trace = trace
        self.right = trace.array(tensor).astype(float)
        self.tensor = tensor
        self.given = given
        self.compared = compared
        self.tolerance = tolerance
        self.scale = magnitude(self.right)
        self.groups: list[Group] = []

    def run(self) -> list[Group]:
        """What fits, best first; within the work of one comparison."""
        with np.errstate(all="ignore"):
            try:
                for chains in self._rounds():
                    for chain in chains:
                        self._consider(chain)
                    if self.groups:
                        break
            except Exhausted:
                pass
        for group in self.groups:
            group.chains.sort(key=lambda chain: chain.rank)
            named = [chain for chain in group.chains if "scaled" not in chain.keys]
            group.chains = named or group.chains
        return sorted(self.groups, key=lambda group: (group.chains[0].rank, group.error))[:GROUPS]

    def _rounds(self) -> Iterator[Iterator[Chain]]:
        descent = Descent(self.trace, self.tensor, self.work)
        singles: list[Chain] = []
        yield self._singles(descent, singles)
        yield self._everywhere(descent, singles)
        yield self._pairs(descent, singles)

    def _singles(self, descent: Descent, kept: list[Chain]) -> Iterator[Chain]:
        # What goes wrong with a finished tensor costs least: it is tried even where a single layer is too much work.
        yield from self._on(Chain((), self.right))
        held = 0
        for chain in descent.single():
            held += chain.array.size
            if held <= KEPT and not self._is_right(chain.array):
                kept.append(chain)
            yield chain

    def _everywhere(self, descent: Descent, singles: list[Chain]) -> Iterator[Chain]:
        for mistake in dict.fromkeys(key for chain in singles for key in chain.keys):
            if chain := descent.everywhere(mistake):
                yield chain

    def _pairs(self, descent: Descent, singles: list[Chain]) -> Iterator[Chain]:
        for single in singles:
            yield from self._on(single)
        for single in singles:
            yield from descent.after(single)
        yield from self._scaled_wholes()

    def _scaled_wholes(self) -> Iterator[Chain]:
        for first in list(self._on(Chain((), self.right))):
            yield from self._on(first)

    def _on(self, chain: Chain) -> Iterator[Chain]:
        """What can go wrong with the tensor that a chain ends in."""
        array, precision = chain.array.astype(float), self._allowed(self.right) / (self.scale or 1.0)
        answer = Answer(self.trace, self.tensor, array, self.given, self.compared, precision, not chain.attempts)
        for attempt in wholes(answer):
            self.work.spend(attempt.array.size)
            if attempt.mistake not in chain.keys:
                yield Chain((*chain.attempts, attempt), attempt.array)

    def _consider(self, chain: Chain) -> None:
        array = chain.array
        if array.shape != self.given.shape or self._is_right(array):
            return
        error = distance(self.given, array, self.compared)
        if error > self._allowed(array):
            return
        for group in self.groups:
            if distance(group.array, array) <= SAME * magnitude(array):
                if not any(_told_alike(chain, other) for other in group.chains):
                    group.chains.append(chain)
                return
        self.groups.append(Group(array, error, [chain]))

    def _is_right(self, array: Array) -> bool:
        if array.shape != self.right.shape:
            return False
        return distance(self.right, array) <= self._allowed(self.right)

    def _allowed(self, array: Array) -> float:
        """The learner's tolerance, in proportion where the mistake's numbers are larger or smaller."""
        if not self.scale:
            return self.tolerance
        precision = 2e-5 if self.trace.dtype == np.float32 else 0.0
        return max(self.tolerance / self.scale, precision) * magnitude(array)


def _told_alike(chain: Chain, other: Chain) -> bool:
    """Whether two chains would be told in the same words."""
    return chain.keys == other.keys and [a.tensor for a in chain.attempts] == [a.tensor for a in other.attempts]


def magnitude(array: Array) -> float:
    """The largest finite |entry|."""
    finite = np.abs(array[np.isfinite(array)])
    return float(finite.max()) if finite.size else 0.0


def distance(left: Array, right: Array, among: Marks | None = None) -> float:
    """max |left − right| of the marked cells; NaN equals NaN and ∞ equals ∞, but no number."""
    a, b = (left, right) if among is None else (left[among], right[among])
    if not a.size:
        return 0.0
    with np.errstate(all="ignore"):
        apart = np.abs(a - b)
    apart = np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0.0, apart)
    return float(np.where(np.isnan(apart), inf, apart).max())
