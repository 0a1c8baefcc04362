"""Every layer type against its tables: samples and kinks with hand-computed numbers, bad inputs with their sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.layers import LAYERS
from app.engine.trace import compute
from tests.engine.tables.case import Case, Refused, array
from tests.engine.tables.layers import KINKS, REFUSED, SAMPLES
from tests.engine.tables.sweeping import assert_explained, assert_slopes, refusal, rows
from tests.small import make_layer, make_loss


def network(kind: str, case: Case, dtype: str = "float64") -> Document:
    parameters = {f: None if v is None else array(v, dtype) for f, v in case.parameters.items()}
    layer = NamedLayer("layer", make_layer(kind, **case.options), parameters)
    loss = NamedLoss(make_loss("upstream"), {"gradient": array(case.dy, dtype)})
    return Document(case.title, dtype, array(case.x, dtype), (layer,), loss)


def expected(case: Case) -> Iterator[tuple[str, np.ndarray]]:
    """The tensors that the case states."""
    yield "layer.output", array(case.y)
    yield "input.grad", array(case.dx)
    for field, gradient in case.gradients.items():
        yield f"layer.{field}.grad", array(gradient)


@pytest.mark.parametrize("table", [SAMPLES, KINKS, REFUSED], ids=["samples", "kinks", "refused"])
def test_every_layer_type_is_in_the_table(table: Mapping[str, object]) -> None:
    assert table.keys() == LAYERS.keys()
    assert all(table.values())


@pytest.mark.parametrize(("kind", "case"), [*rows("sample", SAMPLES), *rows("kink", KINKS)])
def test_forward_and_gradients_by_hand(kind: str, case: Case) -> None:
    trace = compute(network(kind, case))
    stated = dict(expected(case))
    for name in ("input", *trace.layers[0].parameters):
        assert f"{name}.grad" in stated, case.title
    for name, numbers in stated.items():
        assert trace.array(name).shape == numbers.shape
        np.testing.assert_allclose(trace.array(name), numbers, rtol=1e-14, atol=0, err_msg=f"{case.title}: {name}")


@pytest.mark.parametrize(("kind", "case"), rows("sample", SAMPLES))
def test_in_single_precision(kind: str, case: Case) -> None:
    trace = compute(network(kind, case, "float32"))
    for name, numbers in expected(case):
        assert trace.array(name).dtype == np.float32
        np.testing.assert_allclose(trace.array(name), numbers, rtol=1e-6, atol=0)


@pytest.mark.parametrize(("kind", "case"), rows("sample", SAMPLES))
def test_the_gradients_are_slopes(kind: str, case: Case) -> None:
    net = network(kind, case)
    assert_slopes(net, "input", *compute(net).layers[0].parameters)


@pytest.mark.parametrize(("kind", "case"), [*rows("sample", SAMPLES), *rows("kink", KINKS)])
def test_every_number_is_what_its_explanation_says(kind: str, case: Case) -> None:
    assert_explained(compute(network(kind, case)))


@pytest.mark.parametrize(("kind", "bad"), rows("refused", REFUSED))
def test_bad_inputs_are_refused_with_a_sentence(kind: str, bad: Refused) -> None:
    assert bad.options["type"] == kind
    pointer, sentence = refusal({"input": {"shape": list(bad.shape), "fill": "zeros"}, "layers": [bad.options]})
    assert pointer == bad.pointer
    for words in bad.words:
        assert words in sentence
