"""Updated parameters, cell by cell: p − lr·g − lr·weight_decay·p − lr·l1·sign p."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from app.address import Cell
from app.engine.network import parameter_names
from app.engine.optimizer import Sgd, descend
from app.engine.penalties import Penalty
from app.engine.trace import Trace, compute
from app.explain.errors import CellOutOfRange, MethodNotOffered, NoUpdate, UnknownTensor
from app.explain.update import explain_update
from tests.networks import document, finite
from tests.small import conv_document

CELL = Cell.parse("conv1.weight.next[0,0,0,1]")


def small() -> Trace:
    """w₁₂ is −2 and its gradient 28."""
    upstream = [[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]
    x, w = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, -2], [3, 0.5]]
    return compute(conv_document(x, w, bias=0.25, upstream=upstream, padding=1))


# (options, terms, equation)
EQUATIONS: list[tuple[Sgd, list[float], str]] = [
    (Sgd(0.1), [-2, -2.8], r"w_{12} - \eta\, \frac{\partial L}{\partial w_{12}}"),
    (
        Sgd(0.1, 0, 0.5),
        [-2, -2.8, 0.1],
        r"w_{12} - \eta\, \frac{\partial L}{\partial w_{12}} - \eta\, \lambda\, w_{12}",
    ),
    (
        Sgd(0.1, 0, 0, 0.5),
        [-2, -2.8, 0.05],
        r"w_{12} - \eta\, \frac{\partial L}{\partial w_{12}} - \eta\, \lambda_1\, \operatorname{sign} w_{12}",
    ),
    (Sgd(0.1, 0.9), [-2, -2.8, 0], r"w_{12} - \eta\, \frac{\partial L}{\partial w_{12}} - \eta\, \mu\, v_0"),
]


@pytest.mark.parametrize(("sgd", "terms", "equation"), EQUATIONS)
def test_the_summands(sgd: Sgd, terms: list[float], equation: str) -> None:
    explanation = explain_update(small(), CELL, sgd)
    assert [term.value for term in explanation.terms] == pytest.approx(terms)
    assert explanation.value == pytest.approx(sum(terms))
    assert explanation.latex.symbolic == rf"{{w_{{12}}}}^{{\mathrm{{next}}}} = {equation}"
    assert (explanation.rule, explanation.methods) == ("sum", ("chain",))


def test_each_article_s_letter_of_the_learning_rate() -> None:
    letters = {"000": r"\eta", "001": r"\eta", "002": r"\eta", "003": r"\alpha", "004": r"\varepsilon"}
    for notation, letter in letters.items():
        explanation = explain_update(small(), CELL, Sgd(0.1), notation=notation)
        assert f"- {letter}\\," in explanation.latex.symbolic


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_cell_becomes_what_descent_makes_of_it(dtype: str) -> None:
    tolerance = {"float64": 1e-12, "float32": 2e-5}[dtype]
    for seed in range(20):
        net = document(random.Random(seed), dtype=dtype)
        if not finite(net):
            continue
        trace = compute(net)
        for sgd in (Sgd(0.1), Sgd(0.03, 0.9, 0.2, 0.1)):
            after = compute(descend(trace, sgd).document)
            for name in parameter_names(net):
                for index in np.ndindex(after.array(name).shape):
                    explanation = explain_update(trace, Cell(f"{name}.next", index), sgd)
                    values = [term.value for term in explanation.terms]
                    near = tolerance * sum(map(abs, values)) + 1e-300
                    assert abs(explanation.value - float(after.array(name)[index])) <= near
                    assert abs(math.fsum(values) - explanation.value) <= near
                    for factor in (factor for term in explanation.terms for factor in term.factors):
                        assert factor.cell is None or factor.value == trace.array(factor.cell.tensor)[factor.cell.index]


def test_the_sign_is_a_cell_where_a_penalty_wrote_it_down() -> None:
    trace = small()
    penalised = compute(replace(trace.document, penalties=(Penalty("conv1.weight", 0.5),)))
    for each, cell in ((trace, None), (penalised, Cell("conv1.weight.sign", CELL.index))):
        sign = list(explain_update(each, CELL, Sgd(0.1, 0, 0, 0.5)).terms)[2].factors[2]
        assert (sign.cell, sign.value) == (cell, -1)
        assert sign.symbol == r"\operatorname{sign} w_{12}"


def test_a_page_of_terms() -> None:
    explanation = explain_update(small(), CELL, Sgd(0.1, 0, 0.5), start=1, limit=1)
    (term,) = explanation.terms
    assert explanation.sum_before == -2
    assert term.value == pytest.approx(-2.8)


def test_what_has_no_next_value() -> None:
    trace = small()
    with pytest.raises(UnknownTensor, match=r"conv1\.weight, conv1\.bias"):
        explain_update(trace, Cell.parse("conv1.output.next[0,0,0,0]"), Sgd(0.1))
    with pytest.raises(CellOutOfRange):
        explain_update(trace, Cell.parse("conv1.weight.next[0,0,0,2]"), Sgd(0.1))
    with pytest.raises(MethodNotOffered):
        explain_update(trace, CELL, Sgd(0.1), "rot180")
    with pytest.raises(NoUpdate):
        explain_update(compute(replace(trace.document, loss=None)), CELL, Sgd(0.1))
