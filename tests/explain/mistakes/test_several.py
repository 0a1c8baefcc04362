"""Two mistakes at once, one mistake in every layer, and mistakes far above the tensor that shows them."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from app.engine.document import Document, NamedLayer
from app.engine.trace import Trace, compute
from app.explain.checking.comparison import compare
from tests.explain.mistakes.plain import Array, correlated, gathered, network, numbers, ring, scattered, turn
from tests.explain.mistakes.provoked import B, W, X, conv, delta
from tests.small import make_layer


def deep() -> Trace:
    """Three convolutions with a ReLU behind each."""
    layers = []
    for i in range(1, 4):
        options = {"weight": numbers(10 + i, 3, 3, 3, 3), "bias": numbers(20 + i, 3), "padding": 1}
        layers += [("conv2d", f"conv{i}", options), ("relu", f"relu{i}", {})]
    return network(numbers(1, 2, 3, 5, 5), *layers)


DEEP = deep()


def backwards(masks: tuple[int, ...] = (1, 2, 3), unturned: tuple[int, ...] = ()) -> dict[str, Array]:
    """All gradients of the deep network, with f′ in `masks` alone and the kernels of `unturned` as they stand."""
    gradients: dict[str, Array] = {}
    dy = DEEP.array("relu3.output.grad")
    for i in (3, 2, 1):
        z, w = DEEP.array(f"conv{i}.output"), DEEP.array(f"conv{i}.weight")
        dz = dy * (z > 0) if i in masks else dy
        x = DEEP.array(DEEP.layers[2 * i - 2].input)
        gradients[f"conv{i}.output.grad"] = dz
        gradients[f"conv{i}.weight.grad"] = correlated(ring(x, 1), dz, (3, 3))
        gradients[f"conv{i}.bias.grad"] = dz.sum(axis=(0, 2, 3))
        dy = gathered(dz, w if i in unturned else turn(w), 1)
        gradients[DEEP.layers[2 * i - 2].input + ".grad"] = dy
    return gradients


def test_the_plain_loops_are_right() -> None:
    for name, array in backwards().items():
        np.testing.assert_allclose(array, DEEP.array(name), rtol=0, atol=1e-9)


@pytest.mark.parametrize("tensor", ["input.grad", "conv1.weight.grad", "conv1.bias.grad", "conv2.weight.grad"])
@pytest.mark.parametrize("layer", [2, 3])
def test_a_mistake_above_is_found_by_what_it_does_below(tensor: str, layer: int) -> None:
    wrong = backwards(masks=tuple({1, 2, 3} - {layer}))[tensor]
    first = compare(DEEP, tensor, wrong).diagnoses[0]
    assert (first.mistake, first.title) == ("derivative_forgotten", f"f′ forgotten (relu{layer})")
    wrong = backwards(unturned=(3,))[tensor]
    first = compare(DEEP, tensor, wrong).diagnoses[0]
    assert (first.mistake, first.title) == ("kernel_not_turned", "Kernel not turned (conv3)")
    assert f"carry it down to {tensor}" in first.explanation


def test_one_mistake_in_every_layer() -> None:
    first = compare(DEEP, "conv1.weight.grad", backwards(masks=())["conv1.weight.grad"]).diagnoses[0]
    assert (first.mistake, first.title) == ("derivative_forgotten", "f′ forgotten (relu3, relu2 and relu1)")
    first = compare(DEEP, "input.grad", backwards(unturned=(1, 2, 3))["input.grad"]).diagnoses[0]
    assert (first.mistake, first.title) == ("kernel_not_turned", "Kernel not turned (conv3, conv2 and conv1)")


def test_two_different_mistakes() -> None:
    both = backwards(masks=(1, 3), unturned=(1,))["input.grad"]
    first = compare(DEEP, "input.grad", both).diagnoses[0]
    assert first.mistake == "derivative_forgotten+kernel_not_turned"
    assert first.title == "f′ forgotten (relu2); Kernel not turned (conv1)"
    two = backwards(masks=(1,))["input.grad"]
    assert compare(DEEP, "input.grad", two).diagnoses[0].title == "f′ forgotten (relu3 and relu2)"


PAIRS: dict[str, Callable[[], Array]] = {
    "kernel_not_turned+wrong_sign": lambda: -gathered(delta(conv()), W, 1),
    "kernel_transposed+divided_by_batch": lambda: gathered(delta(conv()), W.swapaxes(2, 3), 1) / 2,
    "kernel_not_turned+scaled": lambda: gathered(delta(conv()), W, 1) * 0.37,
    "kernel_not_turned+padding_not_cropped": lambda: gathered(delta(conv()), W, 0),
    "padding_cropped_at_one_side+wrong_sign": lambda: -scattered(delta(conv()), W, (8, 8), 1)[:, :, :6, :6],
    "kernel_not_turned+axes_exchanged": lambda: gathered(delta(conv()), W, 1).transpose(1, 0, 2, 3),
}


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_in_one_layer(name: str) -> None:
    first = compare(conv(), "input.grad", PAIRS[name]()).diagnoses[0]
    assert first.mistake == name
    assert first.error is not None and first.error < 1e-9


def test_a_finished_tensor_mishandled_twice() -> None:
    right = conv().array("conv1.weight.grad")
    first = compare(conv(), "conv1.weight.grad", -right.transpose(1, 0, 2, 3)).diagnoses[0]
    assert set(first.mistake.split("+")) == {"wrong_sign", "kernels_and_maps_exchanged"}


def lenet() -> Trace:
    """LeNet's sizes: the work of a comparison stays bounded."""

    def conv2d(name: str, *shape: int) -> tuple[str, str, dict[str, Array]]:
        return "conv2d", name, {"weight": numbers(sum(shape), *shape), "bias": np.zeros(shape[0])}

    def linear(name: str, *shape: int) -> tuple[str, str, dict[str, Array]]:
        return "linear", name, {"weight": numbers(sum(shape), *shape), "bias": np.zeros(shape[0])}

    window: dict[str, int] = {"kernel_size": 2}
    return network(
        numbers(3, 1, 1, 32, 32),
        conv2d("conv1", 6, 1, 5, 5),
        ("relu", "relu1", {}),
        ("max_pool2d", "pool1", window),
        conv2d("conv2", 16, 6, 5, 5),
        ("relu", "relu2", {}),
        ("max_pool2d", "pool2", window),
        conv2d("conv3", 120, 16, 5, 5),
        ("relu", "relu3", {}),
        ("flatten", "flat", {}),
        linear("fc1", 84, 120),
        ("relu", "relu4", {}),
        linear("fc2", 10, 84),
    )


def test_the_work_of_a_comparison_is_bounded() -> None:
    trace = lenet()
    for tensor in ("conv1.weight.grad", "conv3.weight.grad", "input.grad"):
        start = time.perf_counter()
        found = compare(trace, tensor, numbers(5, *trace.array(tensor).shape))
        assert time.perf_counter() - start < 10
        assert found.diagnoses == ()
        assert len(found.wrong_cells) == 20
    wrong = trace.array("relu1.output.grad") * 1.0
    assert compare(trace, "conv1.output.grad", wrong).diagnoses[0].mistake == "derivative_forgotten"


def test_bias_and_input_of_the_fixture() -> None:
    assert conv().array("conv1.bias").tolist() == B.tolist()
    assert conv().array("input").shape == X.shape


def test_values_of_a_trace_without_a_loss() -> None:
    layer = NamedLayer("conv1", make_layer("conv2d"), {"weight": W, "bias": B})
    trace = compute(Document("forward", "float64", X, (layer,)))
    right = trace.array("conv1.output")
    assert compare(trace, "conv1.output", right - B[:, None, None]).diagnoses[0].mistake == "bias_forgotten"
    assert compare(trace, "conv1.output", right[:, [1, 0, 2]]).diagnoses[0].mistake == "channels_swapped"
    assert compare(trace, "conv1.turned", trace.array("conv1.weight")).diagnoses[0].mistake == "another_tensor"
    assert compare(trace, "conv1.output", numbers(3, *right.shape)).diagnoses == ()
