"""DeepLearnToolbox's conventions as a document: the explorer against loops written from them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import Explorer, Json, conv, linear, pool
from tests.seeds.toolbox import Stage, cnn

SIGMOID = {"type": "sigmoid"}
COLUMNS = {"type": "flatten", "order": "column_major"}


def numbers(*shape: int) -> np.ndarray:
    """Three-digit decimals within ±1, always the same."""
    return np.random.default_rng(sum(shape)).integers(-999, 1000, shape) / 1000


X, Y = numbers(2, 1, 12, 12), np.array([[1.0, 0.0], [0.0, 1.0]])
STAGES: list[Stage] = [(numbers(2, 1, 3, 3), numbers(2)), (numbers(3, 2, 2, 2), numbers(3))]
FF: Stage = (numbers(2, 12), numbers(2))
LOSS = {"type": "squared_error", "target": Y.tolist(), "reduction": "mean_at_parameters"}


def network(convention: str, stages: list[Stage]) -> list[Json]:
    """12×12 → conv → 2@10×10 → mean → 5×5 → conv → 3@4×4 → mean → 2×2 → 12 features → 2 outputs."""
    layers: list[Json] = []
    for number, (k, b) in enumerate(stages, 1):
        layers += [conv(k, b, convention=convention, name=f"conv{number}"), SIGMOID, pool("avg", 2)]
    return [*layers, COLUMNS, linear(*FF), {**SIGMOID, "name": "sigmoid"}]


def turned(kernels: np.ndarray) -> np.ndarray:
    return kernels[:, :, ::-1, ::-1]


@pytest.mark.parametrize("convention", ["convolution", "cross_correlation"])
def test_the_document_equals_the_loops(explorer: Explorer, convention: str) -> None:
    """Under cross-correlation the same net has its kernels turned, and so their gradients."""
    expected = cnn(X, Y, STAGES, FF)
    del expected["pool0.output"]
    stages = STAGES
    if convention == "cross_correlation":
        stages = [(turned(k), b) for k, b in STAGES]
        expected |= {f"conv{i}.weight.grad": turned(expected[f"conv{i}.weight.grad"]) for i in (1, 2)}
    trace = explorer.run(X, network(convention, stages), LOSS)
    assert len(expected) == 21
    for tensor, values in expected.items():
        trace.equal(tensor, values)


def test_the_turn_the_order_and_the_scale_matter(explorer: Explorer) -> None:
    """Each convention left out gives other numbers, so that the comparison above could fail."""
    expected = cnn(X, Y, STAGES, FF)
    layers = network("convolution", STAGES)
    row_major = [{**layer, "order": "row_major"} if layer is COLUMNS else layer for layer in layers]
    for changed in (network("cross_correlation", STAGES), row_major):
        other = explorer.run(X, changed, LOSS)
        assert abs(other["linear1.output.grad"] - expected["linear1.output.grad"]).max() > 1e-3
    autograd = explorer.run(X, layers, {**LOSS, "reduction": "mean"})
    autograd.equal("conv1.weight.grad", expected["conv1.weight.grad"])
    autograd.equal("conv1.output.grad", expected["conv1.output.grad"] / len(X))


def test_a_step_of_the_toolbox(explorer: Explorer) -> None:
    """cnnapplygrads: p − α · gradient, with α = 1."""
    expected = cnn(X, Y, STAGES, FF)
    before = explorer.run(X, network("convolution", STAGES), LOSS)
    after = explorer.after(before, lr=1)
    for number, (k, b) in enumerate(STAGES, 1):
        after.equal(f"conv{number}.weight", k - expected[f"conv{number}.weight.grad"])
        after.equal(f"conv{number}.bias", b - expected[f"conv{number}.bias.grad"])
    after.equal("linear1.weight", FF[0] - expected["linear1.weight.grad"])


def test_the_last_layer_may_be_a_conv_layer(explorer: Explorer) -> None:
    """Only then fv ∘ (1 − fv) stands behind fvd = ffWᵀ·od."""
    k, b = STAGES[0]
    layers = [conv(k, b, convention="convolution"), SIGMOID, COLUMNS, linear(numbers(2, 50), numbers(2)), SIGMOID]
    trace = explorer.run(X[:, :, :7, :7], layers, LOSS)
    fv = trace["flatten1.output"]
    delta = trace["flatten1.output.grad"] * fv * (1 - fv)
    trace.equal("conv1.output.grad", delta.reshape(2, 2, 5, 5).swapaxes(2, 3))
