"""Article 001: convolution, pooling, ReLU and softmax, by the text's formulas and by its code."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import (
    Example,
    Explorer,
    conv,
    examples,
    maps,
    plain,
    pool,
    row,
    upstream,
)
from tests.seeds.single import single


@examples("001-conv")
def test_delta_with_its_border_and_the_turned_kernel(explorer: Explorer, example: Example) -> None:
    expected = example.expected
    trace = single(explorer, example)
    trace.equal("conv1.bordered", expected["delta_padded_4x4"])
    trace.equal("conv1.turned", expected["rot180_w"])
    trace.equal("input.grad", expected["correlation_of_padded_delta_with_rot180_w"])
    trace.equal("conv1.weight.grad", expected["valid_correlation_of_a_with_delta"])


@examples("001-conv-delta-recursion")
def test_delta_needs_the_derivative_of_the_layer_below(explorer: Explorer, example: Example) -> None:
    """∇a = δ ∗ rot180(W), and δ below is ∇a ∘ σ′(z): the factor that the article's last formula omits."""
    given, expected = example.given, example.expected
    layers = [{"type": "sigmoid"}, conv(maps(given["w"]), [given["b"]])]
    trace = explorer.run(maps(given["z_l"]), layers, upstream(maps(given["delta_next"])))
    trace.equal("sigmoid1.output", expected["a_l"])
    trace.equal("conv1.output", expected["z_next"])
    trace.equal("sigmoid1.output.grad", expected["grad_a_l"])
    trace.equal("input.grad", expected["delta_l"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])


@examples("001-convolution-code")
@pytest.mark.parametrize("convention", ["cross_correlation", "convolution"])
def test_the_convolution_code_in_both_conventions(explorer: Explorer, example: Example, convention: str) -> None:
    given = example.given
    expected = example.expected["cross_correlation" if convention == "cross_correlation" else "true_convolution"]
    layer = conv(given["kernel"], np.zeros(len(given["kernel"])), convention=convention)
    trace = explorer.run(given["x"], [layer], upstream(given["front_delta"]))
    trace.equal("conv1.output", expected["z"])
    trace.equal("input.grad", expected["back_delta"])
    trace.equal("conv1.weight.grad", expected["dkernel"])
    trace.equal("conv1.bias.grad", np.sum(given["front_delta"], axis=(0, 2, 3)))


@examples("001-pool-2x2", "001-pool-2x1")
@pytest.mark.parametrize(("kind", "key"), [("avg", "mean"), ("max", "max")])
def test_pooling_hands_on_the_whole_gradient(explorer: Explorer, example: Example, kind: str, key: str) -> None:
    given, expected = example.given, example.expected[key]
    trace = explorer.run(maps(given["x"]), [pool(kind, given["pool"])], upstream(maps(given["dy"])))
    trace.equal("pool1.output", expected["y"])
    trace.equal("input.grad", expected["dx"])
    sums = [trace["input.grad"].sum(), trace["pool1.output.grad"].sum()]
    np.testing.assert_allclose(sums, expected["sum_dx_equals_sum_dy"], rtol=0, atol=1e-12)


@examples("001-pool-2x2", "001-pool-2x1")
def test_max_pooling_remembers_its_places(explorer: Explorer, example: Example) -> None:
    given = example.given
    trace = explorer.run(maps(given["x"]), [pool("max", given["pool"])], upstream(maps(given["dy"])))
    height, width = given["pool"]
    for i, line in enumerate(example.expected["max"]["argmax_row_col_0based"]):
        for j, (r, q) in enumerate(line):
            window = trace["pool1.mask"][0, 0, i, j]
            assert window.sum() == 1
            assert window[r - height * i, q - width * j] == 1


@examples("001-relu")
def test_relu_and_its_derivative_at_zero(explorer: Explorer, example: Example) -> None:
    trace = explorer.run(row(example.given["x"]), [{"type": "relu"}], upstream(row(example.given["front_delta"])))
    trace.equal("relu1.output", row(example.expected["y"]), within=0)
    trace.equal("input.grad", row(example.expected["dx"]), within=0)


@examples("001-repo-softmax")
def test_softmax_with_cross_entropy(explorer: Explorer, example: Example) -> None:
    """(softmax − labels)/N; the repository sends its negative back and adds it."""
    scores, labels, expected = example.given["scores"], example.given["labels"], example.expected
    softmax = explorer.run(scores, [{"type": "softmax"}])
    softmax.equal("softmax1.output", expected["softmax"])
    for target in (plain(labels), np.argmax(labels, axis=1).tolist()):
        trace = explorer.run(scores, [], {"type": "cross_entropy", "target": target})
        assert trace.loss == pytest.approx(expected["loss_mean"], abs=1e-12)
        trace.equal("loss.probabilities", expected["softmax"])
        trace.equal("input.grad", expected["dscores"])
