"""One cell's check agrees with the whole tensor's, and a kink is told with what makes it."""

import random
from dataclasses import replace

import numpy as np
import pytest

from app.address import Cell
from app.engine.cellcheck import CellCheck, check_cell
from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.gradcheck import checkable, gradcheck
from app.engine.penalties import Penalty
from app.engine.trace import compute
from app.explain.magnitude import magnitude
from tests.networks import document, finite
from tests.small import layer_document, make_layer, make_loss

LOSS = Cell("loss")


def checked(net: Document, gradient: str, *index: int) -> CellCheck:
    trace = compute(net)
    return check_cell(trace, gradient, index, magnitude(trace, LOSS))


def test_a_cell_is_checked_as_its_tensor_is() -> None:
    kinks = 0
    for seed in range(25):
        net = document(random.Random(seed), largest=4)
        if not finite(net):
            continue
        trace = compute(net)
        terms = magnitude(trace, LOSS)
        for name, whole in gradcheck(trace, checkable(trace), terms, whole=True).items():
            two_slopes = {kink.cell.index: kink for kink in whole.kinks}
            assert whole.numeric is not None
            for index in random.Random(seed).sample([*np.ndindex(whole.numeric.shape)], min(3, whole.numeric.size)):
                alone = check_cell(trace, name, index, terms)
                np.testing.assert_allclose(alone.numeric, whole.numeric[index], rtol=1e-9, atol=1e-7)
                assert (alone.kink is not None) == (index in two_slopes), (seed, name, index)
                assert alone.analytic == trace.array(name)[index]
                if alone.kink is not None:
                    kinks += 1
                    assert alone.kink.count >= len(alone.kink.causes) > 0
                    np.testing.assert_allclose(alone.kink.left, two_slopes[index].left, rtol=1e-9, atol=1e-6)
    assert kinks > 5


def test_a_smooth_cell_tells_what_went_into_its_slope() -> None:
    found = checked(layer_document("identity", [[3.0, -4.0]], [[2.0, 5.0]]), "input.grad", 0, 1)
    assert (found.moved, found.x, found.step) == (("input", (0, 1)), -4.0, 4e-6)
    assert (found.below, found.at, found.above) == pytest.approx((-14 - 2e-5, -14, -14 + 2e-5), abs=1e-12)
    assert found.numeric == pytest.approx(5)
    assert (found.passed, found.kink, found.scale) == (True, None, 1)
    assert found.error <= found.tolerance < 1e-4


def test_a_wrong_gradient_does_not_pass() -> None:
    trace = compute(layer_document("identity", [[3.0]], [[2.0]]))
    wrong = replace(trace, arrays={**trace.arrays, "input.grad": np.array([[2.001]])})
    assert not check_cell(wrong, "input.grad", (0, 0), 6.0).passed


def test_a_zero_crossing_is_named_behind_other_layers() -> None:
    conv = NamedLayer("conv1", make_layer("conv2d"), {"weight": np.ones((1, 1, 1, 2)), "bias": None})
    relu = NamedLayer("relu1", make_layer("relu"), {})
    upstream = NamedLoss(make_loss("upstream"), {"gradient": np.array([[[[3.0, 4.0]]]])})
    net = Document("", "float64", np.array([[[[2.0, -2.0, 5.0]]]]), (conv, relu), upstream)
    found = checked(net, "input.grad", 0, 0, 0, 0)
    assert found.kink is not None and found.passed
    assert (found.kink.left, found.kink.right) == pytest.approx((0, 3), abs=1e-6)
    (cause,) = found.kink.causes
    assert (cause.kind, cause.place) == ("sign", ("relu1.output", (0, 0, 0, 0)))
    assert cause.reads == ("conv1.output", (0, 0, 0, 0))
    assert checked(net, "conv1.output.grad", 0, 0, 0, 1).kink is None


def test_the_winners_of_a_tie_are_named_in_their_sample() -> None:
    x = np.arange(8.0).reshape(2, 1, 2, 2)
    x[1, 0] = [[7, 1], [0, 7]]
    net = layer_document("max_pool2d", x, np.ones((2, 1, 1, 1)), kernel_size=2, ties="all")
    found = checked(net, "input.grad", 1, 0, 1, 1)
    assert found.kink is not None
    (cause,) = found.kink.causes
    assert (cause.kind, cause.place) == ("winner", ("layer1.output", (1, 0, 0, 0)))
    assert cause.below == (("input", (1, 0, 0, 0)),)
    assert cause.above == (("input", (1, 0, 1, 1)),)


def test_a_penalty_and_a_clamp_are_named() -> None:
    linear = NamedLayer("linear1", make_layer("linear"), {"weight": np.array([[0.0]]), "bias": None})
    upstream = NamedLoss(make_loss("upstream"), {"gradient": np.array([[1.0]])})
    net = Document("", "float64", np.array([[2.0]]), (linear,), upstream, (Penalty("linear1.weight", 0.5, 0.0),))
    found = checked(net, "linear1.weight.grad", 0, 0)
    assert found.kink is not None
    assert [(cause.kind, cause.place) for cause in found.kink.causes] == [("penalty", ("linear1.weight", (0, 0)))]
    assert (found.kink.left, found.kink.right) == pytest.approx((1.5, 2.5))
    certain = NamedLoss(make_loss("binary_cross_entropy"), {"target": np.array([[1.0]])})
    found = checked(replace(net, input=np.array([[1.0]]), layers=(), loss=certain, penalties=()), "input.grad", 0, 0)
    assert found.kink is not None
    assert [(cause.kind, cause.place) for cause in found.kink.causes] == [("clamp", ("input", (0, 0)))]


def test_what_is_not_finite_has_no_step() -> None:
    found = checked(layer_document("identity", [[np.inf]], [[1.0]]), "input.grad", 0, 0)
    assert found.kink is not None and found.passed
    assert [cause.kind for cause in found.kink.causes] == ["infinite"]


def test_sensitivities_that_are_kept_per_sample_say_so() -> None:
    loss = NamedLoss(make_loss("squared_error", reduction="mean_at_parameters"), {"target": np.zeros((4, 1))})
    net = Document("", "float64", np.ones((4, 1)), (NamedLayer("a", make_layer("identity"), {}),), loss)
    found = checked(net, "input.grad", 2, 0)
    assert found.scale == 4
    assert found.numeric == pytest.approx(found.analytic)
