"""Kinks and borders, each with the behaviour of PyTorch: zeros, ties, −∞ and NaN, windows that only partly fit."""

import numpy as np
import pytest

from app.engine.trace import compute
from tests.small import conv_document, layer_document

INF, NAN = np.inf, np.nan


def pooled(x: object, upstream: object, **options: object) -> tuple[np.ndarray, np.ndarray]:
    """Output and input gradient of one max pooling on one map."""
    trace = compute(layer_document("max_pool2d", [[x]], [[upstream]], **options))
    return trace.array("layer1.output")[0, 0], trace.array("input.grad")[0, 0]


def test_relu_has_slope_zero_at_zero() -> None:
    """Article 001: f′(z) = 0 for z ≤ 0; article 004 prints y ≥ 0, which every y fulfils. NaN passes on."""
    z = [[-2.0, -0.5, -0.0, 0.0, 1e-300, 0.5, NAN]]
    trace = compute(layer_document("relu", z, [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]]))
    np.testing.assert_array_equal(trace.array("layer1.output"), [[0, 0, 0, 0, 1e-300, 0.5, NAN]])
    np.testing.assert_array_equal(trace.array("input.grad"), [[0, 0, 0, 0, 5, 6, 7]])
    np.testing.assert_array_equal(trace.array("layer1.derivative"), [[0, 0, 0, 0, 1, 1, 1]])


@pytest.mark.parametrize(
    ("ties", "gradient"),
    [("first", [[0, 6], [0, 0]]), ("all", [[0, 6], [6, 6]]), ("split", [[0, 2], [2, 2]])],
)
def test_equal_maxima_share_by_the_rule(ties: str, gradient: list[list[float]]) -> None:
    """Article 004's equality formula is `all`; one recorded place, row-major, is `first`."""
    y, dx = pooled([[1, 7], [7, 7]], [[6]], kernel_size=2, ties=ties)
    assert y == 7
    np.testing.assert_array_equal(dx, gradient)


@pytest.mark.parametrize("ties", ["first", "all", "split"])
@pytest.mark.parametrize(
    ("x", "y", "gradient"),
    [
        ([[1, NAN], [2, 3]], NAN, [[0, 5], [0, 0]]),
        ([[NAN, 1], [NAN, 9]], NAN, [[0, 0], [5, 0]]),
        ([[NAN, INF], [2, 3]], NAN, [[5, 0], [0, 0]]),
        ([[-INF, 1], [0, 0]], 1, [[0, 5], [0, 0]]),
    ],
)
def test_the_last_nan_wins(ties: str, x: object, y: float, gradient: object) -> None:
    output, dx = pooled(x, [[5]], kernel_size=2, ties=ties)
    np.testing.assert_array_equal(output, [[y]])
    np.testing.assert_array_equal(dx, gradient)


def test_padding_never_wins_even_against_minus_infinity() -> None:
    y, dx = pooled([[-INF]], [[3]], kernel_size=2, padding=1, stride=2)
    np.testing.assert_array_equal(y, [[-INF]])
    np.testing.assert_array_equal(dx, [[3]])


def test_a_window_without_a_real_cell_gives_minus_infinity_and_its_gradient_to_nobody() -> None:
    y, dx = pooled([[4.0]], [[1, 2], [3, 5]], kernel_size=2, padding=1, stride=1, dilation=1)
    assert y.shape == (2, 2)
    assert dx == 11
    y, dx = pooled([[4.0]], [[7]], kernel_size=2, padding=1, dilation=2, stride=1)
    np.testing.assert_array_equal(y, [[-INF]])
    np.testing.assert_array_equal(dx, [[0]])


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "ceil", "out"),
    [
        (5, 2, 2, 0, False, 2),
        (5, 2, 2, 0, True, 3),
        (5, 2, 3, 0, True, 2),
        (6, 2, 4, 1, True, 2),  # ⌈6/4⌉ + 1 = 3, but the third window would start in the bottom padding
        (4, 3, 3, 1, True, 2),
        (3, 2, 2, 1, True, 2),
        (1, 2, 3, 1, True, 1),
        (1, 2, 2, 0, True, 1),  # the only window hangs over the edge; PyTorch keeps it
    ],
)
def test_ceil_mode_keeps_windows_that_start_inside(
    size: int, kernel: int, stride: int, padding: int, ceil: bool, out: int
) -> None:
    x = np.arange(size, dtype=float)
    options = {"kernel_size": [1, kernel], "stride": [1, stride], "padding": [0, padding], "ceil_mode": ceil}
    y, _ = pooled([x], [np.ones(out)], **options)
    assert y.shape == (1, out)


def test_rows_that_no_window_reads_have_gradient_exactly_zero() -> None:
    """Article 000 with stride 2: the padded row and column 4 are never visited."""
    x = np.arange(16.0).reshape(4, 4)
    trace = compute(conv_document(x, np.ones((2, 2)), upstream=[[1.0]], stride=3))
    expected = np.zeros((4, 4))
    expected[:2, :2] = 1
    np.testing.assert_array_equal(trace.array("input.grad")[0, 0], expected)
    np.testing.assert_array_equal(trace.array("conv1.bordered")[0, 0, 1, 1], 1)
    assert trace.array("conv1.bordered").shape == (1, 1, 5, 5)


def test_overflow_is_kept_as_infinity() -> None:
    trace = compute(conv_document([[1e200, 1e200]], [[1e200, 1.0]], upstream=[[1.0]]))
    assert trace.array("conv1.output") == INF
    assert trace.loss == INF


def test_an_infinite_gradient_does_not_leak_past_a_closed_relu() -> None:
    trace = compute(layer_document("relu", [[-1.0, 1.0]], [[1e308, 1e308]]))
    np.testing.assert_array_equal(trace.array("input.grad"), [[0, 1e308]])
