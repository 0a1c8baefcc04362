"""The picture of a mistake: what it gives is what the learner has, and its operands are the ones that it confuses."""

from collections.abc import Callable

import numpy as np
import pytest

from app.explain.checking.comparison import Diagnosis, compare
from app.explain.checking.operand import Operand, Part
from tests.explain.mistakes.plain import Array, numbers, turn
from tests.explain.mistakes.provoked import (
    Case,
    W,
    classifier,
    conv,
    delta,
    dx_with,
    strung_by_columns,
    unstrung_by_columns,
)
from tests.explain.mistakes.test_single import CASES, STRIDED, TABLE, close_table

WITHOUT = {
    "wrong_sign_in_one_cell",
    "another_tensor",
    "axes_added",
    "batch_axis_missing",
    "bias_forgotten",
    "bias_not_summed",
    "bias_not_summed_over_batch",
    "bias_not_summed_over_columns",
    "bias_not_summed_over_positions",
    "bias_not_summed_over_rows",
    "bias_summed_over_maps",
    "axes_exchanged",
    "channels_last",
    "channels_reversed",
    "channels_swapped",
    "kernel_gradient_not_turned",
    "kernel_gradient_turned",
    "kernels_and_maps_exchanged",
    "one_sample_only",
    "reshaped",
    "residual_alone",
    "samples_not_summed",
    "shifted",
    "squeezed",
    "transposed",
    "windows_without_stride",
}
"""Mistakes with a finished matrix: the matrix itself is their picture."""


def told(case: Case, mistake: str) -> Diagnosis:
    trace, tensor, given = case
    return next(each for each in compare(trace, tensor, given).diagnoses if mistake in each.mistake)


def only(case: Case, mistake: str) -> Operand:
    [operand] = told(case, mistake).operands
    return operand


KNOWN = [(name, case) for name, case in CASES if name != "wrong_shape"]


@pytest.mark.parametrize(("mistake", "case"), KNOWN, ids=[f"{i}-{name}" for i, (name, _) in enumerate(KNOWN)])
def test_it_gives_what_the_learner_has_and_shows_two_different_things(mistake: str, case: Callable[[], Case]) -> None:
    made = case()
    diagnosis = told(made, mistake)
    assert diagnosis.gives is not None
    assert diagnosis.gives.shape == made[2].shape
    np.testing.assert_allclose(diagnosis.gives, made[2], rtol=1e-5, atol=1e-7)
    for operand in diagnosis.operands:
        assert operand.role in ("input", "weight", "activation", "gradient", "mix")
        same = np.array_equal(operand.used.array, operand.right.array)
        assert not same or operand.used.part != operand.right.part
        assert operand.used.words != operand.right.words


def test_only_mistakes_with_a_finished_matrix_have_no_operand() -> None:
    bare = {name for name, case in KNOWN if not told(case(), name).operands}
    assert bare <= WITHOUT


def test_the_kernel_as_it_met_delta() -> None:
    operand = only(dx_with(lambda kernel: kernel), "kernel_not_turned")
    assert np.array_equal(operand.used.array, W)
    assert np.array_equal(operand.right.array, turn(W))
    assert operand.right.words == "turned by 180°"


def test_delta_with_its_zeros() -> None:
    operand = only((STRIDED, "input.grad", close_table()[:, :, 1:7, 1:7]), "delta_not_dilated")
    assert operand.used.array.shape[2:] == (3, 3)
    assert np.array_equal(operand.right.array[:, :, ::2, ::2], operand.used.array)
    assert not operand.right.array[:, :, 1::2].any()


def test_the_table_and_what_was_cut_from_it() -> None:
    operand = only((conv(), "input.grad", TABLE), "padding_not_cropped")
    np.testing.assert_allclose(operand.used.array, TABLE)
    assert operand.used.part == Part(0, 0, *TABLE.shape[2:])
    assert operand.right.part == Part(1, 1, 6, 6)


def places(by_columns: bool) -> Array:
    """Where each cell of maps (3, 4, 3) stands in the vector."""
    made = np.zeros((1, 3, 4, 3))
    for c, i, j in np.ndindex(3, 4, 3):
        made[0, c, i, j] = c * 12 + (j * 4 + i if by_columns else i * 3 + j)
    return made


def test_the_order_of_flattening() -> None:
    weight = (classifier(), "fc.weight.grad", delta(classifier(), "fc").T @ strung_by_columns())
    for case in (weight, (classifier(), "conv1.output.grad", unstrung_by_columns())):
        operand = only(case, "flatten_order")
        assert np.array_equal(operand.used.array, places(by_columns=True))
        assert np.array_equal(operand.right.array, places(by_columns=False))
        assert (operand.used.words, operand.right.words) == ("column by column", "row by row")


def test_a_shape_that_nobody_explains_has_no_picture() -> None:
    [diagnosis] = compare(conv(), "input.grad", numbers(0, 5, 7)).diagnoses
    assert (diagnosis.mistake, diagnosis.gives, diagnosis.operands) == ("wrong_shape", None, ())
