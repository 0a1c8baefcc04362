"""Rows 38–45: the gradient of a convolution's input, in all its forms."""

from __future__ import annotations

from math import log

import numpy as np

from tests.capabilities.article import DELTA, W, X, cells, near, padded
from tests.seeds.exploring import Explorer, conv, maps, upstream


def dz(*places: int) -> list[str]:
    return [rf"\frac{{\partial L}}{{\partial z_{{{place}}}}}" for place in places]


def chain_rule(explorer: Explorer) -> None:
    """∂L/∂x₁₁ = ∂L/∂z₁₁·w₂₂ + ∂L/∂z₁₂·w₂₁ + ∂L/∂z₂₁·w₁₂ + ∂L/∂z₂₂·w₁₁: the z's that contain x₁₁."""
    trace = padded(explorer)
    symbols = zip(dz(11, 12, 21, 22), ("22", "21", "12", "11"), strict=True)
    assert trace.products("input.grad[0,0,0,0]", "chain") == [f"{d} w_{{{w}}}" for d, w in symbols]
    near([term["value"] for term in trace.terms("input.grad[0,0,0,0]")], [0.5, 6, -6, -2])


def scatter(explorer: Explorer) -> None:
    """The table's cell (2, 2) fills up as δ's entries arrive in order: 0.5, 6.5, 0.5, −1.5."""
    terms = padded(explorer).terms("conv1.table[0,0,1,1]", "scatter")
    near([term["running_total"] for term in terms], [0.5, 6.5, 0.5, -1.5])
    arrivals = [f"conv1.output.grad[0,0,{i},{j}]" for i in (0, 1) for j in (0, 1)]
    assert [factors[0] for factors in cells(terms)] == arrivals


def crop(explorer: Explorer) -> None:
    """The finished table is 5×5, and its border is thrown away."""
    trace = padded(explorer)
    table = trace["conv1.table"][0, 0]
    near(table[0], [1, 0, -5, 2, 0])
    near(table[1:4, 1:4], trace["input.grad"][0, 0])
    near(table.sum(), np.sum(DELTA) * np.sum(W))


def stride_moves_the_window(explorer: Explorer) -> None:
    """The second product lands two columns further: on [[0, 0], [x₁₂, x₁₃]] of the padded x."""
    delta = upstream(maps([[0, 1], [0, 0]]))
    trace = explorer.run(maps(X), [conv(maps(W), padding=1, stride=2)], delta)
    near(trace["conv1.table"][0, 0, :2, 2:4], W)
    near(abs(trace["conv1.table"]).sum(), 6.5)


def turned_kernel(explorer: Explorer) -> None:
    """δ in its border under w turned by 180°: ∂L/∂x₁₁ = 1·½ + 2·3 + 3·(−2) + (−2)·1."""
    trace = padded(explorer)
    near(trace["conv1.turned"][0, 0], [[0.5, 3], [-2, 1]])
    terms = trace.terms("input.grad[0,0,0,0]", "rot180")
    assert cells(terms)[0] == ["conv1.bordered[0,0,1,1]", "conv1.turned[0,0,0,0]"]
    near(sum(term["value"] for term in terms), -1.5)


def gather(explorer: Explorer) -> None:
    """Σ_st ∂E/∂y_(i−s)(j−t) w_st without padding: outside of y there are zeros, on both sides."""
    trace = explorer.run(maps(X), [conv(maps(W))], upstream(maps([[1, 2], [3, 4]])))
    for cell, inside in (("0,0", 1), ("0,1", 2), ("1,1", 4), ("2,2", 1)):
        terms = trace.terms(f"input.grad[0,0,{cell}]", "rot180")
        assert [term.get("zero") for term in terms].count("border") == 4 - inside
    near(trace["input.grad"][0, 0, 2, 2], 4 * 0.5)


def sum_over_output_maps(explorer: Explorer) -> None:
    """∂L/∂x = 5·1 + 7·10."""
    trace = explorer.run([[[[2]]]], [conv([[[[5]]], [[[7]]]])], upstream([[[[1]], [[10]]]]))
    near(trace["input.grad"].ravel(), [75])


def times_the_derivative_below(explorer: Explorer) -> None:
    """δ below = (δ ∗ rot180(w)) ∘ f′(u): 16·1 times σ′(ln 3) = 3/16."""
    trace = explorer.run(maps([[log(3)]]), [{"type": "sigmoid"}, conv(maps([[1]]))], upstream(maps([[16]])))
    near(trace["sigmoid1.output.grad"].ravel(), [16])
    near(trace["input.grad"].ravel(), [3])
