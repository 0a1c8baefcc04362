"""Convolution by hand: the figures of article 000, Dumoulin and Visin's arithmetic, and both conventions."""

from typing import Any

import numpy as np
import pytest

from app.engine.document import Document, NamedLayer, NamedLoss
from app.engine.trace import compute
from tests.small import conv_document, make_layer, make_loss

X = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
W = [[1, -2], [3, 0.5]]
UPSTREAM = [[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]


def test_article_000() -> None:
    """x 3×3, w 2×2, padding 1: z 4×4 and all three gradients."""
    trace = compute(conv_document(X, W, bias=0.25, upstream=UPSTREAM, padding=1))
    z = [[0.75, 4.25, 7.75, 9.25], [0.25, 11.75, 14.25, 21.25], [-4.25, 19.25, 21.75, 33.25]]
    np.testing.assert_array_equal(trace.array("conv1.output")[0, 0], [*z, [-13.75, -8.75, -9.75, 9.25]])
    np.testing.assert_array_equal(trace.array("input.grad")[0, 0], [[-1.5, 3, 1.5], [0.5, -11, 20.5], [18, -6.5, -1.5]])
    np.testing.assert_array_equal(trace.array("conv1.weight.grad")[0, 0], [[34, 28], [50, 23]])
    np.testing.assert_array_equal(trace.array("conv1.bias.grad"), [12])


def test_the_table_before_the_crop() -> None:
    trace = compute(conv_document(X, W, upstream=UPSTREAM, padding=1))
    table = [[1, 0, -5, 2, 0], [6, -1.5, 3, 1.5, -8], [9, 0.5, -11, 20.5, -2], [-1, 18, -6.5, -1.5, 5]]
    np.testing.assert_array_equal(trace.array("conv1.table")[0, 0], [*table, [-3, 2.5, 6.5, -5, -1]])


@pytest.mark.parametrize(
    ("size", "kernel", "options", "out"),
    [
        (5, 3, {}, 3),
        (5, 3, {"padding": 1, "stride": 2}, 3),
        (6, 3, {"padding": 1, "stride": 2}, 3),
        (5, 4, {"padding": "full"}, 8),
        (5, 3, {"padding": "same"}, 5),
        (5, 4, {"padding": "same", "dilation": 2}, 5),
        (7, 3, {"dilation": 2}, 3),
        (5, 2, {"padding": [[0, 1], [0, 1]], "stride": 2}, 3),
        (1, 1, {"stride": 7}, 1),
    ],
)
def test_output_size(size: int, kernel: int, options: dict[str, Any], out: int) -> None:
    """⌊(n + p₀ + p₁ − d(k − 1) − 1)/s⌋ + 1 (Dumoulin and Visin, relationship 6)."""
    trace = compute(conv_document(np.ones((size, size)), np.ones((kernel, kernel)), **options))
    assert trace.tensors["conv1.output"].shape == (1, 1, out, out)


def test_same_puts_the_odd_zero_at_the_bottom_and_right() -> None:
    trace = compute(conv_document([[1, 2]], [[1, 10]], padding="same"))
    np.testing.assert_array_equal(trace.array("conv1.padded")[0, 0], [[1, 2, 0]])
    np.testing.assert_array_equal(trace.array("conv1.output")[0, 0], [[21, 2]])


def test_true_convolution_turns_the_kernel_and_its_gradient() -> None:
    straight = compute(conv_document(X, W, upstream=UPSTREAM, padding=1))
    turned_kernel = np.array(W)[::-1, ::-1]
    turned = compute(conv_document(X, turned_kernel, upstream=UPSTREAM, padding=1, convention="convolution"))
    np.testing.assert_array_equal(straight.array("conv1.output"), turned.array("conv1.output"))
    np.testing.assert_array_equal(straight.array("input.grad"), turned.array("input.grad"))
    weight_gradient = turned.array("conv1.weight.grad")[:, :, ::-1, ::-1]
    np.testing.assert_array_equal(straight.array("conv1.weight.grad"), weight_gradient)


def test_article_002_centre_depends_on_the_convention() -> None:
    """2.3 belongs to a cross-correlation forward, 3.3 to a true convolution (erratum E002-3)."""
    kernel, delta = [[0.2, 0.3], [0.5, 0.6]], [[1, 1], [2, 3]]
    for convention, centre in (("cross_correlation", 2.3), ("convolution", 3.3)):
        trace = compute(conv_document(np.zeros((3, 3)), kernel, upstream=delta, convention=convention))
        assert trace.array("input.grad")[0, 0, 1, 1] == pytest.approx(centre, abs=1e-15)


def test_stride_puts_zeros_between_the_entries_of_delta() -> None:
    trace = compute(conv_document(np.ones((6, 6)), np.ones((2, 2)), upstream=[[1, 2], [3, 4]], stride=3, dilation=2))
    stuffed = [[1, 0, 0, 2], [0, 0, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]
    np.testing.assert_array_equal(trace.array("conv1.stuffed")[0, 0], stuffed)
    bordered = trace.array("conv1.bordered")[0, 0]
    assert bordered.shape == (8, 8)
    np.testing.assert_array_equal(bordered[2:6, 2:6], stuffed)
    assert np.abs(bordered).sum() == 10


def test_connections_and_groups_leave_unread_maps_alone() -> None:
    x = np.arange(1.0, 5.0).reshape(1, 4, 1, 1)
    weight = np.full((2, 4, 1, 1), 10.0)
    rows = [[True, False, True, False], [False, False, False, True]]
    net = Document(
        "partial",
        "float64",
        x,
        (NamedLayer("c", make_layer("conv2d", connections=rows), {"weight": weight, "bias": None}),),
        NamedLoss(make_loss("upstream"), {"gradient": np.array([1.0, 2.0]).reshape(1, 2, 1, 1)}),
    )
    trace = compute(net)
    np.testing.assert_array_equal(trace.array("c.output").ravel(), [40, 40])
    np.testing.assert_array_equal(trace.array("c.weight.grad").ravel(), [1, 0, 3, 0, 0, 0, 0, 8])
    np.testing.assert_array_equal(trace.array("input.grad").ravel(), [10, 0, 10, 20])
    grouped = Document(
        "groups",
        "float64",
        x,
        (NamedLayer("c", make_layer("conv2d", groups=2), {"weight": weight[:, :2], "bias": None}),),
        net.loss,
    )
    trace = compute(grouped)
    np.testing.assert_array_equal(trace.array("c.output").ravel(), [30, 70])
    np.testing.assert_array_equal(trace.array("c.weight.grad").ravel(), [1, 2, 6, 8])


def test_an_unread_map_counts_as_nothing_even_at_infinity() -> None:
    """Kernel 0 reads map 0 only; map 1 overflowed before, and so did its gradient after."""
    rows = [[True, False], [False, True]]
    x = np.array([2.0, np.inf]).reshape(1, 2, 1, 1)
    conv = NamedLayer("c", make_layer("conv2d", connections=rows), {"weight": np.full((2, 2, 1, 1), 5.0), "bias": None})
    gradient = np.array([3.0, np.inf]).reshape(1, 2, 1, 1)
    trace = compute(Document("gate", "float64", x, (conv,), NamedLoss(make_loss("upstream"), {"gradient": gradient})))
    np.testing.assert_array_equal(trace.array("c.output").ravel(), [10, np.inf])
    np.testing.assert_array_equal(trace.array("input.grad").ravel(), [15, np.inf])
    np.testing.assert_array_equal(trace.array("c.weight.grad").ravel(), [6, 0, 0, np.inf])


def test_a_plan_is_made_once_per_shape() -> None:
    layer = make_layer("conv2d", padding=1)
    from app.engine.layers.base import ParameterShapes

    shapes = [ParameterShapes(weight=(1, 1, 2, 2), bias=None) for _ in range(2)]
    assert layer.plan((1, 1, 3, 3), shapes[0]) is layer.plan((1, 1, 3, 3), shapes[1])
