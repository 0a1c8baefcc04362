"""Losses by hand: ½‖a − y‖² under each reduction, and a gradient that is given."""

import numpy as np
import pytest

from app.engine.document import Document, Fill, NamedLayer, NamedLoss
from app.engine.errors import EngineError
from app.engine.network import plan
from app.engine.trace import Trace, compute
from tests.small import make_layer, make_loss

X = np.array([[1.0, 2.0], [3.0, -1.0]])
WEIGHT = np.array([[1.0, 1.0]])
TARGET = np.array([[1.0], [4.0]])


def trained(reduction: str) -> Trace:
    """z = (3, 2), residuals 2 and −2."""
    linear = NamedLayer("linear1", make_layer("linear"), {"weight": WEIGHT, "bias": np.zeros(1)})
    loss = NamedLoss(make_loss("squared_error", reduction=reduction), {"target": TARGET})
    return compute(Document("loss", "float64", X, (linear,), loss))


@pytest.mark.parametrize(
    ("reduction", "loss", "sensitivities", "dw", "db"),
    [
        ("sum", 4, [2, -2], [-4, 6], 0),
        ("mean", 2, [1, -1], [-2, 3], 0),
        ("mean_at_parameters", 2, [2, -2], [-2, 3], 0),
    ],
)
def test_squared_error(reduction: str, loss: float, sensitivities: list[float], dw: list[float], db: float) -> None:
    """Article 003 keeps sensitivities per sample and divides the parameters' gradients by the batch."""
    trace = trained(reduction)
    assert trace.loss == loss
    np.testing.assert_array_equal(trace.array("linear1.output.grad").ravel(), sensitivities)
    np.testing.assert_array_equal(trace.array("linear1.weight.grad").ravel(), dw)
    assert trace.array("linear1.bias.grad") == db
    np.testing.assert_array_equal(trace.array("loss.residual").ravel(), [2, -2])


def test_without_a_loss_there_are_forward_states_only() -> None:
    trace = compute(Document("forward", "float64", X, ()))
    assert trace.loss is None
    assert set(trace.tensors) == {"input"}


def test_generated_classes_are_refused_before_they_are_made() -> None:
    """A billion generated classes would fill the memory before the cost is known."""
    many = 10**9
    loss = NamedLoss(make_loss("cross_entropy"), {"target": Fill((many,), "zeros")})
    with pytest.raises(EngineError, match="at most 1000000 generated classes") as caught:
        plan(Document("many", "float64", Fill((many, 2), "zeros"), (), loss))
    assert caught.value.pointer == "/loss/target"
