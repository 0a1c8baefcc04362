"""A whole tensor derived: every cell with all its terms, in symbols and in numbers, as a text to hand in."""

from dataclasses import dataclass
from itertools import product as every
from math import prod

from app.address import Cell
from app.engine.trace import Trace
from app.explain.errors import DerivationTooLong, UnknownTensor
from app.explain.explainer import explain
from app.explain.forms import FORMS, Derived
from app.explain.latex import Equation, equation, multiplied, product
from app.explain.plain import plain
from app.explain.symbols import Symbols
from app.explain.terms import Explanation

WIDTH = 60
"""Characters, as plain text, after which an equation goes on in a new line."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still a small tensor."""

    cells: int = 400
    terms: int = 20_000


def derivation(
    trace: Trace,
    tensor: str,
    form: str,
    method: str | None = None,
    *,
    index_base: int = 1,
    notation: str = "000",
    limits: Limits | None = None,
) -> str:
    """The text in one of the FORMS; raises UnknownTensor, MethodNotOffered, UnknownNotation, DerivationTooLong."""
    if tensor not in trace.tensors:
        raise UnknownTensor(f"the trace has no tensor {tensor!r}; it has {', '.join(trace.tensors)}")
    shape = trace.tensors[tensor].shape
    limits = limits or Limits()
    if prod(shape) > limits.cells:
        raise _too_long(tensor, f"{prod(shape):,} cells", limits.cells)
    explanations: list[Explanation] = []
    terms = 0
    for index in every(*map(range, shape)):
        explanations.append(explain(trace, Cell(tensor, index), method, index_base=index_base, notation=notation))
        terms += explanations[-1].term_count
        if terms > limits.terms:
            raise _too_long(tensor, f"at least {terms:,} terms", limits.terms)
    symbols = Symbols(trace, notation, index_base)
    cells = [_derived(explanation.cell, equation(explanation, symbols)) for explanation in explanations]
    sizes = " × ".join(map(str, shape)) or "a single number"
    about = f"Shape: {sizes}. Method: {explanations[0].method}. Numbers are rounded to 6 significant digits."
    return "\n".join(FORMS[form].lines(tensor, about, cells)) + "\n"


def _too_long(tensor: str, size: str, limit: int) -> DerivationTooLong:
    return DerivationTooLong(
        f"{tensor} has {size}, and derivations are written out up to {limit:,}; "
        "take a smaller tensor, or explain single cells"
    )


def _derived(cell: Cell, made: Equation) -> Derived:
    """The cell = its terms = their numbers = its value, each side only where it says something new."""
    value = (made.value,)
    sides = [] if made.given else [_broken(_pieces(made, [product(part) for part in made.symbolic]))]
    copied = made.function is None and [len(part) for part in made.numeric] == [1]
    if not made.given and not copied:
        sides.append(_broken(_pieces(made, [multiplied(part) for part in made.numeric])))
    if value not in sides:
        sides.append(value)
    return Derived(cell, made.left, tuple(sides))


def _pieces(made: Equation, terms: list[str]) -> list[str]:
    """One side of the equation, cut where a line may end."""
    if made.function is not None:
        ends = [*[","] * (len(terms) - 1), ")"]
        return [f"{made.function}({terms[0]}{ends[0]}", *(t + end for t, end in zip(terms[1:], ends[1:], strict=True))]
    first, *others = terms or ["0"]
    return [first, *(f"- {term[1:]}" if term.startswith("-") else f"+ {term}" for term in others)]


def _broken(pieces: list[str]) -> tuple[str, ...]:
    """The pieces in lines, each as long as it may be."""
    lines: list[list[str]] = [[]]
    length = 0
    for piece in pieces:
        size = len(plain(piece)) + 1
        if lines[-1] and length + size > WIDTH:
            lines.append([])
            length = 0
        lines[-1].append(piece)
        length += size
    return tuple(" ".join(line) for line in lines)
