"""Article 001's fully connected layers: δ of the output, its recursion, gradients, and one step of descent."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import Example, Explorer, Json, Numbers, examples, linear, row, upstream


def network(example: Example) -> list[Json]:
    """z = Wa + b and a = σ(z), twice."""
    given = example.given
    first, second = linear(given["W1 (n,m)"], given["b1"]), linear(given["W2"], given["b2"])
    return [first, {"type": "sigmoid"}, second, {"type": "sigmoid"}]


def mini_batch(explorer: Explorer, example: Example) -> Numbers:
    loss = {"type": "squared_error", "target": example.given["y"]}
    return explorer.run(example.given["x"], network(example), loss)


@examples("001-fc")
def test_each_sample_alone(explorer: Explorer, example: Example) -> None:
    """δ² = (a² − y) ∘ σ′(z²), δ¹ = W²ᵀδ² ∘ σ′(z¹), dW = δaᵀ, db = δ."""
    samples = zip(example.given["x"], example.given["y"], example.expected["per_sample"], strict=True)
    for x, y, expected in samples:
        trace = explorer.run(row(x), network(example), {"type": "squared_error", "target": row(y)})
        assert trace.loss == pytest.approx(expected["C"], abs=1e-12)
        for layer in (1, 2):
            trace.equal(f"linear{layer}.output", expected[f"z{layer}"])
            trace.equal(f"sigmoid{layer}.output", expected[f"a{layer}"])
            trace.equal(f"linear{layer}.output.grad", expected[f"delta{layer}"])
            trace.equal(f"linear{layer}.weight.grad", expected[f"dW{layer}"])
            trace.equal(f"linear{layer}.bias.grad", expected[f"db{layer}"])


@examples("001-fc")
def test_the_mean_over_the_mini_batch(explorer: Explorer, example: Example) -> None:
    trace, expected = mini_batch(explorer, example), example.expected["batch_mean"]
    assert trace.loss == pytest.approx(example.expected["mean_cost"], abs=1e-12)
    for layer in (1, 2):
        trace.equal(f"linear{layer}.weight.grad", expected[f"dW{layer}"])
        trace.equal(f"linear{layer}.bias.grad", expected[f"db{layer}"])


@examples("001-fc")
def test_one_step_of_descent(explorer: Explorer, example: Example) -> None:
    """W ← W − (η/batch) Σ ∂C/∂W, and the same for b."""
    before = mini_batch(explorer, example)
    after = explorer.after(before, lr=example.given["eta"])
    for layer in (1, 2):
        after.equal(f"linear{layer}.weight", example.expected["after_update"][f"W{layer}"])
        after.equal(f"linear{layer}.bias", example.expected["after_update"][f"b{layer}"])
    assert after.loss < before.loss


@examples("001-full_connect-code")
def test_the_code_s_function(explorer: Explorer, example: Example) -> None:
    """Input of any shape flattened, fc (in, out), no bias; the gradient is input.T @ front_delta."""
    given, expected = example.given, example.expected
    layers = [{"type": "flatten"}, linear(given["fc"], layout="in_out")]
    trace = explorer.run(given["input_data"], layers, upstream(given["front_delta"]))
    trace.equal("linear1.output", expected["output"])
    trace.equal("linear1.weight.grad", expected["dfc"])
    np.testing.assert_allclose(trace["input.grad"], expected["back_delta"], rtol=0, atol=1e-12)
