"""The articles' 67 capabilities, each with the function that shows it: `pytest -v` prints the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.api.serving import serve
from tests.capabilities import forward, fully_connected, input_gradient, kernel_gradient, layers, learning, picture
from tests.seeds.exploring import Explorer


@dataclass(frozen=True)
class Row:
    """One row of the checklist; `waits` says what of it does not exist yet."""

    title: str
    shown: Callable[[Explorer], None] | None
    waits: str = ""


TABLE = {
    1: Row("single-channel 2-D convolution, stride 1", forward.single_channel),
    2: Row("zero padding, explicit zero cells", forward.zero_padding),
    3: Row("stride above 1", forward.stride),
    4: Row("padding 0, the step skipped", forward.no_padding),
    5: Row("output size formula", forward.output_size),
    6: Row("several input maps summed", forward.input_maps_are_summed),
    7: Row("several kernels, own w and b", forward.several_kernels),
    8: Row("partial connection M_j", forward.partial_connection),
    9: Row("batch dimension N", forward.batch),
    10: Row("one bias per output map", forward.one_bias_per_map),
    11: Row("cross-correlation and true convolution", forward.both_conventions),
    12: Row("composition list with explicit zero terms", forward.composition_list),
    13: Row("0-based index formulas", forward.indices_from_0),
    14: Row("weight sharing inside a map", forward.shared_weights),
    15: Row("non-square kernel", forward.rectangular_kernel),
    16: Row("sigmoid", layers.sigmoid),
    17: Row("derivative from the output o(1 − o)", layers.derivative_from_the_output),
    18: Row("ReLU and its derivative", layers.relu),
    19: Row("scaled tanh", layers.scaled_tanh),
    20: Row("max pooling, recorded position", layers.max_pooling),
    21: Row("mean pooling", layers.mean_pooling),
    22: Row("sum pooling", layers.sum_pooling),
    23: Row("trainable β and b, own activation", layers.trainable_subsampling),
    24: Row("expansion by copy over n²", layers.expansion),
    25: Row("total gradient preserved", layers.total_preserved),
    26: Row("window l×l, stride l", layers.windows_of_l),
    27: Row("rectangular window", layers.rectangular_window),
    28: Row("max-pool ties", layers.tie_rules),
    29: Row("fully connected forward, shapes", fully_connected.forward),
    30: Row("flatten maps to a vector", fully_connected.flatten),
    31: Row("sensitivities back to maps", fully_connected.back_to_maps),
    32: Row("loss ½‖a − y‖²", fully_connected.squared_error),
    33: Row("cross-entropy", fully_connected.cross_entropy),
    34: Row("any loss, upstream gradient given", fully_connected.any_loss),
    35: Row("δ = ∂C/∂z of the output layer", fully_connected.output_delta),
    36: Row("δ recursion with Wᵀ", fully_connected.recursion),
    37: Row("dW = δaᵀ, db = δ", fully_connected.parameter_gradients),
    38: Row("chain rule by choosing the z's with x_ij", input_gradient.chain_rule),
    39: Row("scatter into a padded table", input_gradient.scatter),
    40: Row("crop of the padding", input_gradient.crop),
    41: Row("stride moves the scatter window", input_gradient.stride_moves_the_window),
    42: Row("δ in its border under the turned kernel", input_gradient.turned_kernel),
    43: Row("gather formula, zero outside", input_gradient.gather),
    44: Row("sum over output maps", input_gradient.sum_over_output_maps),
    45: Row("times f′(u) of the layer below", input_gradient.times_the_derivative_below),
    46: Row("dW term list per kernel cell", kernel_gradient.term_list),
    47: Row("dW as correlation a ⋆ δ", kernel_gradient.correlation),
    48: Row("dW as Σ δ·patch", kernel_gradient.patches),
    49: Row("dW as rot180(a) ∗ δ", kernel_gradient.turned_input),
    50: Row("db = Σ positions and batch", kernel_gradient.bias_gradient),
    51: Row("dβ = Σ δ ∘ down(x)", kernel_gradient.beta_gradient),
    52: Row("W ← W − η dW, b ← b − η db", learning.update),
    53: Row("mini-batch mean", learning.mini_batch_mean),
    54: Row("gradients divided by the batch, sensitivities not", learning.mean_at_parameters),
    55: Row("finite-difference gradient check", learning.gradient_check),
    56: Row("learned combination of maps, α = softmax(c)", learning.learned_combination),
    57: Row("regularisation", learning.regularisation),
    58: Row("initialisation", learning.initial_values),
    59: Row("full network and training loop", learning.whole_network, waits="training: epochs over a data set"),
    60: Row(
        "padded x, δ, kernel, product and table step by step",
        picture.scatter_step_by_step,
        waits="the page: all five in one view",
    ),
    61: Row("terms with the chosen cell highlighted", picture.terms_of_the_chosen_cell),
    62: Row("grey padding cells, then removed", picture.grey_cells),
    63: Row("full δ matrix and turned kernel shown", picture.full_delta_and_turned_kernel),
    64: Row("a number for every sensitivity of a net", picture.every_sensitivity),
    65: Row("drawing of an MLP, x to hidden to o", None, waits="the page: the network as a drawing"),
    66: Row("formula next to code", None, waits="a lesson"),
    67: Row("feature hierarchy, oriented-line detectors", None, waits="a lesson"),
}


@pytest.fixture(scope="module")
def explorer() -> Iterator[Explorer]:
    with serve() as client:
        yield Explorer(client)


def _rows() -> list[object]:
    return [
        pytest.param(row, id=f"{number:02d} {row.title}" + (f" (waits for {row.waits})" if row.waits else ""))
        for number, row in TABLE.items()
        if row.shown
    ]


@pytest.mark.parametrize("row", _rows())
def test_capability(explorer: Explorer, row: Row) -> None:
    assert row.shown is not None
    row.shown(explorer)


def test_none_of_the_67_is_forgotten_and_none_is_shown_twice() -> None:
    assert list(TABLE) == list(range(1, 68))
    assert all(row.shown or row.waits for row in TABLE.values())
    shown = [row.shown for row in TABLE.values() if row.shown]
    assert len(set(shown)) == len(shown)
    assert [number for number, row in TABLE.items() if row.shown is None] == [65, 66, 67]
