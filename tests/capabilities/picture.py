"""Rows 60–64: the numbers that the figures show."""

from __future__ import annotations

from math import log

import numpy as np

from tests.capabilities.article import X, cells, near, padded
from tests.seeds.exploring import Explorer, conv, linear, maps, pool


def scatter_step_by_step(explorer: Explorer) -> None:
    """One step per entry of δ, in order: what it multiplies and the table it is added to stand in one trace."""
    trace = padded(explorer)
    film = trace.ask("steps", input_method="scatter", start=0, limit=1000)
    steps = [step for step in film["steps"] if step["tensor"] == "conv1.table"]
    assert [step["cell"] for step in steps] == [f"conv1.output.grad[0,0,{i},{j}]" for i, j in np.ndindex(4, 4)]
    one_view = {"conv1.padded": (5, 5), "conv1.output.grad": (4, 4), "conv1.weight": (2, 2), "conv1.table": (5, 5)}
    for tensor, shape in one_view.items():
        assert trace[tensor].shape[2:] == shape


def terms_of_the_chosen_cell(explorer: Explorer) -> None:
    """x₂₂ is in z₂₂, z₂₃, z₃₂ and z₃₃, and lights up there in the term that contains it."""
    trace = padded(explorer)
    readers = [cell for cell in trace.ask("feeds", cell="input[0,0,1,1]")["cells"] if ".output" in cell]
    assert readers == [f"conv1.output[0,0,{i},{j}]" for i in (1, 2) for j in (1, 2)]
    places = [next(k for k, term in enumerate(cells(trace.terms(z))) if "input[0,0,1,1]" in term) for z in readers]
    assert places == [3, 2, 1, 0]


def grey_cells(explorer: Explorer) -> None:
    """Padding cells are known as such: put in by nobody, read as zeros, and gone from ∂L/∂x."""
    trace = padded(explorer)
    first = trace.terms("conv1.output[0,0,0,0]")[0]
    assert first["zero"] == "padding"
    assert first["factors"][0]["source"] is None
    assert trace["conv1.padded"].size - trace["input"].size == 16
    near(trace["conv1.padded"][0, 0, 1:4, 1:4], X)
    assert trace["input.grad"].shape == trace["input"].shape


def full_delta_and_turned_kernel(explorer: Explorer) -> None:
    """Article 002's picture: δ 2×2 inside a 4×4 of zeros, the kernel turned."""
    delta, kernel = [[1, 1], [2, 3]], [[0.2, 0.3], [0.5, 0.6]]
    loss = {"type": "upstream", "gradient": maps(delta)}
    trace = explorer.run(np.zeros((1, 1, 3, 3)), [conv(maps(kernel))], loss)
    near(trace["conv1.bordered"][0, 0], [[0, 0, 0, 0], [0, 1, 1, 0], [0, 2, 3, 0], [0, 0, 0, 0]])
    near(trace["conv1.turned"][0, 0], [[0.6, 0.5], [0.3, 0.2]])
    near(trace["input.grad"][0, 0, 1, 1], 2.3)


def every_sensitivity(explorer: Explorer) -> None:
    """conv → σ → mean → vector → σ: each layer's own numbers, from the output's δ to the image."""
    layers = [
        *(conv(maps([[1]])), {"type": "sigmoid"}, pool("avg", 2)),
        *({"type": "flatten"}, linear([[log(3) / 0.5]]), {"type": "sigmoid"}),
    ]
    loss = {"type": "squared_error", "target": [[0.25]]}
    trace = explorer.run(np.zeros((1, 1, 2, 2)), layers, loss)
    delta = 0.5 * 3 / 16
    sensitivities = {
        "sigmoid2.output": [0.5],
        "linear1.output": [delta],
        "flatten1.output": [delta * 2 * log(3)],
        "sigmoid1.output": [delta * 2 * log(3) / 4] * 4,
        "conv1.output": [delta * 2 * log(3) / 16] * 4,
        "input": [delta * 2 * log(3) / 16] * 4,
    }
    for tensor, expected in sensitivities.items():
        near(trace[f"{tensor}.grad"].ravel(), expected)
    activations = [name for name, info in trace.reply["tensors"].items() if info["role"] == "activation"]
    assert all(f"{name}.grad" in trace.reply["tensors"] for name in activations)
