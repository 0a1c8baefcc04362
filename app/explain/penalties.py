"""Penalties, cell by cell: what they add to a parameter's gradient and to L, and the sign that L1 reads."""

from collections.abc import Callable

from app.address import Cell
from app.engine.penalties import Penalty
from app.engine.trace import Trace
from app.explain.terms import Factor, Function, Part, Rule, total
from app.explain.view import View, unravel

Index = tuple[int, ...]


def of_tensor(trace: Trace, tensor: str) -> Penalty | None:
    """The penalty on a parameter."""
    return next((p for p in trace.document.penalties if p.tensor == tensor), None)


def in_gradient(view: View, rule: Rule, penalty: Penalty, index: Index) -> Rule:
    """The rule of ∂L/∂p with l1 · sign(p) and l2 · p at its end."""
    added: list[Callable[[], Part]] = []
    if penalty.l1:
        added.append(lambda: Part((_constant(view, penalty.l1, r"\lambda_1"), view.factor(penalty.sign, index))))
    if penalty.l2:
        added.append(lambda: Part((_constant(view, penalty.l2, r"\lambda_2"), view.factor(penalty.tensor, index))))
    own = rule.part
    return total(rule.count + len(added), lambda k: own(k) if k < rule.count else added[k - rule.count]())


def in_loss(view: View, rule: Rule) -> Rule:
    """The rule of L with every penalty's summands at its end: l1 · sign(p) · p and ½ · l2 · p · p."""
    for penalty in view.trace.document.penalties:
        rule = _added(view, rule, penalty)
    return rule


def _added(view: View, rule: Rule, penalty: Penalty) -> Rule:
    own, before = rule.part, rule.count
    shape = view.shape(penalty.tensor)
    size = view.trace.arrays[penalty.tensor].size
    kinds = [kind for kind in ("l1", "l2") if getattr(penalty, kind)]

    def part(position: int) -> Part:
        if position < before:
            return own(position)
        kind, place = divmod(position - before, size)
        index = unravel(place, shape)
        p = view.factor(penalty.tensor, index)
        if kinds[kind] == "l1":
            return Part((_constant(view, penalty.l1, r"\lambda_1"), view.factor(penalty.sign, index), p))
        return Part((_constant(view, penalty.l2 / 2, r"\tfrac12 \lambda_2"), p, p))

    return total(before + size * len(kinds), part)


def sign(view: View, penalty: Penalty, index: Index) -> Rule:
    """The sign that an L1 penalty reads."""
    argument = Part((view.factor(penalty.tensor, index),))
    return Rule("map", 1, lambda _: argument, function=Function("sign"))


def readers(trace: Trace, cell: Cell) -> list[Cell]:
    """Which cells read this one through a penalty."""
    for penalty in trace.document.penalties:
        gradient = Cell(f"{penalty.tensor}.grad", cell.index)
        if cell.tensor == penalty.sign:
            return [Cell("loss"), gradient]
        if cell.tensor == penalty.tensor:
            own = [Cell(penalty.sign, cell.index)] if penalty.l1 else []
            return [*own, Cell("loss"), *([gradient] if penalty.l2 else [])] if penalty.l1 or penalty.l2 else []
    return []


def _constant(view: View, value: float, symbol: str) -> Factor:
    return view.constant(view.rounded(value), symbol)
