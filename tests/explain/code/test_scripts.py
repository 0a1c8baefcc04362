"""The code of every type, tensor and method, run and held against the engine."""

import ast
import random
from collections import Counter

import numpy as np
import pytest

from app.engine.document import Document, Fill, NamedLayer
from app.engine.trace import compute
from app.explain.code import code_of_tensor
from app.explain.code.code import CODERS, script
from app.explain.layers import MIRRORS
from tests.explain.code.running import check, differences, imported, run
from tests.networks import counted, document, expected_options, options
from tests.small import make_layer


def covering(seeds: range, times: int) -> list[Document]:
    """The first documents that together have every option so many times."""
    seen: Counter[str] = Counter()
    chosen = []
    for seed in seeds:
        dtype = "float32" if seed % 5 == 0 else "float64"
        drawn = document(random.Random(seed), largest=4, dtype=dtype, loss=seed % 11 != 0)
        if any(seen[option] < times for option in options(drawn)):
            seen.update(set(options(drawn)))
            chosen.append(drawn)
    return chosen


SEEDS = range(300)
DOCUMENTS = covering(SEEDS, times=1)
MANY = covering(SEEDS, times=4)


def test_every_type_has_code() -> None:
    assert CODERS.keys() == MIRRORS.keys()


def test_the_documents_have_every_option() -> None:
    assert expected_options() - counted(DOCUMENTS).keys() == set()


@pytest.mark.parametrize("which", range(len(DOCUMENTS)))
def test_numpy_gives_what_the_engine_gives(which: int) -> None:
    assert differences(DOCUMENTS[which], "numpy") == []


@pytest.mark.parametrize("which", range(len(DOCUMENTS)))
def test_pytorch_is_python(which: int) -> None:
    trace = compute(DOCUMENTS[which])
    for tensor in trace.tensors:
        text = code_of_tensor(trace, tensor).torch
        check(text)
        assert "torch" in imported(text)
        assert isinstance(ast.parse(text).body[-1], ast.Expr)


def test_a_matrix_may_leave_out_its_zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.explain.code.conv.MOST_ENTRIES", 0)
    convolutions = [each for each in DOCUMENTS if each.layers[0].layer.type == "conv2d"]
    assert len(convolutions) > 4
    for each in convolutions[:8]:
        trace = compute(each)
        if trace.loss is None:
            continue
        written = script(trace, "input.grad", "numpy", "matrix")
        assert "matrix.items()" in written.text
        dense = script(trace, "input.grad", "numpy", "chain")
        np.testing.assert_allclose(run(written), run(dense), rtol=1e-5, atol=1e-6)


def test_long_loops_say_so() -> None:
    conv = NamedLayer("conv1", make_layer("conv2d", padding=1), {"weight": Fill((8, 8, 3, 3), "ones"), "bias": None})
    trace = compute(Document("", "float64", Fill((1, 8, 50, 50), "ones"), (conv,)))
    text = script(trace, "conv1.output", "numpy", "chain").text
    check(text)
    assert "# Plain loops over 1,440,000 products: this takes a while." in text
    assert 'x = load("input")' in text and "w = np.array(" in text


@pytest.mark.long
@pytest.mark.parametrize("which", range(len(MANY)))
def test_many_networks(which: int) -> None:
    assert differences(MANY[which], "numpy") == []


@pytest.mark.long
@pytest.mark.parametrize("which", range(len(MANY)))
def test_pytorch_gives_what_the_engine_gives(which: int) -> None:
    pytest.importorskip("torch")
    assert differences(MANY[which], "torch") == []
