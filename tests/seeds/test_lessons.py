"""The lessons that follow an article hold its numbers, and what their summaries claim is so."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.lessons import LESSONS
from tests.seeds.exploring import Example, Explorer, Numbers, examples


def lesson(explorer: Explorer, slug: str) -> Numbers:
    """A lesson's document, computed."""
    document = LESSONS[slug]["document"]
    more = {key: value for key, value in document.items() if key not in ("name", "input", "layers", "loss")}
    return explorer.run(document["input"], document["layers"], document["loss"], **more)


@examples("000-main")
def test_000(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "padding-1-kernel-2x2")
    for tensor, key in {"conv1.output": "z", "input.grad": "dx", "conv1.weight.grad": "dw"}.items():
        trace.equal(tensor, example.expected[key])
    assert trace["conv1.bias.grad"].tolist() == [example.expected["db"]]
    behind = lesson(explorer, "padding-1-kernel-2x2-relu")
    np.testing.assert_array_equal(
        behind["conv1.output.grad"] != 0, (trace["conv1.output"] > 0) & (trace["conv1.output.grad"] != 0)
    )


@examples("001-conv")
def test_001_convolution(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "convolution-without-padding")
    for tensor, key in {"conv1.output": "z", "input.grad": "dx", "conv1.weight.grad": "dw"}.items():
        trace.equal(tensor, example.expected[key])
    counts = [[len(trace.terms(f"input.grad[0,0,{i},{j}]", "chain")) for j in range(3)] for i in range(3)]
    assert counts == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@examples("001-fc")
def test_001_fully_connected(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "fully-connected-sigmoid")
    assert trace.loss == pytest.approx(example.expected["mean_cost"], abs=1e-12)
    for layer in ("1", "2"):
        trace.equal(f"linear{layer}.weight.grad", example.expected["batch_mean"][f"dW{layer}"])
        trace.equal(f"linear{layer}.bias.grad", example.expected["batch_mean"][f"db{layer}"])


@examples("002-full-conv")
def test_002_full_convolution(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "full-convolution")
    trace.equal("input.grad", example.expected["result_forward_is_cross_correlation"])
    trace.equal("conv1.bordered", example.expected["delta_zero_padded_4x4"])
    trace.equal("conv1.turned", example.expected["rot180_kernel"])
    assert trace["input.grad"][0, 0, 1, 1] == pytest.approx(example.published["centre"])
    assert [term["value"] for term in trace.terms("input.grad[0,0,1,1]", "rot180")] == [
        0.6,
        0.5,
        0.6,
        0.6000000000000001,
    ]


@examples("002-upsample")
def test_002_expansions(explorer: Explorer, example: Example) -> None:
    for kind, name in {"mean": "expand-mean", "max": "expand-max", "sum": "expand-sum"}.items():
        trace = lesson(explorer, name)
        trace.equal("pool1.output", example.expected[kind]["down"])
        trace.equal("input.grad", example.expected[kind]["up"])


@examples("002-subsampling-beta-bias")
def test_002_sub_sampling_that_learns(explorer: Explorer, example: Example) -> None:
    expected = next(each for each in example.expected if (each["down"], each["activation"]) == ("sum", "sigmoid"))
    trace = lesson(explorer, "sub-sampling-with-beta")
    for tensor, key in {"pool1.output": "d_map", "sigmoid1.output": "x_out", "input.grad": "dx"}.items():
        trace.equal(tensor, expected[key])
    assert trace["affine1.weight.grad"][0] == pytest.approx(expected["dbeta"], abs=1e-12)
    assert trace["affine1.bias.grad"][0] == pytest.approx(expected["db"], abs=1e-12)


@examples("003-main")
def test_003(explorer: Explorer, example: Example) -> None:
    """The article's numbers from the errors down to C2; kernel and first map are ours, so that every output is 0.5."""
    expected = example.expected
    trace = lesson(explorer, "sensitivities-of-a-network")
    trace.equal("sigmoid2.output", example.published["o"])
    trace.equal("loss.residual", example.published["e"])
    trace.equal("linear1.output.grad", expected["od"])
    trace.equal("flatten1.output.grad", expected["fvd"])
    trace.equal("pool1.output.grad", expected["S2_sensitivity_matlab_column_major"])
    trace.equal("sigmoid1.output.grad", expected["upsampled_kron_over_4"])
    trace.equal("conv1.output.grad", expected["C2_sensitivity"])
    assert trace.loss == pytest.approx(expected["L"], abs=1e-12)
    assert trace["conv1.output"].any() == np.False_


@examples("004-conv")
def test_004_convolution(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "convolution-from-index-0")
    for tensor, key in {"conv1.output": "y", "input.grad": "dx", "conv1.weight.grad": "dw"}.items():
        trace.equal(tensor, example.expected[key])
    assert LESSONS["convolution-from-index-0"]["symbols"] == {"notation": "004", "index_base": 0}


@examples("004-maxpool")
def test_004_max_pooling(explorer: Explorer, example: Example) -> None:
    trace = lesson(explorer, "convolution-relu-max-pool")
    trace.equal("conv1.output", example.given["x"])
    trace.equal("pool1.output", example.expected["y"])
    trace.equal("relu1.output.grad", example.expected["dx_first_max"])
    assert Counter(trace["relu1.output"][0, 0, 2:, 4:].ravel())[7.0] == 3
    assert not trace["relu1.output"][0, 0, :2, 4:].any()


def test_stride_and_dilation(explorer: Explorer) -> None:
    stride = lesson(explorer, "stride-2")
    assert stride["conv1.output"].shape == (1, 1, 2, 2)
    assert not stride["input.grad"][0, 0, 4].any() and not stride["input.grad"][0, 0, :, 4].any()
    assert stride["conv1.stuffed"].shape == (1, 1, 3, 3)
    read = [term["factors"] for term in lesson(explorer, "dilation-2").terms("conv1.output[0,0,0,0]")]
    cells = {factor.get("cell") for factors in read for factor in factors}
    assert {cell for cell in cells if cell and cell.startswith("input")} == {
        f"input[0,0,{i},{j}]" for i in (0, 2) for j in (0, 2)
    }
    same = lesson(explorer, "padding-same")
    assert same["conv1.output"].shape == same["input"].shape


def test_which_maps_are_read(explorer: Explorer) -> None:
    groups = lesson(explorer, "groups-2").terms("input.grad[0,2,1,1]", "chain")
    sources = {factor["cell"] for term in groups for factor in term["factors"]}
    assert {cell.split("[")[1][:3] for cell in sources if cell.startswith("conv1.output.grad")} == {"0,2", "0,3"}
    partial = lesson(explorer, "partial-connections")["conv1.weight.grad"]
    assert not partial[0, 1].any() and not partial[1, 0].any() and partial[2].any(axis=(1, 2)).all()


def test_ties_and_borders(explorer: Explorer) -> None:
    tied = lesson(explorer, "overlapping-max-pool")
    assert tied["input.grad"][0, 0, 1, 2] == 3 == tied["pool1.output.grad"][0, 0, 0].sum()
    assert tied["input"][0, 0, 3, 0] == tied["input"][0, 0, 4, 2] == 7 == tied["pool1.output"][0, 0, 1, 0]
    mask = lesson(explorer, "mean-pool-with-border")["pool1.mask"].max(axis=(0, 1, 4, 5))
    assert mask.tolist() == [[1, 0.5, 1], [0.5, 0.25, 0.5], [1, 0.5, 1]]


def test_shares_and_probabilities(explorer: Explorer) -> None:
    assert lesson(explorer, "learned-combination")["combine1.logits.grad"].sum() == pytest.approx(0, abs=1e-12)
    trace = lesson(explorer, "classifier")
    expected = (trace["loss.probabilities"] - trace["loss.one_hot"]) / 2
    np.testing.assert_allclose(trace["linear1.output.grad"], expected, atol=1e-15)


def test_lenet_reads_a_digit(explorer: Explorer) -> None:
    """Drawn as MNIST's are: 28×28 from 0 to 1, in a box of 20×20, its centre of mass in the middle."""
    digit = np.array(LESSONS["lenet"]["document"]["input"])[0, 0]
    assert digit.shape == (28, 28) and digit.min() == 0 and digit.max() == 1
    np.testing.assert_array_equal(digit, digit.round(2))
    rows, columns = np.indices(digit.shape)
    assert (rows * digit).sum() / digit.sum() == pytest.approx(14, abs=0.01)
    assert (columns * digit).sum() / digit.sum() == pytest.approx(14, abs=0.01)
    assert np.ptp(np.flatnonzero(digit.any(axis=1))) < 20 and np.ptp(np.flatnonzero(digit.any(axis=0))) < 20
    trace = lesson(explorer, "lenet")
    sizes = {name: [n for n in trace.reply["tensors"][name]["shape"] if n > 1] for name in trace.reply["tensors"]}
    assert (sizes["pool1.output"], sizes["pool2.output"]) == ([6, 14, 14], [16, 5, 5])
    assert (sizes["flatten1.output"], sizes["linear3.output"]) == ([400], [10])
    assert trace.explain("conv1.weight.grad[0,0,2,2]", "chain")["term_count"] == 784
