"""The promises of the contract on every cell of random networks, under every method."""

import math
import random
from itertools import product

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from app.address import Cell
from app.engine.trace import Trace, compute
from app.explain import Explanation, explain, feeds, methods
from app.explain.feeds import REARRANGED
from app.explain.functions import evaluate
from tests.networks import document, finite

QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
TOLERANCE = {"float64": 1e-12, "float32": 2e-5}


def cells(trace: Trace, tensor: str) -> list[Cell]:
    return [Cell(tensor, index) for index in product(*map(range, trace.tensors[tensor].shape))]


def not_rearranged(tensor: str) -> bool:
    return tensor.partition(".")[2] not in REARRANGED


def value_of(trace: Trace, cell: Cell) -> float:
    return float(trace.array(cell.tensor)[cell.index])


def holds(trace: Trace, explanation: Explanation) -> None:
    """Promises 1 to 4 for one cell and method."""
    tolerance = TOLERANCE[trace.dtype.name]
    terms = list(explanation.terms)
    assert len(terms) == explanation.term_count
    assert explanation.value == value_of(trace, explanation.cell)
    for term in terms:
        product_of_factors = math.prod(factor.value for factor in term.factors)
        assert term.value == product_of_factors or abs(term.value - product_of_factors) <= tolerance * abs(term.value)
        for factor in term.factors:
            if factor.cell is not None:
                assert factor.value == value_of(trace, factor.cell), factor
            if factor.source is not None:
                assert factor.value == value_of(trace, factor.source), factor
            assert not factor.moved or factor.source is not None or factor.value == 0
        if term.zero and explanation.rule == "sum":
            assert term.value == 0
    values = [term.value for term in terms]
    near = tolerance * (sum(map(abs, values)) if all(map(math.isfinite, values)) else 1) + 1e-300
    if explanation.rule == "sum":
        assert abs(sum(values) - explanation.value) <= near
        running = terms[-1].running_total if terms else 0.0
        assert running is not None
        assert abs(running - explanation.value) <= near
    elif explanation.rule == "max":
        assert explanation.chosen is not None
        assert values[explanation.chosen] == explanation.value
    elif explanation.rule == "map":
        assert explanation.function is not None
        assert abs(evaluate(explanation.function, values) - explanation.value) <= tolerance
    else:
        assert explanation.rule == "given"
        assert not terms


@settings(max_examples=40, deadline=None, phases=QUICK)
@given(st.randoms(use_true_random=False), st.sampled_from(["float64", "float64", "float32"]))
def test_every_cell_of_every_tensor_under_every_method(rng: random.Random, dtype: str) -> None:
    trace = compute(document(rng, dtype=dtype, largest=5, loss=rng.random() < 0.9))
    assume(finite(trace.document))
    for tensor in trace.tensors:
        for method in methods(trace, tensor):
            for cell in cells(trace, tensor):
                holds(trace, explain(trace, cell, method))


@settings(max_examples=25, deadline=None, phases=QUICK)
@given(st.randoms(use_true_random=False))
def test_what_a_cell_feeds_is_what_reads_it(rng: random.Random) -> None:
    """feeds is the transpose of the explanations: y feeds from x exactly where x is a factor of y's terms."""
    trace = compute(document(rng, largest=4))
    plain = [name for name in trace.tensors if not_rearranged(name)]
    readers: dict[Cell, set[Cell]] = {}
    for tensor in plain:
        for cell in cells(trace, tensor):
            for term in explain(trace, cell, None, limit=10**6).terms:
                for factor in term.factors:
                    home = factor.source if factor.moved else factor.cell
                    if home is not None and not_rearranged(home.tensor):
                        readers.setdefault(home, set()).add(cell)
    for tensor in plain:
        for cell in cells(trace, tensor):
            found = feeds(trace, cell, limit=10**6)
            assert found.total == len(found.cells)
            assert set(found.cells) == readers.get(cell, set()), cell
