"""Every loss against its tables: samples and kinks with hand-computed numbers, bad inputs with their sentence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.losses import LOSSES
from app.engine.trace import compute
from tests.engine.tables.case import LossCase, Refused, array
from tests.engine.tables.losses import KINKS, REFUSED, SAMPLES
from tests.engine.tables.sweeping import assert_explained, assert_slopes, refusal, rows
from tests.small import make_layer, make_loss

ALL = [*rows("sample", SAMPLES), *rows("kink", KINKS)]


def network(kind: str, case: LossCase, dtype: str = "float64") -> Document:
    """The loss on 1 · x per map: the gradient of that 1 shows what parameters carry besides the sensitivities."""
    x = array(case.output, dtype)
    ones = NamedLayer("ones", make_layer("channel_affine"), {"weight": np.ones(x.shape[1], dtype), "bias": None})
    tensors = {name: array(values, dtype) for name, values in case.tensors.items()}
    return Document(case.title, dtype, x, (ones,), NamedLoss(make_loss(kind, **case.options), tensors))


@pytest.mark.parametrize("table", [SAMPLES, KINKS, REFUSED], ids=["samples", "kinks", "refused"])
def test_every_loss_is_in_the_table(table: Mapping[str, object]) -> None:
    assert table.keys() == LOSSES.keys()
    assert all(table.values())


@pytest.mark.parametrize(("kind", "case"), ALL)
def test_loss_and_gradient_by_hand(kind: str, case: LossCase) -> None:
    trace = compute(network(kind, case))
    np.testing.assert_allclose(trace.array("loss"), case.loss, rtol=1e-14, atol=0, err_msg=case.title)
    gradient = trace.array("ones.output.grad")
    assert gradient.shape == array(case.gradient).shape
    np.testing.assert_allclose(gradient, case.gradient, rtol=1e-14, atol=1e-15, err_msg=case.title)


@pytest.mark.parametrize(("kind", "case"), rows("sample", SAMPLES))
def test_the_reduction_s_share_is_at_the_parameters(kind: str, case: LossCase) -> None:
    """∂L/∂β = share · Σ δ ∘ x: 1/N where sensitivities are per sample, else 1."""
    trace = compute(network(kind, case))
    x, delta = array(case.output), array(case.gradient)
    at_beta = (delta * x).sum(axis=tuple(axis for axis in range(x.ndim) if axis != 1))
    np.testing.assert_allclose(trace.array("ones.weight.grad"), case.share * at_beta, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(("kind", "case"), rows("sample", SAMPLES))
def test_in_single_precision(kind: str, case: LossCase) -> None:
    trace = compute(network(kind, case, "float32"))
    assert trace.array("loss").dtype == np.float32
    np.testing.assert_allclose(trace.array("loss"), case.loss, rtol=1e-6)
    np.testing.assert_allclose(trace.array("ones.output.grad"), case.gradient, rtol=1e-6)


@pytest.mark.parametrize(("kind", "case"), rows("sample", SAMPLES))
def test_the_gradient_is_the_slope_of_the_loss(kind: str, case: LossCase) -> None:
    """Where sensitivities are per sample, ∂L/∂β alone is a slope."""
    assert_slopes(network(kind, case), *(["input"] if case.share == 1 else []), "ones.weight")


@pytest.mark.parametrize(("kind", "case"), ALL)
def test_every_number_is_what_its_explanation_says(kind: str, case: LossCase) -> None:
    assert_explained(compute(network(kind, case)))


@pytest.mark.parametrize(("kind", "bad"), rows("refused", REFUSED))
def test_bad_inputs_are_refused_with_a_sentence(kind: str, bad: Refused) -> None:
    assert bad.options["type"] == kind
    x = {"shape": list(bad.shape), "fill": "zeros"}
    pointer, sentence = refusal({"input": x, "layers": [], "loss": bad.options})
    assert pointer == bad.pointer
    for words in bad.words:
        assert words in sentence
