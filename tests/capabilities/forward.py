"""Rows 1–15: the forward convolution."""

from __future__ import annotations

import numpy as np

from tests.capabilities.article import W, X, near, padded
from tests.seeds.exploring import Explorer, conv, maps, upstream


def single_channel(explorer: Explorer) -> None:
    """z₁₁ = 1·1 − 2·2 + 4·3 + 5·½."""
    trace = explorer.run(maps(X), [conv(maps(W))])
    near(trace["conv1.output"][0, 0], [[11.5, 14], [19, 21.5]])


def zero_padding(explorer: Explorer) -> None:
    """The corners see one cell of x and three zeros, each a cell of its own."""
    trace = padded(explorer)
    z = trace["conv1.output"][0, 0]
    near([z[0, 0], z[0, 3], z[3, 0], z[3, 3]], [1 * 0.5, 3 * 3, 7 * -2, 9 * 1])
    assert trace["conv1.padded"].shape == (1, 1, 5, 5)
    assert [term.get("zero") for term in trace.terms("conv1.output[0,0,3,3]")] == [None, *["padding"] * 3]


def stride(explorer: Explorer) -> None:
    """Every second window of the padded x."""
    layers = [conv(maps(W), padding=1, stride=2)]
    near(explorer.run(maps(X), layers)["conv1.output"][0, 0], [[0.5, 7.5], [-4.5, 21.5]])


def no_padding(explorer: Explorer) -> None:
    """With padding 0 the padded x is x, and nothing is cropped from the table."""
    trace = explorer.run(maps(X), [conv(maps(W))], upstream(maps([[1, 2], [3, 4]])))
    near(trace["conv1.padded"][0, 0], X)
    near(trace["conv1.table"], trace["input.grad"])


def output_size(explorer: Explorer) -> None:
    """⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1."""
    for n, k, p, s, d, out in ((5, 3, 1, 2, 1, 3), (6, 3, 1, 2, 1, 3), (9, 3, 1, 2, 2, 4), (5, 4, 3, 1, 1, 8)):
        x, w = {"shape": [1, 1, n, n], "fill": "ones"}, np.ones((1, 1, k, k))
        trace = explorer.run(x, [conv(w, padding=p, stride=s, dilation=d)])
        assert trace["conv1.output"].shape == (1, 1, out, out)


def input_maps_are_summed(explorer: Explorer) -> None:
    near(explorer.run([[[[2]], [[3]]]], [conv([[[[5]], [[7]]]])])["conv1.output"], [[[[2 * 5 + 3 * 7]]]])


def several_kernels(explorer: Explorer) -> None:
    """Each output map has its own kernel and its own bias."""
    layers = [conv([[[[3]]], [[[5]]]], [1, -1])]
    near(explorer.run([[[[2]]]], layers)["conv1.output"], [[[[7]], [[9]]]])


def partial_connection(explorer: Explorer) -> None:
    """M₁ = {1}, M₂ = {2}: the weights of unselected maps are not read and not moved."""
    layers = [conv([[[[5]], [[9]]], [[[9]], [[7]]]], connections=[[True, False], [False, True]])]
    trace = explorer.run([[[[2]], [[3]]]], layers, upstream([[[[1]], [[1]]]]))
    near(trace["conv1.output"], [[[[10]], [[21]]]])
    near(trace["conv1.weight.grad"].ravel(), [2, 0, 0, 3])


def batch(explorer: Explorer) -> None:
    """Samples do not mix going forward; the kernel's gradient adds them."""
    trace = explorer.run([[[[2]]], [[[-1]]]], [conv([[[[3]]]])], upstream([[[[1]]], [[[10]]]]))
    near(trace["conv1.output"].ravel(), [6, -3])
    near(trace["input.grad"].ravel(), [3, 30])
    near(trace["conv1.weight.grad"].ravel(), [2 * 1 - 1 * 10])


def one_bias_per_map(explorer: Explorer) -> None:
    trace = explorer.run(np.zeros((1, 1, 2, 2)), [conv(np.ones((2, 1, 1, 1)), [1.5, -4])])
    near(trace["conv1.output"][0], [[[1.5, 1.5], [1.5, 1.5]], [[-4, -4], [-4, -4]]])


def both_conventions(explorer: Explorer) -> None:
    """1·1 + 2·2 + 3·3 + 4·4 slid as it is, 1·4 + 2·3 + 3·2 + 4·1 turned by 180°."""
    square = maps([[1, 2], [3, 4]])
    for convention, z in (("cross_correlation", 30), ("convolution", 20)):
        near(explorer.run(square, [conv(square, convention=convention)])["conv1.output"].ravel(), [z])


def composition_list(explorer: Explorer) -> None:
    """z₁₁ = 0w₁₁ + 0w₁₂ + 0w₂₁ + x₁₁w₂₂, the article's line with its zeros."""
    assert padded(explorer).products("conv1.output[0,0,0,0]") == ["0 w_{11}", "0 w_{12}", "0 w_{21}", "x_{11} w_{22}"]


def indices_from_0(explorer: Explorer) -> None:
    """Article 004: y₀₀ = w₀₀x₀₀ + …, in its letters."""
    trace = explorer.run(maps(X), [conv(maps(W))])
    explained = trace.explain("conv1.output[0,0,1,0]", index_base=0, notation="004")
    assert explained["latex"]["symbolic"].startswith("y_{10} = x_{10}")
    assert explained["terms"][3]["factors"][1]["symbol"] == "w_{11}"


def shared_weights(explorer: Explorer) -> None:
    """One weight is read by every cell of its own output map and by none of the other's."""
    trace = explorer.run(maps(X), [conv([maps(W)[0], maps(W)[0]])])
    readers = trace.ask("feeds", cell="conv1.weight[1,0,0,1]")["cells"]
    assert [cell for cell in readers if ".output" in cell] == [
        f"conv1.output[0,1,{i},{j}]" for i in (0, 1) for j in (0, 1)
    ]


def rectangular_kernel(explorer: Explorer) -> None:
    trace = explorer.run(maps([[1, 2, 3, 4], [5, 6, 7, 8]]), [conv(maps([[1, 10, 100]]))])
    near(trace["conv1.output"][0, 0], [[321, 432], [765, 876]])
