"""Numbers that article 000's sources publish: the repository's notebook, and Dumoulin and Visin's guide."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import Example, Explorer, channels_first, conv, examples, maps, plain, pool, upstream
from tests.seeds.single import single

PRINTED = 5e-9
"""The notebook prints 8 decimals."""


def kernels_first(weight: object) -> np.ndarray:
    """(kh, kw, C, K) as (K, C, kh, kw)."""
    return np.transpose(np.array(weight), (3, 2, 0, 1))


@examples("000-guide-no-padding", "000-guide-padding-stride2")
def test_the_guide_s_convolutions(explorer: Explorer, example: Example) -> None:
    (figure,) = example.published.values()
    single(explorer, example).equal("conv1.output", figure)


@examples("000-repo-notebook-conv")
def test_the_notebook_s_convolution(explorer: Explorer, example: Example) -> None:
    """The notebook sends Z back as its own gradient; its arrays are channels last."""
    given, expected = example.given, example.expected
    layer = conv(kernels_first(given["W_ffio"]), given["b"], padding=given["pad"], stride=given["stride"])
    x = channels_first(given["A_prev_nhwc"])
    trace = explorer.run(x, [layer], upstream(explorer.run(x, [layer])["conv1.output"]))
    assert np.mean(trace["conv1.output"]) == pytest.approx(expected["Z_mean"], abs=1e-12)
    np.testing.assert_allclose(trace["conv1.output"][3, :, 2, 1], expected["Z[3,2,1] (NHWC)"], atol=1e-12, rtol=0)
    trace.equal("input.grad", channels_first(expected["dA_nhwc"]))
    trace.equal("conv1.weight.grad", kernels_first(expected["dW_ffio"]))
    trace.equal("conv1.bias.grad", expected["db"])
    for tensor, key in {"input": "dA", "conv1.weight": "dW", "conv1.bias": "db"}.items():
        assert np.mean(trace[f"{tensor}.grad"]) == pytest.approx(example.published[f"{key}_mean"], abs=1e-12)


def test_the_notebook_s_helpers_of_the_backward_pooling(explorer: Explorer) -> None:
    """create_mask_from_window([[1, 3], [4, 2]]) and distribute_value(2, (2, 2)), as the notebook prints them."""
    largest = explorer.run(maps([[1, 3], [4, 2]]), [pool("max", 2)])
    largest.equal("pool1.mask", [[0, 0], [1, 0]], within=0)
    mean = explorer.run(maps([[1, 3], [4, 2]]), [pool("avg", 2)], upstream(maps([[2]])))
    mean.equal("input.grad", [[0.5, 0.5], [0.5, 0.5]], within=0)


@examples("000-repo-notebook-pool")
@pytest.mark.parametrize("kind", ["max", "avg"])
def test_the_notebook_s_pooling(explorer: Explorer, example: Example, kind: str) -> None:
    """Forward 3×3 with stride 2; backward 2×2 with stride 1, so that windows overlap."""
    given, expected, published = example.given, example.expected, example.published
    forward = explorer.run(channels_first(given["fwd_A_prev_nhwc"]), [pool(kind, 3, stride=2)])
    forward.equal("pool1.output", channels_first(expected[f"{kind}_fwd_nhwc"]))
    np.testing.assert_allclose(forward["pool1.output"].ravel(), published[f"{kind}_fwd"], atol=PRINTED, rtol=0)
    delta = channels_first(given["bwd_dA_nhwc"])
    x = channels_first(given["bwd_A_prev_nhwc"])
    backward = explorer.run(x, [pool(kind, 2, stride=1)], upstream(delta))
    backward.equal("input.grad", channels_first(expected[f"{kind}_bwd_nhwc"]))
    sample = np.moveaxis(backward["input.grad"], 1, -1)[1, 1]
    np.testing.assert_allclose(sample, published[f"{kind}_bwd[1,1]"], atol=PRINTED, rtol=0)
    assert np.mean(plain(delta)) == pytest.approx(published["mean_of_dA"], abs=1e-12)


@examples("000-guide-pooling")
def test_the_guide_s_pooling(explorer: Explorer, example: Example) -> None:
    given, expected, published = example.given, example.expected, example.published
    loss = upstream(maps(given["dy"]))
    largest = explorer.run(maps(given["x"]), [pool("max", given["window"], stride=given["stride"])], loss)
    largest.equal("pool1.output", expected["max"])
    largest.equal("pool1.output", published["max"])
    largest.equal("input.grad", expected["dx_max_first_max"])
    mean = explorer.run(maps(given["x"]), [pool("avg", given["window"], stride=given["stride"])], loss)
    mean.equal("pool1.output", expected["mean"])
    mean.equal("pool1.output", published["average_rounded_1_decimal"], within=0.05)
    mean.equal("input.grad", expected["dx_mean"])
