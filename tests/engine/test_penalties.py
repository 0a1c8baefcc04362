"""Penalties by hand: l1 · Σ|p| + ½ · l2 · Σ p², and what the gradient gets."""

from dataclasses import replace

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document
from app.engine.errors import EngineError
from app.engine.network import plan
from app.engine.penalties import Penalty
from app.engine.trace import Trace, compute
from app.explain import explain, feeds
from tests.small import conv_document


def penalised(*penalties: Penalty) -> Document:
    """z = 2·3 = 6 with g = 5: L = 30, ∂L/∂w = 10."""
    net = conv_document([[2.0, 2.0]], [[3.0, -4.0]], bias=0.0, upstream=[[5.0]])
    return replace(net, penalties=penalties)


@pytest.fixture
def trace() -> Trace:
    return compute(penalised(Penalty("conv1.weight", l1=0.5, l2=2.0), Penalty("conv1.bias", l2=1.0)))


def test_the_loss_and_the_gradient_carry_the_penalty(trace: Trace) -> None:
    """−10 + 0.5·(3 + 4) + ½·2·(9 + 16); (10 + 0.5 + 6, 10 − 0.5 − 8)."""
    assert trace.loss == -10 + 3.5 + 25
    np.testing.assert_array_equal(trace.array("conv1.weight.grad").ravel(), [16.5, 1.5])
    np.testing.assert_array_equal(trace.array("conv1.weight.sign").ravel(), [1, -1])
    assert trace.array("conv1.bias.grad") == 5


def test_its_summands_stand_at_the_end(trace: Trace) -> None:
    *_, sign, decay = explain(trace, Cell.parse("conv1.weight.grad[0,0,0,1]")).terms
    assert (sign.value, decay.value) == (-0.5, -8)
    assert [str(factor.cell) for factor in sign.factors] == ["None", "conv1.weight.sign[0,0,0,1]"]
    assert [factor.symbol for factor in decay.factors] == [r"\lambda_2", "w_{12}"]
    assert [term.value for term in explain(trace, Cell("loss")).terms] == [-10, 1.5, 2, 9, 16, 0]
    assert "loss[]" in map(str, feeds(trace, Cell.parse("conv1.weight[0,0,0,0]")).cells)


def test_the_slope_of_the_absolute_value_is_zero_at_zero() -> None:
    net = conv_document([[2.0]], [[0.0]], upstream=[[5.0]])
    trace = compute(replace(net, penalties=(Penalty("conv1.weight", l1=9.0),)))
    assert trace.array("conv1.weight.grad") == 10


@pytest.mark.parametrize(
    ("penalties", "loss", "pointer", "words"),
    [
        ((Penalty("conv1.output", l1=1.0),), True, "/penalties/0/tensor", "conv1.weight, conv1.bias"),
        ((Penalty("input", l1=1.0),), True, "/penalties/0/tensor", "expected a parameter"),
        ((Penalty("conv1.bias"), Penalty("conv1.bias")), True, "/penalties/1/tensor", "twice"),
        ((Penalty("conv1.bias"),), False, "/penalties", "add a loss"),
    ],
)
def test_what_is_refused(penalties: tuple[Penalty, ...], loss: bool, pointer: str, words: str) -> None:
    net = penalised(*penalties)
    with pytest.raises(EngineError) as caught:
        plan(net if loss else replace(net, loss=None))
    assert caught.value.pointer == pointer
    assert words in caught.value.message


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_strength_is_a_number_from_zero(value: float) -> None:
    with pytest.raises(EngineError, match="l2: expected"):
        Penalty("conv1.weight", l2=value)
