"""How large the terms of a cell are together: the scale of its rounding errors."""

from app.address import Cell
from app.engine.trace import Trace
from app.explain.explainer import origin_of
from app.explain.symbols import Wordless
from app.explain.terms import Rule
from app.explain.view import Reader


def rule_of(trace: Trace, cell: Cell) -> Rule:
    """The rule of a cell by its first method, without symbols."""
    origin = origin_of(trace, cell.tensor, Wordless(trace), Reader(trace))
    return origin.rule(cell.index, origin.methods[0])


def magnitude(trace: Trace, cell: Cell) -> float:
    """Σ|terms|."""
    rule = rule_of(trace, cell)
    return sum(abs(rule.part(k).value) for k in range(rule.count))
