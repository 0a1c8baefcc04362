"""Descent: hand numbers, article 004's update, and what it leaves alone."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.document import Document, Fill, NamedLayer, NamedLoss
from app.engine.errors import EngineError
from app.engine.network import parameter_names
from app.engine.optimizer import Sgd, descend
from app.engine.penalties import Penalty
from app.engine.trace import Trace, compute
from tests.networks import document, finite
from tests.small import conv_document, make_layer, make_loss


def one_weight(p: float, dtype: str = "float64") -> Trace:
    """L = 3p, so that ∂L/∂p is 3 wherever p is."""
    layer = NamedLayer("linear1", make_layer("linear"), {"weight": np.array([[p]], dtype), "bias": None})
    loss = NamedLoss(make_loss("upstream"), {"gradient": np.ones((1, 1), dtype)})
    return compute(Document("", dtype, np.array([[3.0]], dtype), (layer,), loss))


# (p, options, steps, p after, losses)
HAND: list[tuple[float, dict[str, float], int, float, tuple[float, ...]]] = [
    (2, {"lr": 0.1}, 1, 1.7, (6,)),
    (2, {"lr": 0}, 2, 2, (6, 6)),
    (2, {"lr": 0.1, "weight_decay": 0.5}, 1, 1.6, (6,)),
    (2, {"lr": 0.1, "l1": 0.5}, 1, 1.65, (6,)),
    (-2, {"lr": 0.1, "l1": 0.5}, 1, -2.25, (-6,)),
    (0, {"lr": 0.1, "l1": 0.5}, 1, -0.3, (0,)),
    (2, {"lr": 0.1, "momentum": 0.9}, 1, 1.7, (6,)),  # the velocity starts at 0
    (2, {"lr": 0.1, "momentum": 0.9}, 3, 0.317, (6, 5.1, 3.39)),  # v = 3, 5.7, 8.13
    (2, {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.1, "l1": 0.2}, 2, 1.1534, (6, 4.98)),  # v = 3.4, 5.066
]


@pytest.mark.parametrize(("p", "options", "steps", "after", "losses"), HAND)
def test_hand_numbers(p: float, options: dict[str, float], steps: int, after: float, losses: tuple[float, ...]) -> None:
    descent = descend(one_weight(p), Sgd(**options), steps)
    weight: Any = descent.document.layers[0].parameters["weight"]
    assert weight.item() == pytest.approx(after, abs=1e-15)
    assert descent.losses == pytest.approx(losses, abs=1e-14)


def test_the_update_of_article_004() -> None:
    path = Path(__file__).parents[1] / "data" / "seed-examples.json"
    examples = json.loads(path.read_text())["004_269857e385c8f27c"]
    example = next(each for each in examples if each["id"] == "004-conv")
    given, expected = example["input"], example["expected"]
    trace = compute(conv_document(given["x"], given["w"], bias=given["b"], upstream=given["dE_dy"]))
    after: Any = descend(trace, Sgd(given["epsilon"])).document.layers[0].parameters
    np.testing.assert_allclose(np.squeeze(after["weight"]), expected["w_after"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(np.squeeze(after["bias"]), expected["b_after"], rtol=0, atol=1e-12)


def test_parameters_become_explicit_and_nothing_else_changes() -> None:
    x, gradient = Fill((1, 3), "uniform", 1), Fill((1, 2), "ones")
    layers = (
        NamedLayer("linear1", make_layer("linear"), {"weight": Fill((2, 3), "uniform", 2), "bias": None}),
        NamedLayer("relu1", make_layer("relu"), {}),
    )
    before = Document("kept", "float64", x, layers, NamedLoss(make_loss("upstream"), {"gradient": gradient}))
    after = descend(compute(before), Sgd(0.1), 2).document
    assert (after.name, after.input, after.penalties) == (before.name, x, ())
    assert after.loss is not None and after.loss.tensors == {"gradient": gradient}
    assert after.layers[0].parameters["bias"] is None
    weight = after.layers[0].parameters["weight"]
    assert isinstance(weight, np.ndarray) and not weight.flags.writeable
    assert isinstance(before.layers[0].parameters["weight"], Fill)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_steps_without_momentum_are_single_steps(dtype: str) -> None:
    sgd = Sgd(0.03, 0, 0.2, 0.1)
    for seed in range(25):
        net = document(random.Random(seed), dtype=dtype)
        if not finite(net):
            continue
        trace = compute(net)
        twice = descend(trace, sgd, 2)
        once = descend(trace, sgd)
        again = descend(compute(once.document), sgd)
        assert twice.losses == once.losses + again.losses
        for name in parameter_names(net):
            moved = compute(twice.document).array(name)
            assert moved.dtype == dtype
            np.testing.assert_array_equal(moved, compute(again.document).array(name))


def test_a_penalty_is_part_of_the_gradient_and_decay_is_not_part_of_the_loss() -> None:
    """½·l2·p² as a penalty moves p as weight decay does, but it also counts in L."""
    plain = one_weight(2)
    penalised = compute(replace(plain.document, penalties=(Penalty("linear1.weight", 0.2, 0.5),)))
    by_penalty, by_decay = descend(penalised, Sgd(0.1)), descend(plain, Sgd(0.1, 0, 0.5, 0.2))
    for one, other in zip(by_penalty.document.layers, by_decay.document.layers, strict=True):
        np.testing.assert_allclose(np.asarray(one.parameters["weight"]), np.asarray(other.parameters["weight"]))
    assert (by_decay.losses, by_penalty.losses) == ((6.0,), (7.4,))


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay", "l1"])
@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf")])
def test_options_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(EngineError) as refused:
        Sgd(**{"lr": 0.1, name: value})
    assert refused.value.pointer == f"/{name}"


def test_without_a_loss_there_is_no_way_down() -> None:
    with pytest.raises(EngineError, match="no loss"):
        descend(compute(conv_document([[1.0]], [[1.0]])), Sgd(0.1))


def test_parameters_that_leave_their_range_are_refused() -> None:
    with pytest.raises(EngineError, match=r"after step 1 linear1.weight\[0,0\] is not a finite float32") as refused:
        descend(one_weight(2, "float32"), Sgd(1e39))
    assert refused.value.pointer == "/lr"
