"""Article 000: the composition list, the chain rule by choosing, and the scatter into a padded table."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import Example, Explorer, conv, examples, maps, upstream
from tests.seeds.single import single

written_out = examples("000-main", "000-stride2", "000-pad0", "001-conv")
"""The convolutions of which every product is written out."""


@examples("000-main", "000-stride2", "000-pad0", "000-guide-no-padding", "000-guide-padding-stride2", "001-conv")
def test_one_map_one_kernel(explorer: Explorer, example: Example) -> None:
    expected = example.expected
    trace = single(explorer, example)
    trace.equal("conv1.padded", expected["x_padded"])
    trace.equal("conv1.output", expected["z"])
    trace.equal("conv1.table", expected["temp_table_final_padded"])
    trace.equal("input.grad", expected["dx"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])


@written_out
def test_the_composition_list(explorer: Explorer, example: Example) -> None:
    """z11 = 0w11 + 0w12 + 0w21 + x11w22: every product of every z, zeros of the padding kept."""
    trace = single(explorer, example)
    for label, line in example.expected["z_composition"].items():
        i, j = int(label[1]) - 1, int(label[2]) - 1
        *products, bias = trace.terms(f"conv1.output[0,0,{i},{j}]")
        assert [term["value"] for term in products] == [term["product"] for term in line["terms"]]
        assert [term.get("zero") == "padding" for term in products] == [term["is_padding"] for term in line["terms"]]
        symbols = ["*".join(factor["symbol"] for factor in term["factors"]) for term in products]
        assert [symbol.translate(str.maketrans("", "", "_{}")) for symbol in symbols] == [
            term["text"] for term in line["terms"]
        ]
        assert bias["value"] == example.given["b"]


@written_out
@pytest.mark.parametrize("method", ["chain", "scatter"])
def test_terms_of_the_input_gradient(explorer: Explorer, example: Example, method: str) -> None:
    trace = single(explorer, example)
    for label, line in example.expected["dx_terms"].items():
        i, j = int(label[1]) - 1, int(label[2]) - 1
        terms = trace.terms(f"input.grad[0,0,{i},{j}]", method)
        assert [term["value"] for term in terms] == [term["product"] for term in line["terms"]]
        for term, expected in zip(terms, line["terms"], strict=True):
            (zi, zj), (wi, wj) = expected["z_1based"], expected["w_1based"]
            assert [factor["cell"] for factor in term["factors"]] == [
                f"conv1.output.grad[0,0,{zi - 1},{zj - 1}]",
                f"conv1.weight[0,0,{wi - 1},{wj - 1}]",
            ]


@written_out
def test_the_table_after_each_step_of_the_scatter(explorer: Explorer, example: Example) -> None:
    """A table cell's running total after δ's k-th entry is the article's table after step k."""
    trace = single(explorer, example)
    table = np.zeros(trace["conv1.table"].shape[2:])
    arrivals: dict[str, list[tuple[tuple[int, int], float]]] = {}
    for r, q in np.ndindex(*table.shape):
        for term in trace.terms(f"conv1.table[0,0,{r},{q}]", "scatter"):
            arrivals.setdefault(term["factors"][0]["cell"], []).append(((r, q), term["running_total"]))
    for step in example.expected["scatter_steps"]:
        i, j = step["z_index_1based"]
        for place, total in arrivals[f"conv1.output.grad[0,0,{i - 1},{j - 1}]"]:
            table[place] = total
        np.testing.assert_allclose(table, step["temp_table_after"], rtol=0, atol=1e-12)


@examples("000-main")
def test_terms_of_the_kernel_gradient(explorer: Explorer, example: Example) -> None:
    trace = single(explorer, example)
    for label, line in example.expected["dw_terms"].items():
        u, v = int(label[1]) - 1, int(label[2]) - 1
        terms = trace.terms(f"conv1.weight.grad[0,0,{u},{v}]")
        assert [term["value"] for term in terms] == [term["product"] for term in line["terms"]]
        assert [term.get("zero") == "padding" for term in terms] == [term["is_padding"] for term in line["terms"]]


@examples("000-bias-relu")
def test_bias_and_relu(explorer: Explorer, example: Example) -> None:
    given, expected = example.given, example.expected
    layers = [conv(maps(given["w"]), [given["b"]], padding=1), {"type": "relu"}]
    trace = explorer.run(maps(given["x"]), layers, upstream(maps(given["dA"])))
    trace.equal("conv1.output", expected["z"])
    trace.equal("relu1.output", expected["A"])
    trace.equal("conv1.output.grad", expected["dz"])
    trace.equal("input.grad", expected["dx"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", [expected["db"]])


@examples("000-general")
def test_batch_channels_rectangles(explorer: Explorer, example: Example) -> None:
    given, expected = example.given, example.expected
    layer = conv(given["w"], given["b"], padding=given["pad"], stride=given["stride"])
    trace = explorer.run(given["x"], [layer], upstream(given["dz"]))
    trace.equal("conv1.output", expected["z"])
    trace.equal("conv1.weight.grad", expected["dw"])
    trace.equal("conv1.bias.grad", expected["db"])
    trace.equal("input.grad", expected["dx"])
