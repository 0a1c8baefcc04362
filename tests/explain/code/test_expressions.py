"""A cell in one line of Python, evaluated."""

import math
import random
from itertools import islice

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document, Fill, NamedLayer
from app.engine.trace import Trace, compute
from app.explain import explain, methods
from app.explain.code.expression import MOST_TERMS, expression
from tests.explain.code.running import TOLERANCE, cells, terms_of, value_of
from tests.networks import document
from tests.small import conv_document, layer_document, make_layer


def written(trace: Trace, address: str, method: str | None = None) -> str:
    line = expression(explain(trace, Cell.parse(address), method))
    assert line is not None
    return line


@pytest.mark.parametrize("seed", range(25))
def test_every_expression_is_the_value(seed: int) -> None:
    trace = compute(document(random.Random(seed), largest=4, dtype="float32" if seed % 4 == 0 else "float64"))
    tolerance = TOLERANCE[trace.dtype.name]
    for tensor in trace.tensors:
        for method in methods(trace, tensor):
            for cell in islice(cells(trace, tensor), 6):
                explanation = explain(trace, cell, method)
                line = expression(explanation)
                assert line is not None
                near = tolerance * max(abs(explanation.value), terms_of(explanation)) + 1e-300
                made = value_of(line)
                same = made == explanation.value or (math.isnan(made) and math.isnan(explanation.value))
                assert same or abs(made - explanation.value) <= near, (cell, method, line)


def test_it_reads_as_one_writes_it() -> None:
    trace = compute(conv_document([[1, 2], [3, -4]], [[0.5, -2]], bias=0.25, upstream=[[-1], [2]]))
    assert written(trace, "conv1.output[0,0,1,0]") == "3*0.5 + (-4)*(-2) + 0.25"
    assert written(trace, "conv1.weight.grad[0,0,0,0]") == "(-1)*1 + 2*3"
    assert written(trace, "conv1.weight[0,0,0,1]") == "-2"


ONE_LINE = [
    ("relu", -1.5, "max(-1.5, 0)", "0 if (-1.5) <= 0 else 1"),
    ("sigmoid", 2.0, "1/(1 + math.exp(-2))", "math.exp(-2)/(1 + math.exp(-2))**2"),
    ("sigmoid", -800.0, "math.exp(-800)/(1 + math.exp(-800))", "math.exp(-800)/(1 + math.exp(-800))**2"),
    ("tanh", 1.0, "1*math.tanh(1*1)", "1*1/math.cosh(1*1)**2"),
    ("identity", -3.0, "-3", "1"),
]


@pytest.mark.parametrize(("kind", "z", "output", "slope"), ONE_LINE)
def test_functions_are_those_of_math(kind: str, z: float, output: str, slope: str) -> None:
    trace = compute(layer_document(kind, [[z]], [[1.0]]))
    assert written(trace, "layer1.output[0,0]") == output
    assert written(trace, "layer1.derivative[0,0]") == slope


def test_the_mask_of_a_tie() -> None:
    trace = compute(layer_document("max_pool2d", [[[[7, 1], [0, 7]]]], [[[[1]]]], kernel_size=2, ties="split"))
    assert written(trace, "layer1.mask[0,0,0,0,1,1]") == "1/[7, 1, 0, 7].count(7) if 7 == max([7, 1, 0, 7]) else 0"
    assert value_of(written(trace, "layer1.mask[0,0,0,0,1,1]")) == 0.5


def test_nan_and_infinity_have_names() -> None:
    pool = NamedLayer("pool1", make_layer("max_pool2d", kernel_size=2, padding=1), {})
    trace = compute(Document("", "float64", np.array([[[[np.nan, 1], [np.inf, 7]]]]), (pool,)))
    assert written(trace, "pool1.output[0,0,0,0]") == "math.nan"
    assert written(trace, "pool1.output[0,0,1,0]") == "max(-math.inf, math.inf, -math.inf, -math.inf)"


def test_what_nobody_would_read_is_left_out() -> None:
    linear = NamedLayer("a", make_layer("linear"), {"weight": Fill((1, MOST_TERMS + 1), "ones"), "bias": None})
    trace = compute(Document("", "float64", Fill((1, MOST_TERMS + 1), "ones"), (linear,)))
    assert expression(explain(trace, Cell("a.output", (0, 0)))) is None
