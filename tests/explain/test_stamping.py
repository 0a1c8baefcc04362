"""The unfinished table is what the terms that have arrived add up to, cell by cell."""

from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.trace import Trace, compute
from app.explain import explain
from app.explain.stamping import stamped_by, table_after
from tests.small import make_layer, make_loss

CASES: list[tuple[dict[str, Any], tuple[int, ...], tuple[int, ...]]] = [
    ({"padding": 1}, (1, 1, 3, 3), (1, 1, 2, 2)),
    ({"stride": (2, 1), "dilation": (2, 1), "convention": "convolution"}, (2, 2, 6, 5), (3, 2, 2, 3)),
    ({"groups": 2, "padding": "same"}, (1, 4, 3, 4), (2, 2, 2, 2)),
    ({"connections": ((True, False, True), (False, True, False))}, (1, 3, 4, 4), (2, 3, 3, 3)),
]


def traced(options: dict[str, Any], x: tuple[int, ...], w: tuple[int, ...]) -> Trace:
    random = np.random.default_rng(7)
    parameters = {"weight": random.normal(size=w), "bias": None}
    layers = (NamedLayer("conv1", make_layer("conv2d", **options), parameters),)
    shape = compute(Document("plain", "float64", np.zeros(x), layers, None)).tensors["conv1.output"].shape
    given = NamedLoss(make_loss("upstream"), {"gradient": random.normal(size=shape)})
    return compute(Document("conv", "float64", random.normal(size=x), layers, given))


@pytest.mark.parametrize(("options", "x", "w"), CASES)
def test_the_table_holds_the_terms_that_have_arrived(
    options: dict[str, Any], x: tuple[int, ...], w: tuple[int, ...]
) -> None:
    trace = traced(options, x, w)
    delta, table = trace.tensors["conv1.output.grad"].shape, trace.tensors["conv1.table"].shape
    for stamps in (0, 1, delta[-1] - 1, delta[-1], prod(delta[1:]) - 1, prod(delta) // 2, prod(delta) - 1, prod(delta)):
        made = table_after(trace, "conv1.table", stamps)
        for index in product(*map(range, table)):
            terms = explain(trace, Cell("conv1.table", index), "scatter").terms
            sources = [
                (term, next(f.cell for f in term.factors if f.cell and f.cell.tensor.endswith("grad")))
                for term in terms
            ]
            come = [term for term, cell in sources if np.ravel_multi_index(cell.index, delta) < stamps]
            assert made[index] == (come[-1].running_total if come else 0.0), (stamps, index)
    assert np.allclose(made, trace.array("conv1.table"), rtol=1e-12, atol=1e-12)


def test_only_tables_are_stamped() -> None:
    trace = traced(*CASES[0])
    assert stamped_by(trace, "conv1.table") == "conv1.output.grad"
    assert stamped_by(trace, "conv1.output") is stamped_by(trace, "nobody.table") is None
