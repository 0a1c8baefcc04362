"""What the sweeps over both tables share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeVar

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document
from app.engine.edit import edit
from app.engine.errors import EngineError
from app.engine.network import plan
from app.engine.trace import Trace, compute
from app.explain import explain, methods
from app.explain.functions import evaluate
from app.schemas.building import document
from app.schemas.faults import Invalid
from app.settings import Settings

Row = TypeVar("Row")
STEP = 1e-5


def rows(title: str, table: Mapping[str, Sequence[Row]]) -> list[object]:
    """The table's rows as pytest parameters, named by their type, the table and their number."""
    return [
        pytest.param(kind, row, id=f"{kind}-{title}{number}")
        for kind, cases in table.items()
        for number, row in enumerate(cases)
    ]


def cells(trace: Trace, tensor: str) -> list[Cell]:
    return [Cell(tensor, index) for index in product(*map(range, trace.tensors[tensor].shape))]


def assert_slopes(net: Document, *tensors: str) -> None:
    """The gradients of these tensors are central differences of the loss."""
    trace = compute(net)
    for cell in (cell for tensor in tensors for cell in cells(trace, tensor)):
        analytic = float(trace.array(f"{cell.tensor}.grad")[cell.index])
        at = float(trace.array(cell.tensor)[cell.index])
        up, down = (compute(edit(net, [(cell, at + step)])).loss for step in (STEP, -STEP))
        assert up is not None
        assert down is not None
        assert (up - down) / (2 * STEP) == pytest.approx(analytic, rel=1e-6, abs=1e-7), cell


def assert_explained(trace: Trace) -> None:
    """The promises of the contract at every cell, NaN and ∞ included."""
    for tensor in trace.tensors:
        for method in methods(trace, tensor):
            for cell in cells(trace, tensor):
                _assert_cell(trace, cell, method)


def _assert_cell(trace: Trace, cell: Cell, method: str) -> None:
    explanation = explain(trace, cell, method)
    actual = float(trace.array(cell.tensor)[cell.index])
    values = [term.value for term in explanation.terms]
    by_rule = actual
    if explanation.rule == "max":
        assert explanation.chosen is not None
        by_rule = values[explanation.chosen]
    elif explanation.rule == "map":
        assert explanation.function is not None
        by_rule = evaluate(explanation.function, values)
    elif explanation.rule == "sum":
        by_rule = sum(values)
    near = sum(1e-12 * abs(value) for value in values if math.isfinite(value)) + 1e-300
    np.testing.assert_allclose([explanation.value, by_rule], actual, rtol=0, atol=near, err_msg=f"{cell} by {method}")


def refusal(value: Mapping[str, object]) -> tuple[str, str]:
    """Where and why a document is refused: the pointer and the sentence."""
    try:
        plan(document(value, Settings()))
    except Invalid as invalid:
        return invalid.faults[0].pointer, invalid.faults[0].detail
    except EngineError as error:
        return error.pointer, error.message
    raise AssertionError("the document was not refused")
