"""A whole tensor derived: every cell with all its terms, in symbols and in numbers, as a text to hand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from itertools import product as every
from math import prod
from typing import Any

from app.address import Cell
from app.engine.optimizer import Sgd
from app.engine.trace import Trace
from app.explain.errors import DerivationTooLong, UnknownTensor
from app.explain.explainer import explain
from app.explain.forms import FORMS, Derived
from app.explain.latex import Equation, equation, multiplied, product
from app.explain.terms import Explanation
from app.explain.update import UpdateSymbols, explain_update, is_update, parameter_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still a small tensor."""

    cells: int = 400
    terms: int = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """Which cells of a tensor: those of a NumPy index, and of these the first ones in row-major order."""

    index: tuple[int | slice, ...] = ()
    first: int | None = None

    def axes(self, shape: Sequence[int]) -> list[range]:
        """The indices along every axis."""
        chosen: list[range] = []
        for axis, size in enumerate(shape):
            span = self.index[axis] if axis < len(self.index) else slice(None)
            found = range(size)[span]
            chosen.append(found if isinstance(found, range) else range(found, found + 1))
        return chosen


@dataclass(frozen=True, slots=True)
class Derivation:
    """The cells of a part of a tensor; `of` counts the part's cells, `reads` names the tensors of the factors."""

    tensor: str
    shape: tuple[int, ...]
    part: Part
    of: int
    method: str
    methods: tuple[str, ...]
    reads: tuple[str, ...]
    cells: tuple[Derived, ...]

    @property
    def about(self) -> str:
        """One line: shape, method, and what is left out."""
        sizes = " × ".join(map(str, self.shape)) or "a single number"
        count = prod(self.shape)
        left_out = f" {len(self.cells):,} of {count:,} cells." if len(self.cells) < count else ""
        return f"Shape: {sizes}. Method: {self.method}.{left_out} Numbers are rounded to 6 significant digits."


def derivation(trace: Trace, tensor: str, form: str, method: str | None = None, **how: Any) -> str:
    """The text in one of the FORMS; `how` and what it raises are those of `derive`."""
    return written(derive(trace, tensor, method, **how), form)


def written(made: Derivation, form: str) -> str:
    """A derivation in one of the FORMS."""
    return "\n".join(FORMS[form].lines(made.tensor, made.about, made.cells)) + "\n"


def derive(
    trace: Trace,
    tensor: str,
    method: str | None = None,
    *,
    part: Part | None = None,
    sgd: Sgd | None = None,
    index_base: int = 1,
    notation: str = "000",
    limits: Limits | None = None,
) -> Derivation:
    """Every cell of a part; raises UnknownTensor, MethodNotOffered, UnknownNotation, NoUpdate, DerivationTooLong.

    `conv1.weight.next` is the parameter after the step `sgd`.
    """
    owner = parameter_of(tensor) if is_update(tensor) and sgd is not None else tensor
    if owner not in trace.tensors:
        raise UnknownTensor(f"the trace has no tensor {tensor!r}; it has {', '.join(trace.tensors)}")
    shape, part, limits = trace.tensors[owner].shape, part or Part(), limits or Limits()
    axes = part.axes(shape)
    of = prod(map(len, axes))
    count = of if part.first is None else min(of, part.first)
    if count > limits.cells:
        raise _too_long(
            tensor, part, f"{count:,} cells", limits.cells, one_map=len(shape) > 2 and prod(shape[-2:]) <= limits.cells
        )

    def explained(index: tuple[int, ...]) -> Explanation:
        cell = Cell(tensor, index)
        if sgd is not None and is_update(tensor):
            return explain_update(trace, cell, sgd, method, index_base=index_base, notation=notation)
        return explain(trace, cell, method, index_base=index_base, notation=notation)

    symbols = UpdateSymbols(trace, notation, index_base)
    reads: dict[str, None] = {}
    cells: list[Derived] = []
    terms = 0
    explanation = explained((0,) * len(shape))  # refuses a wrong method, even where the part has no cell
    for index in islice(every(*axes), count):
        explanation = explained(index)
        terms += explanation.term_count
        if terms > limits.terms:
            raise _too_long(tensor, part, f"at least {terms:,} terms", limits.terms, one_map=len(shape) > 2)
        zeros: dict[str, int] = {}
        for k in range(explanation.term_count):
            summand = explanation.rule_.part(k)
            if summand.zero is not None:
                zeros[summand.zero] = zeros.get(summand.zero, 0) + 1
            for factor in summand.factors:
                origin = factor.source if factor.moved else factor.cell
                if origin is not None:
                    reads[origin.tensor] = None
        cells.append(_derived(explanation, equation(explanation, symbols), zeros))
    return Derivation(tensor, shape, part, of, explanation.method, explanation.methods, tuple(reads), tuple(cells))


def _too_long(tensor: str, part: Part, size: str, limit: int, *, one_map: bool) -> DerivationTooLong:
    """The size, the limit, and smaller parts to take."""
    what = tensor if part == Part() else f"this part of {tensor}"
    maps = "one of its maps (slice), " if one_map and not part.index else ""
    return DerivationTooLong(
        f"{what} has {size}, and derivations are written out up to {limit:,}; "
        f"take {maps}its first cells (cells), or a smaller tensor"
    )


def _derived(explanation: Explanation, made: Equation, zeros: Mapping[str, int]) -> Derived:
    """The cell = its terms = their numbers = its value, each side only where it says something new."""
    value = (made.value,)
    sides = [] if made.given else [_pieces(made, [product(part) for part in made.symbolic])]
    copied = made.function is None and [len(part) for part in made.numeric] == [1]
    if not made.given and not copied:
        sides.append(_pieces(made, [multiplied(part) for part in made.numeric]))
    if value not in sides:
        sides.append(value)
    return Derived(
        explanation.cell, made.left, tuple(sides), explanation.value, explanation.term_count, tuple(zeros.items())
    )


def _pieces(made: Equation, terms: list[str]) -> tuple[str, ...]:
    """One side of the equation, cut where a line may end."""
    if made.function is not None:
        ends = [*[","] * (len(terms) - 1), ")"]
        others = (term + end for term, end in zip(terms[1:], ends[1:], strict=True))
        return (f"{made.function}({terms[0]}{ends[0]}", *others)
    first, *rest = terms or ["0"]
    return (first, *(f"- {term[1:]}" if term.startswith("-") else f"+ {term}" for term in rest))
