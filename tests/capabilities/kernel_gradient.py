"""Rows 46–51: the gradients of kernels, biases and β."""

from __future__ import annotations

import numpy as np

from tests.capabilities.article import W, cells, near
from tests.seeds.exploring import Explorer, Numbers, affine, conv, maps, pool, upstream

A = [[1, 2, 3], [4, 5, 6], [7, 8, 10]]
DELTA = [[2, -1], [0.5, 3]]
DW = [[2 - 2 + 2 + 15, 4 - 3 + 2.5 + 18], [8 - 5 + 3.5 + 24, 10 - 6 + 4 + 30]]
"""a ⋆ δ, product by product."""


def _trace(explorer: Explorer, **options: object) -> Numbers:
    return explorer.run(maps(A), [conv(maps(W), [0], **options)], upstream(maps(DELTA)))


def term_list(explorer: Explorer) -> None:
    """∂C/∂W₂₁ = a₂₁δ₁₁ + a₂₂δ₁₂ + a₃₁δ₂₁ + a₃₂δ₂₂: the last factor is a₃₂, not a₃₃ (erratum E001-8)."""
    trace = _trace(explorer)
    terms = trace.explain("conv1.weight.grad[0,0,1,0]", notation="001")["terms"]
    assert [" ".join(factor["symbol"] for factor in term["factors"]) for term in terms] == [
        r"\delta_{11} a_{21}",
        r"\delta_{12} a_{22}",
        r"\delta_{21} a_{31}",
        r"\delta_{22} a_{32}",
    ]
    near(trace["conv1.weight.grad"][0, 0, 1, 0], 30.5)


def correlation(explorer: Explorer) -> None:
    """dW = a ⋆ δ: δ slides over a as a kernel."""
    trace = _trace(explorer)
    near(trace["conv1.weight.grad"][0, 0], DW)
    first = cells(trace.terms("conv1.weight.grad[0,0,0,1]", "correlate"))
    assert [x for x, _ in first] == [f"conv1.padded[0,0,{i},{j}]" for i in (0, 1) for j in (1, 2)]


def patches(explorer: Explorer) -> None:
    """dk = Σ δ_uv · patch_uv: one term per output cell, also under a stride, where δ is not stuffed."""
    x = {"shape": [1, 1, 4, 4], "fill": "arange"}
    trace = explorer.run(x, [conv(maps(W), stride=2)], upstream(maps(DELTA)))
    terms = trace.terms("conv1.weight.grad[0,0,0,0]", "chain")
    assert cells(terms) == [
        [f"conv1.output.grad[0,0,{i},{j}]", f"input[0,0,{2 * i},{2 * j}]"] for i in (0, 1) for j in (0, 1)
    ]
    near(trace["conv1.weight.grad"][0, 0, 0, 0], 2 * 0 - 1 * 2 + 0.5 * 8 + 3 * 10)


def turned_input(explorer: Explorer) -> None:
    """dW = rot180(a) ∗ δ under a true convolution: the gradient of the turned kernel, turned."""
    trace = _trace(explorer, convention="convolution")
    near(trace["conv1.weight.grad"][0, 0], np.array(DW)[::-1, ::-1])
    by_turning = trace.explain("conv1.weight.grad[0,0,0,0]", "rot180_input")
    near(sum(term["value"] for term in by_turning["terms"]), DW[1][1])
    assert cells(by_turning["terms"])[0][0] == "conv1.padded[0,0,2,2]"


def bias_gradient(explorer: Explorer) -> None:
    """db adds positions and samples; dL/db = dL/dz (erratum E000-3) holds for one neuron."""
    delta = np.array([DELTA, DELTA])[:, None]
    trace = explorer.run(np.zeros((2, 1, 3, 3)), [conv(maps(W), [0])], upstream(delta))
    near(trace["conv1.bias.grad"], [2 * 4.5])
    assert len(trace.terms("conv1.bias.grad[0]")) == 8


def beta_gradient(explorer: Explorer) -> None:
    """dβ = Σ δ ∘ down(x), down(x) as it was going forward: 2·6 + (−1)·10."""
    x = [[[[1, 2, 4, 1], [3, 0, 5, 0]]]]
    trace = explorer.run(x, [pool("sum", 2), affine([0.5], [0])], upstream([[[[2, -1]]]]))
    near(trace["affine1.weight.grad"], [2])
    assert cells(trace.terms("affine1.weight.grad[0]"))[0] == ["affine1.output.grad[0,0,0,0]", "pool1.output[0,0,0,0]"]
