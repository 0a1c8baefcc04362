"""Rows 29–37: fully connected layers, losses, δ and its recursion."""

from __future__ import annotations

from math import log

import numpy as np

from tests.capabilities.article import near
from tests.seeds.exploring import Explorer, Numbers, linear, maps, upstream

W1 = [[1, 2], [3, 4], [5, 6]]
COLUMNS = {"type": "flatten", "order": "column_major"}


def forward(explorer: Explorer) -> None:
    """W (3, 2) times a of 2 plus b of 3; the article's code keeps (in, out)."""
    near(explorer.run([[1, 10]], [linear(W1, [0.5, 0, -1])])["linear1.output"], [[21.5, 43, 64]])
    in_out = linear(np.transpose(W1), layout="in_out")
    near(explorer.run([[1, 10]], [in_out])["linear1.output"], [[21, 43, 65]])


def flatten(explorer: Explorer) -> None:
    """Row by row, or column by column inside a map."""
    x = maps([[1, 2], [3, 4]])
    near(explorer.run(x, [{"type": "flatten"}])["flatten1.output"], [[1, 2, 3, 4]])
    near(explorer.run(x, [COLUMNS])["flatten1.output"], [[1, 3, 2, 4]])


def back_to_maps(explorer: Explorer) -> None:
    """The sensitivities of a vector laid out as the maps it came from."""
    layers = [COLUMNS, linear([[10, 20, 30, 40]])]
    trace = explorer.run(maps([[1, 2], [3, 4]]), layers, upstream([[1]]))
    near(trace["input.grad"][0, 0], [[10, 30], [20, 40]])


def squared_error(explorer: Explorer) -> None:
    """½(3² + 4²) = 12.5, with the residual as its gradient."""
    trace = explorer.run([[4, 6]], [], {"type": "squared_error", "target": [[1, 2]]})
    near(trace.loss, 12.5)
    near(trace["input.grad"], [[3, 4]])


def cross_entropy(explorer: Explorer) -> None:
    """p = (¼, ¾): −log ¼ = log 4, gradient p − t."""
    trace = explorer.run([[0, log(3)]], [], {"type": "cross_entropy", "target": [0]})
    near(trace.loss, log(4))
    near(trace["input.grad"], [[-0.75, 0.75]])


def any_loss(explorer: Explorer) -> None:
    """∂L/∂z is given, whatever L is, and arrives unchanged."""
    trace = explorer.run([[1, 2]], [linear([[1, 1]])], upstream([[-7.25]]))
    near(trace["linear1.output.grad"], [[-7.25]])
    near(trace["input.grad"], [[-7.25, -7.25]])


def _output_layer(explorer: Explorer) -> Numbers:
    """z = ln 3, a = ¾, y = 1."""
    layers = [linear([[log(3)]]), {"type": "sigmoid"}]
    return explorer.run([[1]], layers, {"type": "squared_error", "target": [[1]]})


def output_delta(explorer: Explorer) -> None:
    """δ = (a − y) ∘ σ′(z) = −¼ · 3/16; a − y alone (erratum E003-1) is −¼."""
    trace = _output_layer(explorer)
    near(trace["linear1.output.grad"], [[-0.25 * 3 / 16]])
    near(trace["loss.residual"], [[-0.25]])
    explained = trace.explain("linear1.output.grad[0,0]", notation="001")
    assert explained["latex"]["symbolic"].startswith(r"\delta")


def recursion(explorer: Explorer) -> None:
    """δ¹ = W²ᵀδ² ∘ σ′(z¹) with σ′(0) = ¼; W²δ² would be (21, 43)."""
    layers = [linear(np.eye(2), name="first"), {"type": "sigmoid"}, linear([[1, 2], [3, 4]], name="second")]
    trace = explorer.run([[0, 0]], layers, upstream([[1, 10]]))
    near(trace["sigmoid1.output.grad"], [[1 * 1 + 3 * 10, 2 * 1 + 4 * 10]])
    near(trace["first.output.grad"], [[31 / 4, 42 / 4]])


def parameter_gradients(explorer: Explorer) -> None:
    """dW = δaᵀ, db = δ."""
    trace = explorer.run([[2, 3]], [linear(W1, [0, 0, 0])], upstream([[1, 10, 100]]))
    near(trace["linear1.weight.grad"], [[2, 3], [20, 30], [200, 300]])
    near(trace["linear1.bias.grad"], [1, 10, 100])
