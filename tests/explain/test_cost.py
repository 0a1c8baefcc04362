"""Promise 5: an explanation reads as many elements as it returns factors, and stays small in a large layer."""

import random
import tracemalloc

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document, Fill, NamedLayer, NamedLoss
from app.engine.trace import Trace, compute
from app.explain import explain
from app.explain.explainer import methods
from app.explain.view import Reader
from tests.networks import document
from tests.small import make_layer, make_loss

LARGE = [
    ("input.grad[0,5,30,30]", "chain"),
    ("input.grad[0,5,30,30]", "scatter"),
    ("input.grad[0,5,30,30]", "rot180"),
    ("input.grad[0,5,30,30]", "matrix"),
    ("conv1.weight.grad[3,5,1,1]", "chain"),
    ("conv1.weight.grad[3,5,1,1]", "correlate"),
    ("conv1.weight.grad[3,5,1,1]", "rot180_input"),
    ("conv1.weight.grad[3,5,1,1]", "matrix"),
    ("conv1.output[0,3,30,30]", "chain"),
    ("conv1.bias.grad[3]", "chain"),
    ("conv1.bordered[0,3,0,0]", "chain"),
    ("conv1.table[0,3,0,0]", "rot180"),
]


class Counting(Reader):
    """Counts the elements that are read."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace)
        self.reads = 0

    def read(self, tensor: str, index: tuple[int, ...]) -> float:
        self.reads += 1
        return super().read(tensor, index)


@pytest.fixture(scope="module")
def large() -> Trace:
    weight = Fill((64, 64, 3, 3), "xavier_uniform", 1)
    conv = NamedLayer("conv1", make_layer("conv2d", padding=1), {"weight": weight, "bias": Fill((64,), "zeros")})
    gradient = Fill((1, 64, 56, 56), "uniform", 2)
    return compute(
        Document(
            "large",
            "float64",
            Fill((1, 64, 56, 56), "uniform", 0),
            (conv,),
            NamedLoss(make_loss("upstream"), {"gradient": gradient}),
        )
    )


@pytest.mark.parametrize(("address", "method"), LARGE)
def test_a_large_layer_costs_one_cell(large: Trace, address: str, method: str) -> None:
    cell = Cell.parse(address)
    list(explain(large, cell, method, limit=10).terms)  # whatever is made once is made now
    tracemalloc.start()
    explanation = explain(large, cell, method)
    for _ in explanation.terms:
        pass
    assert explanation.latex.symbolic
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 256 * 1024


@pytest.mark.parametrize(("address", "method"), LARGE)
def test_a_large_layer_reads_its_factors(large: Trace, address: str, method: str) -> None:
    reader = Counting(large)
    explanation = explain(large, Cell.parse(address), method, limit=10**6, reader=reader)
    before = reader.reads
    factors = [factor for term in explanation.terms for factor in term.factors]
    put_in = [factor for factor in factors if factor.constant or (factor.moved and factor.source is None)]
    assert reader.reads - before == len(factors) - len(put_in)
    assert before <= 2


def test_no_explanation_reads_more_than_it_returns() -> None:
    for seed in range(20):
        trace = compute(document(random.Random(seed)))
        for tensor, info in trace.tensors.items():
            for method in methods(trace, tensor):
                if not np.prod(info.shape):
                    continue
                reader = Counting(trace)
                explanation = explain(trace, Cell(tensor, (0,) * len(info.shape)), method, reader=reader)
                factors = sum(len(term.factors) for term in explanation.terms)
                evaluated = 0 if tensor in trace.arrays else factors
                assert reader.reads <= 1 + factors + evaluated, (seed, tensor, method)
