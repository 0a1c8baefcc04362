"""What an explanation is made of: a cell's rule, its terms, their factors. Terms are made one at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, Literal

import numpy as np

from app.address import Cell

Zero = Literal["padding", "stuffing", "border"]
Kind = Literal["sum", "max", "map", "given"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a product. Of a rearranged tensor (`moved`), `source` is where it came from, None a put-in zero."""

    value: float
    symbol: str
    cell: Cell | None = None
    source: Cell | None = None
    moved: bool = False

    @property
    def constant(self) -> bool:
        """A number that no tensor holds."""
        return self.cell is None


@dataclass(frozen=True, slots=True)
class Part:
    """One summand (or candidate, or argument); `silent` is 0 whatever it is multiplied with, infinity included."""

    factors: tuple[Factor, ...]
    zero: Zero | None = None
    silent: bool = False

    @property
    def value(self) -> float:
        """The product; −0 only as the copy of a −0."""
        if self.silent:
            return 0.0
        return self.factors[0].value if len(self.factors) == 1 else prod(f.value for f in self.factors) + 0.0


@dataclass(frozen=True, slots=True)
class Term:
    """A part within its sum; `running_total` only in a sum."""

    value: float
    running_total: float | None
    factors: tuple[Factor, ...]
    zero: Zero | None


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the closed list in `functions`."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one cell is made: `count` parts, the k-th in closed form."""

    kind: Kind
    count: int
    part: Callable[[int], Part]
    chosen: int | None = None
    function: Function | None = None


def total(count: int, part: Callable[[int], Part]) -> Rule:
    """value = Σ parts."""
    return Rule("sum", count, part)


def single(*factors: Factor, zero: Zero | None = None) -> Rule:
    """value = one product."""
    part = Part(factors, zero)
    return Rule("sum", 1, lambda _: part)


def given() -> Rule:
    """A number that was typed."""
    return Rule("given", 0, _no_part)


def _no_part(position: int) -> Part:
    raise IndexError(position)


@dataclass(frozen=True, slots=True)
class Latex:
    """The equation in symbols and in numbers."""

    symbolic: str
    numeric: str


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a cell has its value; `terms` is one page, made while it is read."""

    cell: Cell
    value: float
    method: str
    methods: tuple[str, ...]
    rule_: Rule
    start: int
    limit: int
    dtype: np.dtype[Any]
    write: Callable[["Explanation"], Latex]

    @property
    def rule(self) -> Kind:
        return self.rule_.kind

    @property
    def term_count(self) -> int:
        return self.rule_.count

    @property
    def chosen(self) -> int | None:
        return self.rule_.chosen

    @property
    def function(self) -> Function | None:
        return self.rule_.function

    @cached_property
    def sum_before(self) -> float | None:
        """What the terms before this page add up to; None on the first page and outside sums."""
        if self.start == 0 or self.rule != "sum":
            return None
        return sum((self.rule_.part(k).value for k in range(min(self.start, self.term_count))), 0.0)

    @property
    def terms(self) -> Iterator[Term]:
        """The terms start … start + limit − 1."""
        running = self.sum_before or 0.0
        for k in range(self.start, min(self.start + self.limit, self.term_count)):
            part = self.rule_.part(k)
            value = part.value
            running += value
            yield Term(
                self._rounded(value),
                self._rounded(running) if self.rule == "sum" else None,
                part.factors,
                part.zero,
            )

    @cached_property
    def latex(self) -> Latex:
        return self.write(self)

    def _rounded(self, value: float) -> float:
        with np.errstate(all="ignore"):
            return float(self.dtype.type(value))
