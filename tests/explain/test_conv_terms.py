"""The article's own lines: composition list, terms of ∂L/∂x, order of arrival, zeros kept and marked."""

import numpy as np
import pytest

from app.address import Cell
from app.engine.trace import Trace, compute
from app.explain import MethodNotOffered, Term, explain
from tests.engine.test_conv import UPSTREAM, W, X
from tests.small import conv_document, make_layer, make_loss


@pytest.fixture(scope="module")
def trace() -> Trace:
    return compute(conv_document(X, W, bias=0.25, upstream=UPSTREAM, padding=1))


def written(terms: list[Term]) -> list[str]:
    return [" ".join(factor.symbol for factor in term.factors) for term in terms]


def terms_of(trace: Trace, address: str, method: str | None = None) -> list[Term]:
    return list(explain(trace, Cell.parse(address), method).terms)


def test_composition_of_z(trace: Trace) -> None:
    """z11 = 0w11 + 0w12 + 0w21 + x11w22 (article 000), and the bias."""
    terms = terms_of(trace, "conv1.output[0,0,0,0]")
    assert written(terms) == ["0 w_{11}", "0 w_{12}", "0 w_{21}", "x_{11} w_{22}", "b"]
    assert [term.zero for term in terms] == ["padding", "padding", "padding", None, None]
    assert [term.value for term in terms] == [0, 0, 0, 0.5, 0.25]
    assert [str(factor.cell) for factor in terms[0].factors] == [
        "conv1.padded[0,0,0,0]",
        "conv1.weight[0,0,0,0]",
    ]
    assert terms[0].factors[0].source is None


@pytest.mark.parametrize("method", ["chain", "scatter"])
def test_terms_of_an_input_gradient(trace: Trace, method: str) -> None:
    """∂L/∂x22 = δ22·w22 + δ23·w21 + δ32·w12 + δ33·w11, in order of arrival."""
    terms = terms_of(trace, "input.grad[0,0,1,1]", method)
    deltas = [rf"\frac{{\partial L}}{{\partial z_{{{ij}}}}}" for ij in (22, 23, 32, 33)]
    assert written(terms) == [f"{d} w_{{{w}}}" for d, w in zip(deltas, (22, 21, 12, 11), strict=True)]
    assert [term.value for term in terms] == [-1, 3, -10, -3]
    assert [term.running_total for term in terms] == [-1, 2, -8, -11]


def test_the_turned_kernel_reads_delta_with_its_border(trace: Trace) -> None:
    """The contract's own example: ∂L/∂x11 by rot180."""
    first = terms_of(trace, "input.grad[0,0,0,0]", "rot180")[0]
    assert first.value == 0.5
    assert [(str(f.cell), str(f.source)) for f in first.factors] == [
        ("conv1.bordered[0,0,1,1]", "conv1.output.grad[0,0,0,0]"),
        ("conv1.turned[0,0,0,0]", "conv1.weight[0,0,1,1]"),
    ]
    corner = terms_of(trace, "conv1.table[0,0,0,0]", "rot180")
    assert [term.zero for term in corner] == ["border", "border", "border", None]


def test_under_convolution_nothing_turns() -> None:
    trace = compute(conv_document(X, W, upstream=UPSTREAM, padding=1, convention="convolution"))
    first = terms_of(trace, "input.grad[0,0,0,0]", "rot180")[0]
    assert str(first.factors[1].cell) == "conv1.weight[0,0,0,0]"


def test_stride_puts_marked_zeros_under_the_turned_kernel() -> None:
    trace = compute(conv_document(np.ones((4, 4)), W, upstream=[[1, 2], [3, 4]], stride=2))
    assert [term.zero for term in terms_of(trace, "input.grad[0,0,1,1]", "rot180")] == [
        None,
        "stuffing",
        "stuffing",
        "stuffing",
    ]
    assert [term.zero for term in terms_of(trace, "input.grad[0,0,0,0]", "rot180")] == [
        "border",
        "border",
        "border",
        None,
    ]
    sliding = terms_of(trace, "conv1.weight.grad[0,0,0,0]", "correlate")
    assert len(sliding) == 9
    assert [term.zero for term in sliding].count("stuffing") == 5


def test_the_kernel_gradient_keeps_the_padding(trace: Trace) -> None:
    terms = terms_of(trace, "conv1.weight.grad[0,0,0,0]", "matrix")
    assert len(terms) == 16
    assert [term.zero for term in terms].count("padding") == 7
    assert terms[-1].running_total == 34
    backwards = terms_of(trace, "conv1.weight.grad[0,0,0,0]", "rot180_input")
    assert [t.value for t in backwards] == [
        t.value for t in terms_of(trace, "conv1.weight.grad[0,0,0,0]", "correlate")
    ][::-1]


def test_an_unread_weight_is_an_empty_sum() -> None:
    from app.engine.document import Document, NamedLayer, NamedLoss

    layer = make_layer("conv2d", connections=[[True, False]])
    net = Document(
        "partial",
        "float64",
        np.ones((1, 2, 1, 1)),
        (NamedLayer("conv1", layer, {"weight": np.ones((1, 2, 1, 1)), "bias": None}),),
        NamedLoss(make_loss("upstream"), {"gradient": np.ones((1, 1, 1, 1))}),
    )
    explanation = explain(compute(net), Cell.parse("conv1.weight.grad[0,1,0,0]"))
    assert (explanation.rule, explanation.term_count, explanation.value) == ("sum", 0, 0)
    assert explanation.latex.symbolic.endswith("= 0")


def test_pages_carry_what_precedes_them(trace: Trace) -> None:
    address = Cell.parse("conv1.weight.grad[0,0,1,1]")
    whole = list(explain(trace, address).terms)
    page = explain(trace, address, start=10, limit=3)
    assert [t.running_total for t in page.terms] == [t.running_total for t in whole[10:13]]
    assert page.sum_before == whole[9].running_total
    assert list(explain(trace, address, start=99).terms) == []


def test_symbols_count_from_the_base_and_follow_the_notation(trace: Trace) -> None:
    cell = Cell.parse("input.grad[0,0,0,0]")
    zero_based = explain(trace, cell, index_base=0).latex.symbolic
    assert zero_based.startswith(r"\frac{\partial L}{\partial x_{00}} = \frac{\partial L}{\partial z_{00}}\, w_{11}")
    assert explain(trace, cell, notation="001").latex.symbolic.startswith(
        r"\frac{\partial C}{\partial a_{11}} = \delta_{11}\, W_{22}"
    )
    assert explain(trace, cell, notation="004").latex.symbolic.startswith(r"\frac{\partial E}{\partial x_{11}}")
    numeric = explain(trace, cell).latex.numeric
    assert numeric.endswith(r"= 1 \cdot 0.5 + 2 \cdot 3 + 3 \cdot (-2) + (-2) \cdot 1 = -1.5")


def test_a_method_that_does_not_apply_names_those_that_do(trace: Trace) -> None:
    with pytest.raises(MethodNotOffered, match="use one of chain, scatter, rot180, matrix"):
        explain(trace, Cell.parse("input.grad[0,0,0,0]"), "correlate")


def test_indices_keep_apart_where_an_axis_has_ten_or_more() -> None:
    """x with columns 1 to 10 says x_{2,9}, as it says x_{2,10}; the small w keeps its pairs of digits."""
    wide = compute(conv_document(np.arange(20.0).reshape(1, 1, 2, 10), W))
    terms = terms_of(wide, "conv1.output[0,0,0,8]")
    assert written(terms) == ["x_{1,9} w_{11}", "x_{1,10} w_{12}", "x_{2,9} w_{21}", "x_{2,10} w_{22}"]


def test_delta_is_stuffed_only_where_a_stride_skips() -> None:
    """With stride 1 it is δ itself."""
    for stride, letter in ((1, r"\delta_{11}"), (2, r"\delta^{\uparrow}_{11}")):
        side = 4 if stride == 1 else 2
        strided = compute(conv_document(X, W, upstream=np.ones((1, 1, side, side)), padding=1, stride=stride))
        assert explain(strided, Cell.parse("conv1.stuffed[0,0,0,0]")).latex.symbolic.startswith(letter)
