"""Mistakes that give one matrix: all are named, with the property of the trace that makes them one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.explain.checking.comparison import Diagnosis, compare
from tests.explain.mistakes.plain import Array, correlated, gathered, network, numbers, pooled_back, ring, turn
from tests.explain.mistakes.provoked import Case, every

X, ONE = numbers(1, 2, 2, 5, 5), numbers(21, 1, 1, 5, 5)


def dx(x: Array, w: Array, used: Array) -> Case:
    """∂L/∂x of a padded convolution with `used` where the turned kernel belongs."""
    trace = network(x, ("conv2d", "conv1", {"weight": w, "padding": 1}))
    return trace, "input.grad", gathered(trace.array("conv1.output.grad"), used, 1)


def symmetric() -> Case:
    w = numbers(2, 2, 2, 3, 3)
    w = w + w.swapaxes(2, 3)
    return dx(X, w, w)


def mirrored() -> Case:
    """Kernels that read the same from right to left: turning is flipping up and down."""
    w = numbers(2, 2, 2, 3, 3)
    w = w + w[..., ::-1]
    return dx(X, w, w)


def point_symmetric() -> Case:
    w = numbers(2, 2, 2, 3, 3)
    w = w + turn(w)
    return dx(X, w, np.flip(w, 2))


def scaled(x: Array, w: Array, tensor: str, factor: float) -> Case:
    options = {"weight": w, "bias": np.zeros(len(w)), "padding": 0}
    trace = network(x, ("conv2d", "conv1", options))
    return trace, tensor, trace.array(tensor) * factor


def one_sample() -> Case:
    """Not summed over a batch of one is the right sum with one axis too many."""
    trace = network(ONE, ("conv2d", "conv1", {"weight": numbers(2, 2, 1, 3, 3), "bias": np.zeros(2)}))
    return trace, "conv1.bias.grad", trace.array("conv1.output.grad").sum(axis=(2, 3))


def tied() -> Case:
    x = np.repeat(np.repeat(numbers(3, 1, 1, 3, 3), 2, axis=2), 2, axis=3)
    trace = network(x, ("max_pool2d", "pool1", {"kernel_size": 2}))
    return trace, "input.grad", pooled_back(x, trace.array("pool1.output.grad"), 2, 2, every)


def square_maps() -> Case:
    trace = network(ONE, ("flatten", "flat", {}), ("linear", "fc", {"weight": numbers(4, 3, 25)}))
    return trace, "input.grad", trace.array("input.grad").swapaxes(2, 3)


def two_maps() -> Case:
    options = {"weight": numbers(2, 2, 2, 3, 3), "bias": np.zeros(2)}
    trace = network(X, ("conv2d", "conv1", options))
    return trace, "conv1.bias.grad", trace.array("conv1.bias.grad")[::-1]


def passed_on() -> Case:
    trace = network(ONE, ("relu", "relu1", {}))
    return trace, "input.grad", trace.array("relu1.output.grad")


def symmetric_delta() -> Case:
    """One output row and column: turning δ is nothing, so that only ∂L/∂w turned is left."""
    w = numbers(2, 1, 1, 5, 5)
    trace = network(ONE, ("conv2d", "conv1", {"weight": w}))
    return trace, "conv1.weight.grad", turn(correlated(ring(ONE, 0), trace.array("conv1.output.grad"), (5, 5)))


# (case, all mistakes that fit, words of the reason)
COINCIDING: dict[str, tuple[Callable[[], Case], set[str], str]] = {
    "a kernel that is its own transpose": (
        symmetric,
        {"kernel_not_turned", "kernel_transposed"},
        "each kernel of conv1 equals its own transpose",
    ),
    "a kernel that is its own mirror image": (
        mirrored,
        {"kernel_not_turned", "kernel_flipped_left_right"},
        "each kernel of conv1 reads the same from right to left",
    ),
    "a kernel that is itself when turned": (
        point_symmetric,
        {"kernel_flipped_up_down", "kernel_flipped_left_right"},
        "each kernel of conv1 equals itself turned by 180°",
    ),
    "as many samples as positions": (
        lambda: scaled(numbers(5, 4, 1, 4, 4), numbers(6, 2, 1, 3, 3), "conv1.bias.grad", 1 / 4),
        {"divided_by_batch", "mean_over_positions"},
        "1/4 for the 4 samples and 1/4 for the 4 positions are the same here: the factor 0.25 either way",
    ),
    "ten samples and a learning rate of 0.1": (
        lambda: scaled(numbers(5, 10, 1, 4, 4), numbers(6, 2, 1, 3, 3), "conv1.weight.grad", 0.1),
        {"divided_by_batch", "learning_rate"},
        "1/10 for the 10 samples and a learning rate of 0.1 are the same here",
    ),
    "a batch of one": (
        one_sample,
        {"bias_not_summed_over_batch", "axes_added"},
        "the batch is one sample",
    ),
    "windows of nothing but ties": (
        tied,
        {"gradient_to_every_tie", "copied_to_window"},
        "all cells of each window of pool1 tie",
    ),
    "one square map": (square_maps, {"flatten_order", "transposed"}, "its last two axes are both 5 long"),
    "two maps": (two_maps, {"channels_swapped", "shifted"}, "on an axis of two, moving round by one is turning round"),
    "a gradient passed on": (
        passed_on,
        {"derivative_forgotten", "another_tensor"},
        "These are the numbers of relu1.output.grad",
    ),
}


@pytest.mark.parametrize("name", COINCIDING)
def test_all_that_fit_are_named_with_the_reason(name: str) -> None:
    case, mistakes, reason = COINCIDING[name]
    [diagnosis] = compare(*case()).diagnoses
    named = {diagnosis.mistake, *(also.mistake for also in diagnosis.also)}
    assert mistakes <= named
    assert reasons(diagnosis, reason)
    for also in diagnosis.also:
        assert also.title in diagnosis.explanation


def reasons(diagnosis: Diagnosis, words: str) -> bool:
    return any(words in also.explanation for also in diagnosis.also)


@pytest.mark.parametrize("name", COINCIDING)
def test_the_reason_names_no_property_that_does_not_hold(name: str) -> None:
    trace, tensor, wrong = COINCIDING[name][0]()
    weight = trace.arrays.get("conv1.weight")
    for also in compare(trace, tensor, wrong).diagnoses[0].also:
        text = also.explanation
        assert ("is one sample" in text) <= (len(trace.array("input")) == 1)
        if weight is not None and weight.ndim == 4:
            assert ("equals its own transpose" in text) <= np.array_equal(weight, weight.swapaxes(2, 3))
            assert ("equals itself turned" in text) <= np.array_equal(weight, turn(weight))


SKIPPED: dict[str, Callable[[], Any]] = {
    "a 1×1 kernel has no orientation": lambda: network(X, ("conv2d", "conv1", {"weight": numbers(2, 2, 2, 1, 1)})),
    "one position": lambda: network(ONE, ("conv2d", "conv1", {"weight": numbers(2, 1, 1, 5, 5)})),
    "no ties": lambda: network(X, ("max_pool2d", "pool1", {"kernel_size": 2})),
}


@pytest.mark.parametrize("name", SKIPPED)
def test_mistakes_equal_to_the_right_answer_are_skipped(name: str) -> None:
    """The right answer is no mistake, and an unrelated tensor has none of these mistakes either."""
    trace = SKIPPED[name]()
    for tensor in (name for name in trace.tensors if name.endswith(".grad")):
        right = trace.array(tensor)
        assert compare(trace, tensor, right.copy()).diagnoses == ()
        assert compare(trace, tensor, numbers(77, *right.shape)).diagnoses == ()


def test_one_entry_of_delta_leaves_one_mistake() -> None:
    [diagnosis] = compare(*symmetric_delta()).diagnoses
    assert diagnosis.mistake == "kernel_gradient_turned"
    assert diagnosis.also == ()
