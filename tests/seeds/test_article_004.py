"""Article 004: the gather formula with its zero rule, max pooling with its ties, ReLU."""

from __future__ import annotations

import numpy as np

from tests.seeds.exploring import Example, Explorer, conv, examples, maps, pool, row, upstream


@examples("004-conv")
def test_convolution_from_index_0(explorer: Explorer, example: Example) -> None:
    given, expected = example.given, example.expected
    trace = explorer.run(maps(given["x"]), [conv(maps(given["w"]), [given["b"]])], upstream(maps(given["dE_dy"])))
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


@examples("004-maxpool")
def test_max_pooling_and_its_ties(explorer: Explorer, example: Example) -> None:
    """One recorded place, or by the article's equality every tie, which sends on more than came."""
    given, expected = example.given, example.expected
    size, loss = given["l"], upstream(maps(given["dy"]))
    first = explorer.run(maps(given["x"]), [pool("max", size)], loss)
    first.equal("pool1.output", expected["y"])
    first.equal("input.grad", expected["dx_first_max"])
    every = explorer.run(maps(given["x"]), [pool("max", size, ties="all")], loss)
    every.equal("input.grad", expected["dx_by_the_equality_formula"])
    sums = [np.sum(given["dy"]), first["input.grad"].sum(), every["input.grad"].sum()]
    np.testing.assert_allclose(sums, expected["sums"], rtol=0, atol=1e-12)
    for i, line in enumerate(expected["argmax_row_col_0based"]):
        for j, (r, q) in enumerate(line):
            assert first["pool1.mask"][0, 0, i, j, r - size * i, q - size * j] == 1


@examples("004-relu")
def test_relu_passes_where_x_is_above_0(explorer: Explorer, example: Example) -> None:
    """The printed condition y ≥ 0 holds everywhere and would let every gradient through."""
    given, expected = example.given, example.expected
    trace = explorer.run(row(given["x"]), [{"type": "relu"}], upstream(row(given["dE_dy"])))
    trace.equal("relu1.output", expected["y"])
    trace.equal("input.grad", expected["dx"])
    by_the_printed_condition = np.where(trace["relu1.output"] >= 0, trace["relu1.output.grad"], 0)
    np.testing.assert_array_equal(by_the_printed_condition[0], expected["dx_by_the_seeds_condition"])
    assert not np.array_equal(trace["input.grad"], by_the_printed_condition)
