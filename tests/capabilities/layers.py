"""Rows 16–28: activations, pooling and sub-sampling."""

from __future__ import annotations

from math import log, tanh

import numpy as np

from tests.capabilities.article import near
from tests.seeds.exploring import Explorer, affine, maps, pool, upstream

SQUARE = maps([[1, 3], [2, 0]])
SIGMOID = {"type": "sigmoid"}


def sigmoid(explorer: Explorer) -> None:
    """σ(ln 3) = 3/4."""
    near(explorer.run([[log(3)]], [SIGMOID])["sigmoid1.output"], [[0.75]])


def derivative_from_the_output(explorer: Explorer) -> None:
    """o(1 − o) = ¾ − ¾², from the output alone."""
    trace = explorer.run([[log(3)]], [SIGMOID])
    terms = trace.terms("sigmoid1.derivative[0,0]", "from_output")
    near([term["value"] for term in terms], [0.75, -0.5625])
    read = {factor["cell"] for term in terms for factor in term["factors"] if "cell" in factor}
    assert read == {"sigmoid1.output[0,0]"}


def relu(explorer: Explorer) -> None:
    """The derivative at 0 is 0."""
    trace = explorer.run([[-1, 0, 2]], [{"type": "relu"}], upstream([[10, 20, 30]]))
    near(trace["relu1.output"], [[0, 0, 2]])
    near(trace["input.grad"], [[0, 0, 30]])


def scaled_tanh(explorer: Explorer) -> None:
    """1.7159 tanh(2x/3), Bouvrie's and LeCun's, is 1 at 1 as they want it."""
    trace = explorer.run([[1]], [{"type": "tanh", "amplitude": 1.7159, "slope": 2 / 3}], upstream([[1]]))
    near(trace["tanh1.output"], [[1.7159 * tanh(2 / 3)]])
    assert abs(trace["tanh1.output"][0, 0] - 1) < 1e-4
    near(trace["input.grad"], [[1.7159 * 2 / 3 * (1 - tanh(2 / 3) ** 2)]])


def max_pooling(explorer: Explorer) -> None:
    """The largest, and where it was: all of the gradient goes there."""
    trace = explorer.run(SQUARE, [pool("max", 2)], upstream(maps([[8]])))
    near(trace["pool1.output"].ravel(), [3])
    near(trace["pool1.mask"].reshape(2, 2), [[0, 1], [0, 0]])
    near(trace["input.grad"][0, 0], [[0, 8], [0, 0]])


def mean_pooling(explorer: Explorer) -> None:
    near(explorer.run(SQUARE, [pool("avg", 2)])["pool1.output"].ravel(), [1.5])


def sum_pooling(explorer: Explorer) -> None:
    near(explorer.run(SQUARE, [pool("sum", 2)])["pool1.output"].ravel(), [6])


def trainable_subsampling(explorer: Explorer) -> None:
    """σ(β·6 + b) with β = (ln 3 − 1)/6 and b = 1 is 3/4."""
    layers = [pool("sum", 2), affine([(log(3) - 1) / 6], [1]), SIGMOID]
    near(explorer.run(SQUARE, layers)["sigmoid1.output"].ravel(), [0.75])


def expansion(explorer: Explorer) -> None:
    """up(δ)/n² = δ ⊗ 1₂ₓ₂ / 4."""
    trace = explorer.run(np.zeros((1, 1, 4, 4)), [pool("avg", 2)], upstream(maps([[4, 8], [2, 6]])))
    near(trace["input.grad"][0, 0], np.kron([[1, 2], [0.5, 1.5]], np.ones((2, 2))))


def total_preserved(explorer: Explorer) -> None:
    """Mean and max hand on exactly what came; the sum four times as much."""
    x = np.arange(16).reshape(1, 1, 4, 4)
    for kind, total in (("avg", 20), ("max", 20), ("sum", 80)):
        trace = explorer.run(x, [pool(kind, 2)], upstream(maps([[4, 8], [2, 6]])))
        near(trace["input.grad"].sum(), total)


def windows_of_l(explorer: Explorer) -> None:
    """y_ij = max x_(li+s)(lj+t): with l = 3 and x = 0 … 80, the maximum is the window's last cell."""
    trace = explorer.run({"shape": [1, 1, 9, 9], "fill": "arange"}, [pool("max", 3)])
    near(trace["pool1.output"][0, 0], [[9 * (3 * i + 2) + 3 * j + 2 for j in range(3)] for i in range(3)])
    explained = trace.explain("pool1.output[0,0,1,2]")
    assert explained["terms"][explained["chosen"]]["factors"][0]["cell"] == "input[0,0,5,8]"


def rectangular_window(explorer: Explorer) -> None:
    near(explorer.run(SQUARE, [pool("avg", [2, 1])])["pool1.output"][0, 0], [[1.5, 1.5]])
    near(explorer.run(SQUARE, [pool("avg", [1, 2])])["pool1.output"][0, 0], [[2], [1]])


def tie_rules(explorer: Explorer) -> None:
    """7, 7, 7 in one window: to the first, to all (article 004's equality), or shared."""
    for ties, dx in (("first", [0, 6, 0, 0]), ("all", [0, 6, 6, 6]), ("split", [0, 2, 2, 2])):
        trace = explorer.run(maps([[1, 7], [7, 7]]), [pool("max", 2, ties=ties)], upstream(maps([[6]])))
        near(trace["input.grad"].ravel(), dx)
