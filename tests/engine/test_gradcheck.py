"""The gradient check: right gradients pass, wrong ones do not, kinks are told with their two slopes."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.edit import edit
from app.engine.gradcheck import TensorCheck, checkable, gradcheck, in_float64, work
from app.engine.penalties import Penalty
from app.engine.trace import Trace, compute
from app.explain.magnitude import magnitude
from tests.networks import document, finite
from tests.small import conv_document, layer_document, make_layer, make_loss

LOSS = Cell("loss")


def check(trace: Trace, *gradients: str, seed: str = "", whole: bool = False) -> Mapping[str, TensorCheck]:
    return gradcheck(trace, gradients or checkable(trace), magnitude(trace, LOSS), seed=seed, whole=whole)


def moving_ties(net: Document) -> bool:
    """Equal maxima that all take the gradient: where they move together, that is more than the slope."""
    return any(vars(named.layer).get("ties") == "all" for named in net.layers)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_gradient_of_random_networks_passes(dtype: str) -> None:
    looked_at = kinks = 0
    for seed in range(60):
        net = document(random.Random(seed), dtype=dtype)
        if not finite(net) or moving_ties(net):
            continue
        for name, found in check(in_float64(compute(net)), seed=str(seed)).items():
            assert found.passed, (seed, name, found)
            looked_at += found.checked
            kinks += len(found.kinks)
    assert looked_at > 5000
    assert kinks < looked_at / 20


def convolution(**options: Any) -> Trace:
    rng = np.random.default_rng(1)
    weight, bias, x = rng.normal(size=(2, 3, 2, 2)), rng.normal(size=2), rng.normal(size=(2, 3, 4, 4))
    layer = NamedLayer("conv1", make_layer("conv2d", **options), {"weight": weight, "bias": bias})
    output = compute(Document("", "float64", x, (layer,))).tensors["conv1.output"].shape
    upstream = NamedLoss(make_loss("upstream"), {"gradient": rng.normal(size=output)})
    return compute(Document("", "float64", x, (layer,), upstream))


# (gradient, what somebody gets wrong)
WRONG: dict[str, tuple[str, Any]] = {
    "turned kernel gradient": ("conv1.weight.grad", lambda g: g[:, :, ::-1, ::-1]),
    "divided by the batch": ("conv1.weight.grad", lambda g: g / 2),
    "wrong sign": ("conv1.bias.grad", np.negative),
    "channels swapped": ("input.grad", lambda g: g[:, ::-1]),
    "one cell": ("input.grad", lambda g: g + 1e-4 * (np.arange(g.size) == 17).reshape(g.shape)),
    "not a number": ("conv1.output.grad", lambda g: g * np.nan),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_gradient_does_not_pass(mistake: str) -> None:
    tensor, wrong = WRONG[mistake]
    right = convolution(padding=1)
    trace = replace(right, arrays={**right.arrays, tensor: wrong(right.array(tensor))})
    found = check(trace, whole=True)
    assert {name for name, each in found.items() if not each.passed} == {tensor}
    if mistake == "one cell":
        assert found[tensor].worst_cell == Cell("input.grad", (0, 1, 0, 1))
        assert found[tensor].max_absolute_error == pytest.approx(1e-4, rel=1e-3)


INPUT, OUTPUT = "input.grad", "layer1.output.grad"
# (layer, options, x, upstream, cells at kinks with their slopes)
KINKS: list[tuple[str, dict[str, Any], Any, Any, dict[str, tuple[float, float]]]] = [
    ("relu", {}, [[-1.0, 0.0, 2.0]], [[5.0, 6.0, 7.0]], {"input.grad[0,1]": (0, 6)}),
    ("relu", {}, [[1e-7, -1e-7, 1e-5]], [[5.0, 6.0, 7.0]], {"input.grad[0,0]": (0.5, 5), "input.grad[0,1]": (0, 5.4)}),
    ("leaky_relu", {"negative_slope": 0.5}, [[0.0, 1.0]], [[4.0, 3.0]], {"input.grad[0,0]": (2, 4)}),
    ("leaky_relu", {"negative_slope": 1.0}, [[0.0]], [[4.0]], {}),
    ("sigmoid", {}, [[0.0]], [[4.0]], {}),
    ("tanh", {"slope": 3.0}, [[0.0]], [[4.0]], {}),
    ("identity", {}, [[0.0]], [[4.0]], {}),
    (
        "max_pool2d",
        {"kernel_size": [1, 2]},
        [[[[3.0, 3.0, 1.0, 2.0]]]],
        [[[[5.0, 7.0]]]],
        {"input.grad[0,0,0,0]": (0, 5), "input.grad[0,0,0,1]": (0, 5)},
    ),
    (
        "max_pool2d",
        {"kernel_size": [1, 2], "ties": "split"},
        [[[[3.0, 3.0]]]],
        [[[[5.0]]]],
        {"input.grad[0,0,0,0]": (0, 5), "input.grad[0,0,0,1]": (0, 5)},
    ),
    ("avg_pool2d", {"kernel_size": [1, 2]}, [[[[3.0, 3.0]]]], [[[[5.0]]]], {}),
    ("sum_pool2d", {"kernel_size": [1, 2]}, [[[[0.0, 0.0]]]], [[[[5.0]]]], {}),
    ("softmax", {}, [[1.0, 1.0]], [[5.0, 6.0]], {}),
]


@pytest.mark.parametrize(("kind", "options", "x", "upstream", "kinks"), KINKS)
def test_kinks_are_told_with_their_slopes(
    kind: str, options: dict[str, Any], x: Any, upstream: Any, kinks: dict[str, tuple[float, float]]
) -> None:
    found = check(compute(layer_document(kind, x, upstream, **options)))
    assert found[INPUT].passed and found[OUTPUT].passed
    told = {str(kink.cell): (kink.left, kink.right) for kink in found[INPUT].kinks}
    assert told.keys() == kinks.keys()
    for cell, slopes in kinks.items():
        assert told[cell] == pytest.approx(slopes, abs=1e-8)
    assert not found[OUTPUT].kinks
    assert found[INPUT].checked == found[INPUT].of == np.size(x)
    if len(kinks) == found[INPUT].of:
        assert found[INPUT].worst_cell is None


def test_an_l1_penalty_has_a_kink_at_zero_and_an_l2_penalty_none() -> None:
    net = conv_document([[1.0, 2.0]], [[0.0, 3.0]], upstream=[[5.0]])
    for penalty, slopes in ((Penalty("conv1.weight", 0.5, 2.0), [(4.5, 5.5)]), (Penalty("conv1.weight", 0, 2.0), [])):
        found = check(compute(replace(net, penalties=(penalty,))))["conv1.weight.grad"]
        assert found.passed
        assert [(kink.left, kink.right) for kink in found.kinks] == [pytest.approx(pair, abs=1e-5) for pair in slopes]


def test_equal_maxima_that_all_take_the_gradient_do_not_pass_where_they_move_together() -> None:
    """Article 004's equality formula: of two equal products of one weight, both send their δ, but L takes one."""
    layers = (
        NamedLayer("conv1", make_layer("conv2d"), {"weight": np.full((1, 1, 1, 1), 2.0), "bias": None}),
        NamedLayer("pool1", make_layer("max_pool2d", kernel_size=[1, 2], ties="all"), {}),
    )
    loss = NamedLoss(make_loss("upstream"), {"gradient": np.full((1, 1, 1, 1), 5.0)})
    found = check(compute(Document("", "float64", np.full((1, 1, 1, 2), 3.0), layers, loss)))
    assert not found["conv1.weight.grad"].passed and not found["conv1.weight.grad"].kinks
    assert found["conv1.weight.grad"].max_absolute_error == pytest.approx(15)
    assert len(found["conv1.output.grad"].kinks) == 2


def test_mean_at_parameters_compares_sensitivities_per_sample() -> None:
    layer = NamedLayer("linear1", make_layer("linear"), {"weight": np.array([[2.0, -1.0]]), "bias": np.array([0.5])})
    loss = NamedLoss(make_loss("squared_error", reduction="mean_at_parameters"), {"target": np.zeros((4, 1))})
    trace = compute(Document("", "float64", np.arange(8.0).reshape(4, 2), (layer,), loss))
    found = check(trace, whole=True)
    assert all(each.passed for each in found.values())
    for name in ("linear1.weight.grad", "input.grad"):
        numeric = found[name].numeric
        assert numeric is not None
        np.testing.assert_allclose(numeric, trace.array(name), rtol=1e-6)
    halved = replace(trace, arrays={**trace.arrays, "input.grad": trace.array("input.grad") / 4})
    assert not check(halved)["input.grad"].passed


def test_whole_tensors_carry_the_differences_of_whole_documents() -> None:
    trace = convolution(stride=2, padding=1)
    for name, found in check(trace, whole=True).items():
        assert found.numeric is not None
        assert found.numeric.shape == trace.tensors[name].shape
        assert found.checked == found.of == found.numeric.size
        if name == "conv1.output.grad":
            continue
        value = name.removesuffix(".grad")
        for index in list(np.ndindex(found.numeric.shape))[::7]:
            x = float(trace.array(value)[index])
            up, down = (compute(edit(trace.document, [(Cell(value, index), x + s * 1e-6)])).loss for s in (1, -1))
            assert up is not None and down is not None
            assert found.numeric[index] == pytest.approx((up - down) / 2e-6, abs=1e-7)


def test_sixty_four_cells_are_chosen_by_the_seed() -> None:
    x = np.linspace(-1.05, 1, 200)[None]
    trace = compute(layer_document("relu", x, np.zeros_like(x)))
    wrong = replace(trace, arrays={**trace.arrays, INPUT: np.random.default_rng(2).uniform(1, 2, x.shape)})
    worst = {seed: check(wrong, INPUT, seed=seed)[INPUT].worst_cell for seed in "abcdefgh"}
    assert worst == {seed: check(wrong, INPUT, seed=seed)[INPUT].worst_cell for seed in "abcdefgh"}
    assert len(set(worst.values())) > 1
    found = check(wrong, INPUT)[INPUT]
    assert (found.checked, found.of, found.numeric) == (64, 200, None)


def test_float32_is_checked_in_float64() -> None:
    net = document(random.Random(3), dtype="float32")
    precise = in_float64(compute(net))
    assert precise.dtype == np.float64
    for name in ("input", *(p for layer in precise.layers for p in layer.parameters)):
        np.testing.assert_array_equal(precise.array(name), compute(net).array(name))
    assert in_float64(precise) is precise


def test_a_loss_that_is_not_finite_passes_nothing() -> None:
    trace = compute(conv_document([[1e200, 1e200]], [[1e200, 1.0]], upstream=[[1.0]]))
    found = check(trace, "conv1.weight.grad")["conv1.weight.grad"]
    assert not found.passed
    assert np.isnan(found.max_absolute_error)


def test_the_work_grows_with_cells_and_layers() -> None:
    trace = convolution()
    names = checkable(trace)
    assert names == ("conv1.output.grad", "conv1.weight.grad", "conv1.bias.grad", "input.grad")
    assert work(trace, names, False) == sum(work(trace, [name], False) for name in names)
    assert work(trace, ["input.grad"], True) * 64 == work(trace, ["input.grad"], False) * 96
    assert work(trace, ["conv1.output.grad"], True) < work(trace, ["input.grad"], False)
