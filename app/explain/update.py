"""An updated parameter, cell by cell: p ← p − η ∂L/∂p − η λ p − η λ₁ sign p.

`conv1.weight.next` is `conv1.weight` after one step. The velocity of momentum is 0 before the first step,
so that whatever the momentum, one step is plain descent.
"""

import numpy as np

from app.address import Cell
from app.engine.network import parameter_names
from app.engine.optimizer import Sgd
from app.engine.trace import Trace
from app.explain.errors import MethodNotOffered, NoUpdate, UnknownTensor
from app.explain.explainer import PAGE, Origin, check
from app.explain.functions import evaluate
from app.explain.latex import write
from app.explain.symbols import Symbols
from app.explain.terms import Explanation, Factor, Function, Part, Rule, total
from app.explain.view import Reader, View

NEXT = ".next"
METHODS = ("chain",)
RATES = {"003": r"\alpha", "004": r"\varepsilon"}


def is_update(tensor: str) -> bool:
    """Whether the name is that of an updated parameter."""
    return tensor.endswith(NEXT)


def parameter_of(tensor: str) -> str:
    """The parameter behind an updated one; any other name as it is."""
    return tensor.removesuffix(NEXT)


class UpdateSymbols(Symbols):
    """Symbols that know an updated parameter: `{w_{22}}^{next}`."""

    def cell(self, cell: Cell) -> str:
        if not is_update(cell.tensor):
            return super().cell(cell)
        return rf"{{{super().cell(Cell(parameter_of(cell.tensor), cell.index))}}}^{{\mathrm{{next}}}}"


def explain_update(
    trace: Trace,
    cell: Cell,
    sgd: Sgd,
    method: str | None = None,
    *,
    index_base: int = 1,
    notation: str = "000",
    start: int = 0,
    limit: int = PAGE,
    reader: Reader | None = None,
) -> Explanation:
    """Why a parameter becomes what it becomes; raises UnknownTensor, CellOutOfRange, MethodNotOffered, NoUpdate."""
    parameter = Cell(parameter_of(cell.tensor), cell.index)
    names = parameter_names(trace.document)
    if parameter.tensor not in names:
        raise UnknownTensor(f"the trace has no parameter {parameter.tensor!r}; it has {', '.join(names)}")
    check(trace, parameter)
    if trace.loss is None:
        raise NoUpdate("the trace has no loss, so its parameters have no gradient; give the document a loss")
    if method not in (None, *METHODS):
        raise MethodNotOffered(f"{cell.tensor} is not explained by {method!r}; use one of {', '.join(METHODS)}")
    symbols = UpdateSymbols(trace, notation, index_base)
    origin = update_origin(View(trace, symbols, reader or Reader(trace)), parameter.tensor, sgd, notation)
    rule = origin.rule(cell.index, METHODS[0])
    return Explanation(
        cell,
        evaluated(trace, rule),
        METHODS[0],
        METHODS,
        rule,
        start,
        limit,
        trace.dtype,
        lambda explanation: write(explanation, symbols),
    )


def evaluated(trace: Trace, rule: Rule) -> float:
    """What the summands come to, in the trace's precision: no trace holds the cell yet."""
    with np.errstate(all="ignore"):
        return float(trace.dtype.type(sum(rule.part(k).value for k in range(rule.count))))


def update_origin(view: View, parameter: str, sgd: Sgd, notation: str = "000") -> Origin:
    """Who makes an updated parameter: its summands, those of options that are 0 left out."""
    rate = RATES.get(notation, r"\eta")
    return Origin(METHODS, lambda index, method: _rule(view, Cell(parameter, index), sgd, rate))


def _rule(view: View, parameter: Cell, sgd: Sgd, rate: str) -> Rule:
    p = view.factor(parameter.tensor, parameter.index)
    gradient = view.factor(f"{parameter.tensor}.grad", parameter.index)
    minus = view.constant(-sgd.lr, f"-{rate}")
    parts = [Part((p,)), Part((minus, gradient))]
    if sgd.weight_decay:
        parts.append(Part((minus, view.constant(sgd.weight_decay, r"\lambda"), p)))
    if sgd.l1:
        parts.append(Part((minus, view.constant(sgd.l1, r"\lambda_1"), _sign(view, p))))
    if sgd.momentum:
        velocity = view.constant(0.0, "v_0")
        parts.append(Part((minus, view.constant(sgd.momentum, r"\mu"), velocity)))
    return total(len(parts), parts.__getitem__)


def _sign(view: View, p: Factor) -> Factor:
    """sign p: a cell where a penalty already wrote it down."""
    assert p.cell is not None
    written = Cell(f"{p.cell.tensor}.sign", p.cell.index)
    if written.tensor in view.trace.tensors:
        return view.factor(written.tensor, written.index)
    return view.constant(evaluate(Function("sign"), [p.value]), rf"\operatorname{{sign}} {p.symbol}")
