"""Rows 52–59: updates, reductions, checks, learned combinations, penalties, initial values, a whole network."""

from __future__ import annotations

from math import log, sqrt

import numpy as np

from tests.capabilities.article import near
from tests.seeds.exploring import Explorer, Json, linear, pool, upstream

BATCH, TARGET = [[1], [2]], [[1], [1]]
"""z = 3x: residuals 2 and 5, ∂L/∂w 2 and 10 per sample."""


def update(explorer: Explorer) -> None:
    """W ← W − η dW and b ← b − η db: 3 − 0.1·2, 0.5 − 0.1·1."""
    before = explorer.run([[2]], [linear([[3]], [0.5])], upstream([[1]]))
    after = explorer.after(before, lr=0.1)
    near(after["linear1.weight"], [[2.8]])
    near(after["linear1.bias"], [0.4])
    explained = before.explain("linear1.weight.next[0,0]", lr=0.1)
    near([term["value"] for term in explained["terms"]], [3, -0.2])


def mini_batch_mean(explorer: Explorer) -> None:
    """L and every gradient are means over the two samples."""
    trace = explorer.run(BATCH, [linear([[3]])], {"type": "squared_error", "target": TARGET})
    near(trace.loss, (2 + 12.5) / 2)
    near(trace["linear1.weight.grad"], [[6]])
    near(trace["linear1.output.grad"], [[1], [2.5]])


def mean_at_parameters(explorer: Explorer) -> None:
    """Article 003: the parameters' gradients are divided by N, the sensitivities are not."""
    loss = {"type": "squared_error", "target": TARGET, "reduction": "mean_at_parameters"}
    trace = explorer.run(BATCH, [linear([[3]])], loss)
    near(trace["linear1.weight.grad"], [[6]])
    near(trace["linear1.output.grad"], [[2], [5]])
    near(trace["input.grad"], [[6], [15]])


def gradient_check(explorer: Explorer) -> None:
    """Central differences of L stand beside the analytic gradient, cell by cell."""
    trace = explorer.run([[2, -1]], [linear([[3, 4]])], {"type": "squared_error", "target": [[0]]})
    check = trace.ask("gradcheck", tensor="linear1.weight.grad", cells="all")
    assert check["passed"]
    numeric = np.array(check["tensors"]["linear1.weight.grad"]["numeric"])
    np.testing.assert_allclose(numeric, [[4, -2]], rtol=0, atol=1e-6)
    kink = explorer.run([[0.0]], [{"type": "relu"}], upstream([[5]])).ask("gradcheck", tensor="input.grad")
    (sides,) = kink["tensors"]["input.grad"]["kinks"]
    np.testing.assert_allclose([sides["left"], sides["right"]], [0, 5], rtol=0, atol=1e-6)


def learned_combination(explorer: Explorer) -> None:
    """α = softmax(0, ln 3) = (¼, ¾): y = ¼·4 + ¾·8, dc = α ∘ (dα − Σ α dα)."""
    trace = explorer.run([[4, 8]], [{"type": "combine_maps", "logits": [[0, log(3)]]}], upstream([[2]]))
    near(trace["combine1.alpha"], [[0.25, 0.75]])
    near(trace["combine1.output"], [[7]])
    near(trace["combine1.logits.grad"], [[-1.5, 1.5]])


def regularisation(explorer: Explorer) -> None:
    """λΣ|w| + ½μΣw² joins L, λ·sign(w) + μw the gradient; the same by descent with l1 and weight decay."""
    layers, nothing = [linear([[3, -4]])], upstream([[0]])
    penalties = [{"tensor": "linear1.weight", "l1": 0.1, "l2": 0.5}]
    trace = explorer.run([[1, 1]], layers, nothing, penalties=penalties)
    near(trace.loss, 0.1 * 7 + 0.25 * 25)
    near(trace["linear1.weight.grad"], [[0.1 + 1.5, -0.1 - 2]])
    after = explorer.after(explorer.run([[1, 1]], layers, nothing), lr=1, l1=0.1, weight_decay=0.5)
    near(after["linear1.weight"], [[3 - 1.6, -4 + 2.1]])


def initial_values(explorer: Explorer) -> None:
    """Uniform within ±√(6/(fan in + fan out)), fans counted in maps times kernel cells; biases 0."""
    weight = {"shape": [16, 6, 5, 5], "fill": "xavier_uniform", "seed": 3}
    layer = {"type": "conv2d", "weight": weight, "bias": {"shape": [16], "fill": "zeros"}}
    trace = explorer.run({"shape": [1, 6, 5, 5], "fill": "ones"}, [layer])
    bound = sqrt(6 / (6 * 25 + 16 * 25))
    largest = abs(trace["conv1.weight"]).max()
    assert 0.99 * bound < largest <= bound
    assert abs(trace["conv1.weight"].std() - bound / sqrt(3)) < 0.01 * bound
    assert not trace["conv1.bias"].any()


def _filled(*shape: int) -> Json:
    return {"shape": list(shape), "fill": "xavier_uniform", "seed": sum(shape)}


def whole_network(explorer: Explorer) -> None:
    """The LeNet of article 001's repository: conv–mean–conv–mean–256–200–10; descent lowers its loss."""
    layers = [
        *({"type": "conv2d", "weight": _filled(6, 1, 5, 5)}, pool("avg", 2)),
        *({"type": "conv2d", "weight": _filled(16, 6, 5, 5)}, pool("avg", 2)),
        *({"type": "flatten"}, {"type": "linear", "weight": _filled(200, 256)}, {"type": "relu"}),
        {"type": "linear", "weight": _filled(10, 200)},
    ]
    x = {"shape": [2, 1, 28, 28], "fill": "uniform", "seed": 1}
    trace = explorer.run(x, layers, {"type": "cross_entropy", "target": [3, 7]})
    shapes = {name: trace[name].shape for name in ("conv2.output", "pool2.output", "flatten1.output")}
    assert shapes == {"conv2.output": (2, 16, 8, 8), "pool2.output": (2, 16, 4, 4), "flatten1.output": (2, 256)}
    losses = explorer.after(trace, lr=0.05, steps=4).reply["losses"]
    assert losses[0] == trace.loss
    assert sorted(losses, reverse=True) == losses
