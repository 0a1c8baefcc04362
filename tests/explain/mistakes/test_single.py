"""Every known mistake, made here by other means, is the first that is named; what it says has its numbers right."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.engine.trace import Trace
from app.explain.checking.attempt import Answer
from app.explain.checking.comparison import Comparison, compare
from app.explain.checking.step import Step, Work
from app.explain.mistakes import losses as loss_mistakes
from app.explain.mistakes import steps, wholes
from tests.explain.mistakes.plain import Array, correlated, network, numbers, ring, scattered, turn
from tests.explain.mistakes.provoked import (
    DB,
    DW,
    TIED,
    B,
    Case,
    W,
    X,
    activated,
    carried,
    classifier,
    conv,
    delta,
    dw_with,
    dx_with,
    dz_with,
    every,
    losses,
    moved,
    of,
    one,
    pool_with,
    pooled,
    same,
    sigmoid,
    strung_by_columns,
    unstrung_by_columns,
    z,
)

DX = "input.grad"
TABLE = scattered(delta(conv()), W, (8, 8), 1)
STRIDED = conv(stride=2)


def transposed(kernels: Array) -> Array:
    return kernels.swapaxes(2, 3)


def close_table() -> Array:
    """Each δ of the strided convolution at i,j of the padded table instead of 2i,2j."""
    return scattered(delta(STRIDED), W, (8, 8), 1)


def valid_gradient(trace: Trace) -> Array:
    """What `correlate(x̂, δ, "valid")` gives when δ keeps its 3×3 entries: 6×6 numbers for 3×3 kernels."""
    return correlated(ring(X, 1), delta(trace), (6, 6))


def behind(x: Array) -> Array:
    """All zeros of the padding below and to the right."""
    wide = np.zeros((*x.shape[:2], x.shape[2] + 2, x.shape[3] + 2))
    wide[:, :, : x.shape[2], : x.shape[3]] = x
    return wide


def summed(axes: tuple[int, ...]) -> Case:
    return conv(), DB, delta(conv()).sum(axis=axes)


def alone(n: int) -> Array:
    return correlated(ring(X[n : n + 1], 1), delta(conv())[n : n + 1], (3, 3))


def slope_above(trace: Trace) -> Array:
    """f′ of the activation behind the second convolution."""
    a = sigmoid(z(trace, "conv2"))
    slope: Array = a * (1 - a)
    return slope


def fc(change: Callable[[Array], Array]) -> Case:
    return of(classifier(), "fc.weight.grad", change)


def penalised() -> Case:
    options = {"weight": W, "bias": B, "padding": 1}
    gradient = ("upstream", delta(conv()))
    trace = network(X, ("conv2d", "conv1", options), loss=gradient, penalties=[("conv1.weight", 0.5, 0.25)])
    return trace, DW, correlated(ring(X, 1), delta(trace), (3, 3))


def edge() -> Case:
    """A mean that counts the padding where the trace's does not: 1/4 at the edge as well."""
    trace = pooled("avg_pool2d", padding=1, count_include_pad=False)
    made = np.zeros((2, 3, 8, 8))
    for n, c, i, j in np.ndindex(*delta(trace, "pool1").shape):
        made[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += delta(trace, "pool1")[n, c, i, j] / 4
    return trace, DX, made[:, :, 1:7, 1:7]


def cross_entropy() -> Case:
    trace = losses("cross_entropy")
    p = np.exp(z(trace, "fc")) / np.exp(z(trace, "fc")).sum(axis=1, keepdims=True)
    return of(trace, "fc.output.grad", lambda right: right * p * (1 - p))


def conv_pool() -> Case:
    """The toolbox's o(1 − o) put on a mean pooling that has none."""
    layers: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("conv2d", "conv1", {"weight": W}),
        ("avg_pool2d", "pool1", {"kernel_size": 2}),
        ("sigmoid", "act1", {}),
    )
    trace = network(X, *layers)
    o = z(trace)
    return of(trace, "conv1.output.grad", lambda right: right * o * (1 - o))


def slipped(right: Array) -> Array:
    """The right tensor with one cell's sign lost."""
    made = right.copy()
    made[np.unravel_index(np.abs(made).argmax(), made.shape)] *= -1
    return made


CASES: list[tuple[str, Callable[[], Case]]] = [
    ("kernel_not_turned", lambda: dx_with(lambda w: w)),
    ("kernel_turned", lambda: dx_with(turn, "convolution")),
    ("kernel_transposed", lambda: dx_with(transposed)),
    ("kernel_transposed", lambda: dx_with(transposed, "convolution")),
    ("kernel_turned_and_transposed", lambda: dx_with(lambda w: transposed(turn(w)))),
    ("kernel_flipped_up_down", lambda: dx_with(lambda w: np.flip(w, 2))),
    ("kernel_flipped_left_right", lambda: dx_with(lambda w: np.flip(w, 3))),
    ("kernel_gradient_turned", lambda: dw_with(turn)),
    ("kernel_gradient_not_turned", lambda: dw_with(lambda dw: dw, "convolution")),
    ("delta_turned", lambda: (conv(), DW, correlated(ring(X, 1), turn(delta(conv())), (3, 3)))),
    ("convention_swapped", lambda: (conv(), "conv1.output", z(conv(convention="convolution")))),
    ("delta_not_dilated", lambda: (STRIDED, DX, close_table()[:, :, 1:7, 1:7])),
    ("delta_not_dilated", lambda: (STRIDED, DX, close_table()[:, :, 1:4, 1:4])),
    ("delta_not_dilated", lambda: (STRIDED, DW, correlated(ring(X, 1), delta(STRIDED), (3, 3)))),
    ("delta_not_dilated", lambda: (STRIDED, DW, valid_gradient(STRIDED))),
    ("windows_without_stride", lambda: pool_with(pooled("max_pool2d"), every, start=1)),
    ("windows_without_stride", lambda: pool_with(pooled("avg_pool2d"), lambda w: same(w, 1 / 4), start=1)),
    ("padding_not_cropped", lambda: (conv(), DX, TABLE)),
    ("padding_cropped_twice", lambda: (conv(), DX, TABLE[:, :, 2:-2, 2:-2])),
    ("padding_cropped_at_one_side", lambda: (conv(), DX, TABLE[:, :, :6, :6])),
    ("padding_cropped_at_one_side", lambda: (conv(), DX, TABLE[:, :, 1:7, 2:])),
    ("padding_at_one_side", lambda: (conv(), DW, correlated(behind(X), delta(conv()), (3, 3)))),
    ("derivative_forgotten", lambda: dz_with(lambda t: np.ones_like(z(t)))),
    ("derivative_forgotten", lambda: dz_with(lambda t: np.ones_like(z(t)), "relu")),
    ("derivative_forgotten", lambda: carried("relu", lambda t: np.ones_like(z(t)))),
    ("derivative_at_output", lambda: dz_with(lambda t: sigmoid(sigmoid(z(t))) * (1 - sigmoid(sigmoid(z(t)))))),
    ("output_formula_at_input", lambda: dz_with(lambda t: z(t) * (1 - z(t)))),
    ("output_formula_at_input", lambda: dz_with(lambda t: 1 - z(t) ** 2, "tanh")),
    ("function_for_derivative", lambda: dz_with(lambda t: sigmoid(z(t)))),
    ("derivative_twice", lambda: dz_with(lambda t: (sigmoid(z(t)) * (1 - sigmoid(z(t)))) ** 2)),
    ("derivative_of_neighbour", lambda: dz_with(slope_above, "relu")),
    ("derivative_of_neighbour", lambda: carried("sigmoid", slope_above)),
    ("derivative_where_none_belongs", conv_pool),
    ("derivative_where_none_belongs", cross_entropy),
    ("residual_alone", lambda: of(losses("binary_cross_entropy", "sigmoid"), "act1.output.grad",
                                  lambda right: right * z(losses("binary_cross_entropy", "sigmoid"), "act1")
                                  * (1 - z(losses("binary_cross_entropy", "sigmoid"), "act1")))),
    ("gradient_to_every_tie", lambda: pool_with(pooled("max_pool2d", "tied"), every)),
    ("gradient_split_among_ties", lambda: pool_with(pooled("max_pool2d", "tied"), lambda w: every(w) / every(w).sum())),
    ("gradient_to_first_tie", lambda: pool_with(pooled("max_pool2d", "tied", ties="all"), lambda w: one(w, 0))),
    ("gradient_to_last_tie", lambda: pool_with(pooled("max_pool2d", "tied"), lambda w: one(w, -1))),
    ("copied_to_window", lambda: pool_with(pooled("max_pool2d"), lambda w: same(w, 1))),
    ("spread_over_window", lambda: pool_with(pooled("max_pool2d"), lambda w: same(w, 1 / 4))),
    ("divisor_at_the_edge", edge),
    ("bias_not_summed", lambda: (conv(), DB, delta(conv()))),
    ("bias_not_summed_over_positions", lambda: summed((0,))),
    ("bias_not_summed_over_batch", lambda: summed((2, 3))),
    ("bias_not_summed_over_columns", lambda: summed((0, 2))),
    ("bias_not_summed_over_rows", lambda: summed((0, 3))),
    ("bias_summed_over_maps", lambda: summed((0, 1, 2, 3))),
    ("samples_not_summed", lambda: (conv(), DW, np.stack([alone(0), alone(1)]))),
    ("one_sample_only", lambda: (conv(), DW, alone(0))),
    ("one_sample_only", lambda: (conv(), DW, alone(1))),
    ("penalty_forgotten", penalised),
    ("bias_forgotten", lambda: of(conv(), "conv1.output", lambda right: right - B[:, None, None])),
    ("wrong_sign_in_one_cell", lambda: of(conv(), DX, slipped)),
    ("wrong_sign", lambda: of(conv(), DX, lambda right: -right)),
    ("divided_by_batch", lambda: fc(lambda right: right / 3)),
    ("not_divided_by_batch", lambda: fc(lambda right: right * 3)),
    ("mean_over_positions", lambda: of(conv(), DB, lambda right: right / 36)),
    ("mean_over_all", lambda: of(conv(), DW, lambda right: right / 72)),
    ("mean_over_elements", lambda: fc(lambda right: right / 15)),
    ("sum_over_elements", lambda: fc(lambda right: right * 15)),
    ("factor_two", lambda: fc(lambda right: right * 2)),
    ("factor_two", lambda: fc(lambda right: right / 2)),
    ("learning_rate", lambda: fc(lambda right: right * 0.01)),
    ("learning_rate", lambda: fc(lambda right: right * -0.1)),
    ("scaled", lambda: fc(lambda right: right * 0.37)),
    ("channels_swapped", lambda: of(conv(), DX, lambda right: right[:, [0, 2, 1]])),
    ("channels_swapped", lambda: of(conv(), DW, lambda right: right[[1, 0, 2]])),
    ("channels_swapped", lambda: of(conv(), DB, lambda right: right[[0, 2, 1]])),
    ("channels_reversed", lambda: fc(lambda right: right[::-1])),
    ("kernels_and_maps_exchanged", lambda: of(conv(), DW, lambda right: right.swapaxes(0, 1))),
    ("flatten_order", lambda: (classifier(), "conv1.output.grad", unstrung_by_columns())),
    ("flatten_order", lambda: (classifier(), "fc.weight.grad", delta(classifier(), "fc").T @ strung_by_columns())),
    *[
        ("shifted", lambda by=by: of(conv(), DX, lambda right: moved(right, *by)))
        for by in [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    ],
    ("shifted", lambda: of(conv(), DX, lambda right: np.roll(right, 1, axis=2))),
    ("shifted", lambda: of(classifier(), "fc.output.grad", lambda right: np.roll(right, 1, axis=1))),
    ("transposed", lambda: of(conv(), DX, transposed)),
    ("transposed", lambda: fc(np.transpose)),
    ("channels_last", lambda: of(conv(), DX, lambda right: right.transpose(0, 2, 3, 1))),
    ("axes_exchanged", lambda: of(conv(), DX, lambda right: right.transpose(1, 0, 2, 3))),
    ("batch_axis_missing", lambda: of(pooled("max_pool2d", "tied"), DX, lambda right: right[0])),
    ("squeezed", lambda: of(pooled("max_pool2d", "tied"), DX, lambda right: right[0, 0])),
    ("axes_added", lambda: of(conv(), DB, lambda right: right.reshape(1, 3, 1, 1))),
    ("reshaped", lambda: of(conv(), DX, lambda right: right.reshape(2, -1))),
    ("reshaped", lambda: of(conv(), DX, lambda right: right.reshape(2, 108, order="F"))),
    ("another_tensor", lambda: (activated("sigmoid"), "conv2.output.grad", z(activated("sigmoid"), "conv2"))),
    ("wrong_shape", lambda: (conv(), DX, numbers(11, 2, 3, 7, 7))),
]  # fmt: skip


@pytest.mark.parametrize(("mistake", "case"), CASES, ids=[f"{i}-{name}" for i, (name, _) in enumerate(CASES)])
def test_the_mistake_is_named_first(mistake: str, case: Callable[[], Case]) -> None:
    trace, tensor, wrong = case()
    found = compare(trace, tensor, wrong)
    assert not found.match
    assert found.diagnoses, "nothing fits"
    first = found.diagnoses[0]
    assert first.mistake == mistake
    if mistake != "wrong_shape":
        assert first.error is not None and first.error <= 1e-9 * max(1, np.abs(wrong).max())
    assert not {also.mistake for also in first.also} - {"another_tensor"}
    told_truly(trace, tensor, wrong, found)


def told_truly(trace: Trace, tensor: str, wrong: Array, found: Comparison) -> None:
    """The cell that the explanation ends with reads in both ways what it says, or the shapes are as it says."""
    right, text = trace.array(tensor), found.diagnoses[0].explanation
    if wrong.shape != right.shape:
        assert not found.shape_ok and found.difference is None
        assert "×".join(map(str, right.shape)) in text
        return
    match = re.search(rf"{re.escape(tensor)}\[([\d,]*)\] should read (\S+); with this mistake it reads (\S+)\.", text)
    assert match, text
    index = tuple(map(int, match[1].split(",")))
    assert number(match[2]) == pytest.approx(right[index], rel=1e-5, abs=1e-9)
    assert number(match[3]) == pytest.approx(wrong[index], rel=1e-5, abs=1e-9)
    assert abs(wrong - right).max() == pytest.approx(abs(wrong[index] - right[index]))


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def offered(trace: Trace, tensor: str, given: Array) -> set[str]:
    """The keys of all attempts that the families make in a trace and with a tensor."""
    work = Work(10**9)
    right = trace.array(tensor)
    made = [*loss_mistakes(trace, work)]
    for position in range(len(trace.layers)):
        made += steps(Step.of(trace, position, work))
    made += wholes(Answer(trace, tensor, right, given, np.ones(given.shape, bool), 1e-6, True))
    return {attempt.mistake for attempt in made}


def test_every_mistake_is_provoked() -> None:
    """Whatever a family can say in any of these traces is provoked above."""
    said: set[str] = {"wrong_shape"}
    for _, case in CASES:
        said |= offered(*case())
    assert said == {mistake for mistake, _ in CASES}


def test_the_squares_are_the_ones_of_the_brief() -> None:
    """000 with ReLU: without ReLU's mask the last row of ∂L/∂x reads 18, −6.5, −1.5."""
    x = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    upstream = np.array([[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]], float)[None, None]
    options = {"weight": np.array([[[[1, -2], [3, 0.5]]]]), "bias": np.array([0.25]), "padding": 1}
    trace = network(x, ("conv2d", "conv1", options), ("relu", "relu1", {}), loss=("upstream", upstream))
    wrong = np.array([[-1.5, 3, 1.5], [0.5, -11, 20.5], [18, -6.5, -1.5]])[None, None]
    found = compare(trace, "input.grad", wrong)
    assert [str(cell) for cell in found.wrong_cells] == ["input.grad[0,0,2,0]", "input.grad[0,0,2,2]"]
    [diagnosis] = found.diagnoses
    assert diagnosis.mistake == "derivative_forgotten"
    assert diagnosis.title == "f′ forgotten (relu1)"
    assert "z = −9.75" in diagnosis.explanation and "should read 2.5" in diagnosis.explanation


def test_ties_are_ties() -> None:
    assert (TIED[0, 0, :2, :2] == 3).sum() == 2
