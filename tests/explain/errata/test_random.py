"""On random traces the right value is the finite difference, and the printed one is not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.engine.differences import Differences
from app.engine.trace import Trace
from app.explain.errata import ERRATA, applying
from app.explain.errata.erratum import Numbers
from tests.explain.errata.nets import OTHERS, SLOPES, Draw, conv, dense, flattened, pooled
from tests.explain.mistakes.plain import network


def shown(key: str, trace: Trace, cells: int = 64) -> Numbers:
    erratum = ERRATA[key]
    tensor = erratum.applies(trace)
    assert tensor is not None and (not tensor or tensor in trace.tensors)
    assert erratum.show is not None
    return erratum.show(trace, Differences(trace, cells))


def array(values: Any) -> np.ndarray[Any, Any]:
    """Numbers with NaN where nothing is printed."""
    return np.array(values, dtype=float)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("key", SLOPES)
def test_the_right_value_is_the_slope_and_the_printed_one_is_not(key: str, seed: int) -> None:
    numbers = shown(key, SLOPES[key](Draw(seed)))
    right = array(numbers.right)
    np.testing.assert_allclose(right, array(numbers.numeric), rtol=2e-6, atol=2e-6)
    if isinstance(numbers.printed, str):
        assert numbers.printed.partition(":")[0] in ("ValueError", "IndexError")
        return
    printed = array(numbers.printed)
    assert printed.shape != right.shape or np.nanmax(np.abs(printed - right)) > 1e-3


def test_every_number_is_tested() -> None:
    assert SLOPES.keys() | OTHERS.keys() == {key for key, erratum in ERRATA.items() if erratum.show}
    assert not SLOPES.keys() & OTHERS.keys()


@pytest.mark.parametrize("key", [*SLOPES, *OTHERS])
def test_few_cells_are_a_part(key: str) -> None:
    """A large network can afford few differences; the printed and the right numbers are cut alike."""
    make = (SLOPES | OTHERS)[key]
    numbers = shown(key, make(Draw(4)), cells=2)
    if numbers.numeric is not None and isinstance(numbers.right, list) and key != "E002-7":
        slopes = array(numbers.numeric)
        assert slopes.size <= 2 or key in ("E000-8", "E004-6")


@pytest.mark.parametrize("key", [*SLOPES, *OTHERS])
def test_an_explanation_is_a_sentence_of_this_trace(key: str) -> None:
    make = (SLOPES | OTHERS)[key]
    texts = {shown(key, make(Draw(seed))).explanation for seed in (5, 6)}
    assert all(text.endswith(".") for text in texts)


@pytest.mark.parametrize("key", ["E000-8", "E004-6"])
def test_ties(key: str) -> None:
    numbers = shown(key, OTHERS[key](Draw(1)))
    assert isinstance(numbers.numeric, float)
    assert array(numbers.right).sum() == pytest.approx(numbers.numeric, abs=1e-6)
    assert abs(array(numbers.printed).sum() - numbers.numeric) > 1e-2


def test_the_size_with_stride() -> None:
    numbers = shown("E000-4", OTHERS["E000-4"](Draw(1)))
    assert (numbers.printed, numbers.right) == ([4, 4], [2, 2])
    assert "1 padded row at the bottom: never read" in numbers.explanation


def test_the_sign_of_the_update() -> None:
    trace = dense(Draw(1))
    numbers = shown("E001-11", trace)
    assert isinstance(numbers.printed, float) and isinstance(numbers.right, float) and trace.loss is not None
    assert numbers.right < trace.loss < numbers.printed
    squares = sum((trace.array(f"fc.{field}.grad") ** 2).sum() for field in ("weight", "bias"))
    assert numbers.numeric == pytest.approx(squares, rel=1e-4)


def test_the_total_of_a_sum_pooling() -> None:
    numbers = shown("E001-23", OTHERS["E001-23"](Draw(1)))
    assert numbers.right == pytest.approx(4 * array(numbers.printed))
    assert numbers.right == pytest.approx(array(numbers.numeric), abs=1e-6)


def test_the_step_of_the_gradient_check() -> None:
    numbers = shown("E002-9", OTHERS["E002-9"](Draw(1)))
    printed, right, fine = (float(array(each)) for each in (numbers.printed, numbers.right, numbers.numeric))
    assert abs(fine - right) < abs(printed - right) < 1e-6


@pytest.mark.parametrize("key", ["E001-13", "E001-14", "E001-16"])
def test_forward_code(key: str) -> None:
    trace = OTHERS[key](Draw(1))
    numbers = shown(key, trace)
    np.testing.assert_array_equal(
        array(numbers.right), trace.array("conv1.output")[:, :, :8, :8][: len(array(numbers.right))]
    )
    assert np.abs(array(numbers.printed) - array(numbers.right)).max() > 1e-2


def test_every_map_is_the_same() -> None:
    trace = conv(Draw(1), 2, 2, 2, 2, size=(4, 4))
    printed = array(shown("E001-14", trace).printed) - trace.array("conv1.bias")[:, None, None]
    for n, k in np.ndindex(2, 2):
        np.testing.assert_allclose(printed[n, k], printed[0, 0], atol=1e-12)


def test_code_that_stops() -> None:
    """The messages are made by running, not stored: they name this trace's shapes."""
    wide = conv(Draw(1), 2, 2, 2, 3, size=(5, 6))
    assert shown("E001-18", wide).printed == (
        "ValueError: operands could not be broadcast together with shapes (5,6) (6,5) (5,6) "
    )
    assert shown("E000-6", conv(Draw(1), 1, 1, 2, 2, size=(3, 3))).printed == (
        "ValueError: could not broadcast input array from shape (0,0) into shape (3,3)"
    )
    assert shown("E001-10", dense(Draw(1))).printed == (
        "ValueError: shapes (3,4) and (3,3) not aligned: 4 (dim 1) != 3 (dim 0)"
    )
    assert shown("E004-4", conv(Draw(1), 1, 1, 3, 2, size=(5, 4))).printed == (
        "IndexError: index 3 is out of bounds for axis 3 with size 3"
    )
    assert shown("E001-25", conv(Draw(1), 2, 3, 2, 2)).printed == (
        "IndexError: index 2 is out of bounds for axis 0 with size 2"
    )
    kernels = shown("E001-13", conv(Draw(1), 2, 3, 2, 2)).printed
    assert kernels == "IndexError: index 2 is out of bounds for axis 0 with size 2"
    reads = shown("E001-15", wide)
    assert str(reads.printed).startswith("SyntaxError: ") and "for Cid im range(C):" in str(reads.printed)
    assert reads.right == "parses"
    mean = str(shown("E001-21", pooled(Draw(1), "avg_pool2d")).printed)
    assert mean.startswith("SyntaxError: ") and "if(deriv=False):" in mean
    assert mean.endswith("TypeError: 'float' object cannot be interpreted as an integer")


def test_full_connect_with_square_shapes_runs_and_is_wrong() -> None:
    numbers = shown("E001-10", dense(Draw(1), inputs=3))
    assert np.abs(array(numbers.printed) - array(numbers.right)).max() > 1e-3


def test_flatten_in_both_orders() -> None:
    for order in ("row_major", "column_major"):
        numbers = shown("E003-6", flattened(Draw(1), order))
        assert sorted(array(numbers.printed).ravel()) == sorted(array(numbers.right).ravel())


# What a trace has none of: none of these keys applies.
NOT_ABOUT: dict[str, tuple[Callable[[], Trace], set[str]]] = {
    "a convolution of stride 1": (
        lambda: conv(Draw(1), 1, 1, 2, 2, padding=1),
        {"E000-4", "E000-6", "E004-1", "E001-19"},
    ),
    "a square kernel": (lambda: conv(Draw(1), 1, 1, 3, 3), {"E001-18", "E004-2", "E000-2", "E001-13"}),
    "a turned kernel that is itself": (
        lambda: network(Draw(1)(1, 1, 4, 4), ("conv2d", "conv1", {"weight": np.ones((1, 1, 2, 2))})),
        {"E001-16", "E001-17", "E002-3", "E000-3"},
    ),
    "no ties": (lambda: pooled(Draw(1), "max_pool2d"), {"E000-8", "E004-6"}),
    "ties that all win": (
        lambda: network(np.ones((1, 1, 4, 4)), ("max_pool2d", "pool1", {"kernel_size": 2, "ties": "all"})),
        {"E000-8", "E004-6"},
    ),
    "no ReLU": (lambda: dense(Draw(1)), {"E004-7", "E004-8"}),
    "one output": (
        lambda: network(Draw(1)(2, 3), ("linear", "fc", {"weight": Draw(2)(1, 3)})),
        {"E003-2", "E003-11", "E001-1"},
    ),
}


@pytest.mark.parametrize("name", NOT_ABOUT)
def test_what_a_trace_has_nothing_of(name: str) -> None:
    make, keys = NOT_ABOUT[name]
    assert not keys & {erratum.key for erratum, _ in applying(make())}


def test_a_trace_without_a_loss_has_no_gradients() -> None:
    from app.engine.document import Document, NamedLayer
    from app.engine.trace import compute
    from tests.small import make_layer

    layer = NamedLayer("conv1", make_layer("conv2d", stride=2), {"weight": Draw(1)(2, 2, 2, 3), "bias": Draw(2)(2)})
    trace = compute(Document("forward", "float64", Draw(3)(2, 2, 6, 6), (layer,)))
    for erratum, tensor in applying(trace):
        assert not tensor.endswith(".grad")
        if erratum.show:
            assert erratum.show(trace, Differences(trace, 8)).numeric is None
