"""The articles' worked examples, through the API, to 1e-12."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.serving import serve

EXAMPLES: dict[str, dict[str, Any]] = {
    example["id"]: example
    for article in json.loads((Path(__file__).parents[1] / "data" / "seed-examples.json").read_text()).values()
    if isinstance(article, list)
    for example in article
}
SINGLE_CONVOLUTIONS = (
    "000-main",
    "000-stride2",
    "000-pad0",
    "000-guide-no-padding",
    "000-guide-padding-stride2",
    "001-conv",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with serve() as shared:
        yield shared


def maps(values: Any) -> Any:
    """A matrix as one sample of one map."""
    return np.asarray(values, dtype=float)[None, None].tolist()


def channels_first(values: Any) -> Any:
    """(N, H, W, C) as (N, C, H, W)."""
    return np.moveaxis(np.asarray(values), -1, 1).tolist()


def conv(weight: Any, bias: Any = None, **options: Any) -> dict[str, Any]:
    return {"type": "conv2d", "weight": weight, "bias": bias, **options}


def run(client: TestClient, x: Any, layers: list[dict[str, Any]], upstream: Any) -> "Numbers":
    document = {"name": "example", "input": x, "layers": layers, "loss": {"type": "upstream", "gradient": upstream}}
    reply = client.post("/api/v1/traces?include=derived", json=document)
    assert reply.status_code == 201, reply.text
    return Numbers(client, reply.json())


class Numbers:
    """A trace's reply, asked for tensors and explanations."""

    def __init__(self, client: TestClient, reply: dict[str, Any]) -> None:
        self.client = client
        self.reply = reply

    def __getitem__(self, tensor: str) -> np.ndarray:
        return np.array(self.reply["tensors"][tensor]["data"])

    def terms(self, cell: str, method: str) -> list[dict[str, Any]]:
        query = {"cell": cell, "method": method}
        reply = self.client.get(f"/api/v1/traces/{self.reply['id']}/explain", params=query)
        assert reply.status_code == 200, reply.text
        terms: list[dict[str, Any]] = reply.json()["terms"]
        return terms

    def equal(self, tensor: str, expected: Any) -> None:
        actual = self[tensor]
        np.testing.assert_allclose(actual.reshape(np.shape(expected)), expected, rtol=0, atol=1e-12)


def single(client: TestClient, example: dict[str, Any]) -> Numbers:
    given = example["input"]
    layer = conv(maps(given["w"]), [given["b"]], padding=given["pad"], stride=given["stride"])
    return run(client, maps(given["x"]), [layer], maps(given["dz"]))


@pytest.mark.parametrize("name", SINGLE_CONVOLUTIONS)
def test_one_map_one_kernel(client: TestClient, name: str) -> None:
    expected = EXAMPLES[name]["expected"]
    trace = single(client, EXAMPLES[name])
    trace.equal("conv1.padded", expected["x_padded"])
    trace.equal("conv1.output", expected["z"])
    trace.equal("conv1.table", expected["temp_table_final_padded"])
    trace.equal("input.grad", expected["dx"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])


@pytest.mark.parametrize("name", ["000-main", "000-stride2", "000-pad0", "001-conv"])
def test_the_composition_list(client: TestClient, name: str) -> None:
    """z11 = 0w11 + 0w12 + 0w21 + x11w22: every product of every z, zeros of the padding kept."""
    trace = single(client, EXAMPLES[name])
    for label, line in EXAMPLES[name]["expected"]["z_composition"].items():
        i, j = int(label[1]) - 1, int(label[2]) - 1
        *products, bias = trace.terms(f"conv1.output[0,0,{i},{j}]", "chain")
        assert [term["value"] for term in products] == [term["product"] for term in line["terms"]]
        assert [term.get("zero") == "padding" for term in products] == [term["is_padding"] for term in line["terms"]]
        symbols = ["*".join(factor["symbol"] for factor in term["factors"]) for term in products]
        assert [symbol.translate(str.maketrans("", "", "_{}")) for symbol in symbols] == [
            term["text"] for term in line["terms"]
        ]
        assert bias["value"] == EXAMPLES[name]["input"]["b"]


@pytest.mark.parametrize("name", ["000-main", "000-stride2", "000-pad0", "001-conv"])
@pytest.mark.parametrize("method", ["chain", "scatter"])
def test_terms_of_the_input_gradient(client: TestClient, name: str, method: str) -> None:
    trace = single(client, EXAMPLES[name])
    for label, line in EXAMPLES[name]["expected"]["dx_terms"].items():
        i, j = int(label[1]) - 1, int(label[2]) - 1
        terms = trace.terms(f"input.grad[0,0,{i},{j}]", method)
        assert [term["value"] for term in terms] == [term["product"] for term in line["terms"]]
        for term, expected in zip(terms, line["terms"], strict=True):
            (zi, zj), (wi, wj) = expected["z_1based"], expected["w_1based"]
            assert [factor["cell"] for factor in term["factors"]] == [
                f"conv1.output.grad[0,0,{zi - 1},{zj - 1}]",
                f"conv1.weight[0,0,{wi - 1},{wj - 1}]",
            ]


@pytest.mark.parametrize("name", ["000-main", "000-stride2", "000-pad0", "001-conv"])
def test_the_table_after_each_step_of_the_scatter(client: TestClient, name: str) -> None:
    """A table cell's running total after δ's k-th entry is the article's table after step k."""
    trace = single(client, EXAMPLES[name])
    table = np.zeros(trace["conv1.table"].shape[2:])
    arrivals: dict[str, list[tuple[tuple[int, int], float]]] = {}
    for r, q in np.ndindex(*table.shape):
        for term in trace.terms(f"conv1.table[0,0,{r},{q}]", "scatter"):
            arrivals.setdefault(term["factors"][0]["cell"], []).append(((r, q), term["running_total"]))
    for step in EXAMPLES[name]["expected"]["scatter_steps"]:
        i, j = step["z_index_1based"]
        for place, total in arrivals[f"conv1.output.grad[0,0,{i - 1},{j - 1}]"]:
            table[place] = total
        np.testing.assert_allclose(table, step["temp_table_after"], rtol=0, atol=1e-12)


def test_terms_of_the_kernel_gradient(client: TestClient) -> None:
    trace = single(client, EXAMPLES["000-main"])
    for label, line in EXAMPLES["000-main"]["expected"]["dw_terms"].items():
        u, v = int(label[1]) - 1, int(label[2]) - 1
        terms = trace.terms(f"conv1.weight.grad[0,0,{u},{v}]", "chain")
        assert [term["value"] for term in terms] == [term["product"] for term in line["terms"]]
        assert [term.get("zero") == "padding" for term in terms] == [term["is_padding"] for term in line["terms"]]


def test_bias_and_relu(client: TestClient) -> None:
    example = EXAMPLES["000-bias-relu"]
    given, expected = example["input"], example["expected"]
    layers = [conv(maps(given["w"]), [given["b"]], padding=1), {"type": "relu"}]
    trace = run(client, maps(given["x"]), layers, maps(given["dA"]))
    trace.equal("conv1.output", expected["z"])
    trace.equal("relu1.output", expected["A"])
    trace.equal("conv1.output.grad", expected["dz"])
    trace.equal("input.grad", expected["dx"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])


def test_batch_channels_rectangles(client: TestClient) -> None:
    given, expected = EXAMPLES["000-general"]["input"], EXAMPLES["000-general"]["expected"]
    layer = conv(given["w"], given["b"], padding=given["pad"], stride=given["stride"])
    trace = run(client, given["x"], [layer], given["dz"])
    for tensor, name in (("output", "z"), ("weight.grad", "dw"), ("bias.grad", "db")):
        trace.equal(f"conv1.{tensor}", expected[name])
    trace.equal("input.grad", expected["dx"])


def test_the_repository_s_published_convolution(client: TestClient) -> None:
    """The notebook sends Z back as its own gradient; its arrays are channels last."""
    given, expected = EXAMPLES["000-repo-notebook-conv"]["input"], EXAMPLES["000-repo-notebook-conv"]["expected"]
    weight = np.transpose(np.array(given["W_ffio"]), (3, 2, 0, 1)).tolist()
    layer = conv(weight, given["b"], padding=given["pad"], stride=given["stride"])
    x = channels_first(given["A_prev_nhwc"])
    document = {"name": "forward", "input": x, "layers": [layer]}
    z = client.post("/api/v1/traces", json=document).json()["tensors"]["conv1.output"]["data"]
    trace = run(client, x, [layer], z)
    assert np.mean(trace["conv1.output"]) == pytest.approx(expected["Z_mean"], abs=1e-12)
    np.testing.assert_allclose(trace["conv1.output"][3, :, 2, 1], expected["Z[3,2,1] (NHWC)"], atol=1e-12, rtol=0)
    trace.equal("input.grad", channels_first(expected["dA_nhwc"]))
    trace.equal("conv1.weight.grad", np.transpose(np.array(expected["dW_ffio"]), (3, 2, 0, 1)))
    trace.equal("conv1.bias.grad", expected["db"])


def test_the_repository_s_published_max_pooling(client: TestClient) -> None:
    example = EXAMPLES["000-repo-notebook-pool"]
    given, expected = example["input"], example["expected"]
    forward = {"type": "max_pool2d", "kernel_size": 3, "stride": 2}
    document = {"name": "forward", "input": channels_first(given["fwd_A_prev_nhwc"]), "layers": [forward]}
    y = client.post("/api/v1/traces", json=document).json()["tensors"]["pool1.output"]["data"]
    np.testing.assert_allclose(y, channels_first(expected["max_fwd_nhwc"]), atol=1e-12, rtol=0)
    x, dy = channels_first(given["bwd_A_prev_nhwc"]), channels_first(given["bwd_dA_nhwc"])
    trace = run(client, x, [{"type": "max_pool2d", "kernel_size": 2, "stride": 1}], dy)
    trace.equal("input.grad", channels_first(expected["max_bwd_nhwc"]))


def test_the_guide_s_max_pooling(client: TestClient) -> None:
    given, expected = EXAMPLES["000-guide-pooling"]["input"], EXAMPLES["000-guide-pooling"]["expected"]
    layer = {"type": "max_pool2d", "kernel_size": given["window"], "stride": given["stride"]}
    trace = run(client, maps(given["x"]), [layer], maps(given["dy"]))
    trace.equal("pool1.output", expected["max"])
    trace.equal("input.grad", expected["dx_max_first_max"])


def test_article_001_delta_with_its_border_and_the_turned_kernel(client: TestClient) -> None:
    expected = EXAMPLES["001-conv"]["expected"]
    trace = single(client, EXAMPLES["001-conv"])
    trace.equal("conv1.bordered", expected["delta_padded_4x4"])
    trace.equal("conv1.turned", expected["rot180_w"])
    trace.equal("input.grad", expected["correlation_of_padded_delta_with_rot180_w"])
    trace.equal("conv1.weight.grad", expected["valid_correlation_of_a_with_delta"])


@pytest.mark.parametrize("convention", ["cross_correlation", "convolution"])
def test_article_001_convolution_code_in_both_conventions(client: TestClient, convention: str) -> None:
    example = EXAMPLES["001-convolution-code"]
    given = example["input"]
    expected = example["expected"]["cross_correlation" if convention == "cross_correlation" else "true_convolution"]
    bias = np.zeros(len(given["kernel"])).tolist()
    trace = run(client, given["x"], [conv(given["kernel"], bias, convention=convention)], given["front_delta"])
    trace.equal("conv1.output", expected["z"])
    trace.equal("input.grad", expected["back_delta"])
    trace.equal("conv1.weight.grad", expected["dkernel"])
    trace.equal("conv1.bias.grad", np.sum(given["front_delta"], axis=(0, 2, 3)))


def test_article_002_full_convolution(client: TestClient) -> None:
    given, expected = EXAMPLES["002-full-conv"]["input"], EXAMPLES["002-full-conv"]["expected"]
    x = np.zeros((3, 3))
    trace = run(client, maps(x), [conv(maps(given["kernel"]))], maps(given["delta"]))
    trace.equal("conv1.bordered", expected["delta_zero_padded_4x4"])
    trace.equal("conv1.turned", expected["rot180_kernel"])
    trace.equal("input.grad", expected["result_forward_is_cross_correlation"])
    centre = trace.terms("input.grad[0,0,1,1]", "rot180")
    assert [term["factors"][0]["value"] for term in centre] == [t["delta"] for t in expected["centre_terms"]]
    assert [term["factors"][1]["value"] for term in centre] == [t["value"] for t in expected["centre_terms"]]
    true = run(client, maps(x), [conv(maps(given["kernel"]), convention="convolution")], maps(given["delta"]))
    key = "result_if_forward_is_true_convolution (Bouvrie, conv2(delta,rot180(k),full))"
    true.equal("input.grad", expected[key])


def test_article_004_convolution(client: TestClient) -> None:
    given, expected = EXAMPLES["004-conv"]["input"], EXAMPLES["004-conv"]["expected"]
    trace = run(client, maps(given["x"]), [conv(maps(given["w"]), [given["b"]])], maps(given["dE_dy"]))
    trace.equal("conv1.output", expected["y"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])
    trace.equal("input.grad", expected["dx"])
    outside = 0
    for label, terms in expected["dx_terms_0based"].items():
        found = trace.terms(f"input.grad[0,0,{label}]", "rot180")[::-1]
        assert [term["factors"][0]["value"] for term in found] == [term["dy"] for term in terms]
        outside += sum("zero" in term for term in found)
    assert outside == expected["out_of_range_terms"]


def test_article_004_max_pooling_and_its_ties(client: TestClient) -> None:
    given, expected = EXAMPLES["004-maxpool"]["input"], EXAMPLES["004-maxpool"]["expected"]
    layer = {"type": "max_pool2d", "kernel_size": given["l"]}
    first = run(client, maps(given["x"]), [layer], maps(given["dy"]))
    first.equal("pool1.output", expected["y"])
    first.equal("input.grad", expected["dx_first_max"])
    every = run(client, maps(given["x"]), [{**layer, "ties": "all"}], maps(given["dy"]))
    every.equal("input.grad", expected["dx_by_the_equality_formula"])
    for i, row in enumerate(expected["argmax_row_col_0based"]):
        for j, (r, q) in enumerate(row):
            assert first["pool1.mask"][0, 0, i, j, r - 2 * i, q - 2 * j] == 1
