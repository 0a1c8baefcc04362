"""Article 002: expansion of sensitivities, sub-sampling with β and b, partial connections, losses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.seeds.exploring import (
    Example,
    Explorer,
    Json,
    affine,
    conv,
    examples,
    maps,
    plain,
    pool,
    upstream,
)

POOLS = {"mean": "avg", "max": "max", "sum": "sum"}
ACTIVATIONS: dict[str, Json] = {
    "sigmoid": {"type": "sigmoid"},
    "relu": {"type": "relu"},
    "tanh_lecun_1.7159_2/3": {"type": "tanh", "amplitude": 1.7159, "slope": 2 / 3},
    "identity": {"type": "identity"},
}


@examples("002-full-conv")
def test_full_convolution(explorer: Explorer, example: Example) -> None:
    given, expected = example.given, example.expected
    delta = upstream(maps(given["delta"]))
    trace = explorer.run(np.zeros((1, 1, 3, 3)), [conv(maps(given["kernel"]))], delta)
    trace.equal("conv1.bordered", expected["delta_zero_padded_4x4"])
    trace.equal("conv1.turned", expected["rot180_kernel"])
    trace.equal("input.grad", expected["result_forward_is_cross_correlation"])
    assert trace["input.grad"][0, 0, 1, 1] == pytest.approx(example.published["centre"], abs=1e-12)
    assert trace["input.grad"].sum() == pytest.approx(expected["sum_check"][0], abs=1e-12)
    centre = trace.terms("input.grad[0,0,1,1]", "rot180")
    assert [term["factors"][0]["value"] for term in centre] == [t["delta"] for t in expected["centre_terms"]]
    assert [term["factors"][1]["value"] for term in centre] == [t["value"] for t in expected["centre_terms"]]
    true = explorer.run(np.zeros((1, 1, 3, 3)), [conv(maps(given["kernel"]), convention="convolution")], delta)
    true.equal("input.grad", expected["result_if_forward_is_true_convolution (Bouvrie, conv2(delta,rot180(k),full))"])


@examples("002-upsample")
@pytest.mark.parametrize("down", POOLS)
def test_expansion(explorer: Explorer, example: Example, down: str) -> None:
    """Mean: a quarter to each cell. Max: all to the recorded place. Sum: a copy to each cell."""
    given, expected = example.given, example.expected[down]
    trace = explorer.run(maps(given["conv_map"]), [pool(POOLS[down], 2)], upstream(maps(given["sub_sensitivity"])))
    trace.equal("pool1.output", expected["down"])
    trace.equal("input.grad", expected["up"])
    for i, line in enumerate(expected.get("positions_row_col_0based", [])):
        for j, (r, q) in enumerate(line):
            assert trace["pool1.mask"][0, 0, i, j, r - 2 * i, q - 2 * j] == 1


@examples("002-subsampling-beta-bias")
@pytest.mark.parametrize("down", POOLS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_trainable_subsampling(explorer: Explorer, example: Example, down: str, activation: str) -> None:
    """f(β·down(x) + b): db = Σδ, dβ = Σ δ ∘ down(x), and β·up(δ) goes on."""
    given = example.given
    (expected,) = [e for e in example.expected if (e["down"], e["activation"]) == (down, activation)]
    layers = [pool(POOLS[down], given["scale"]), affine([given["beta"]], [given["b"]]), ACTIVATIONS[activation]]
    trace = explorer.run(maps(given["x"]), layers, upstream(maps(given["dE_dout"])))
    last = trace.reply["layers"][-1]["output"]
    trace.equal("pool1.output", expected["d_map"])
    trace.equal("affine1.output", expected["u"])
    trace.equal(last, expected["x_out"])
    trace.equal("affine1.output.grad", expected["delta"])
    trace.equal("affine1.weight.grad", [expected["dbeta"]])
    trace.equal("affine1.bias.grad", [expected["db"]])
    trace.equal("input.grad", expected["dx"])


@examples("002-conv-sub-chain")
def test_a_convolution_under_a_subsampling(explorer: Explorer, example: Example) -> None:
    """Kernels that read selected maps, δ = β(f′(u) ∘ up(δ above)), dk = Σ δ · patch."""
    given, expected = example.given, example.expected
    kernels = given["k (cross-correlation, F,C,KH,KW)"]
    read = [[c in selected for c in range(2)] for selected in given["Mj_0based"]]
    layers = [
        conv(kernels, given["b_conv"], connections=read),
        {"type": "sigmoid"},
        pool("sum", 2),
        affine(given["beta"], given["b_sub"]),
        {"type": "sigmoid"},
    ]
    trace = explorer.run(given["x"], layers, {"type": "squared_error", "target": given["target"]})
    assert trace.loss == pytest.approx(expected["E"], abs=1e-12)
    for tensor, key in {
        "conv1.output": "u_conv",
        "sigmoid1.output": "x_conv",
        "pool1.output": "down",
        "affine1.output": "u_sub",
        "sigmoid2.output": "x_sub",
        "affine1.output.grad": "delta_sub",
        "affine1.weight.grad": "dbeta",
        "affine1.bias.grad": "db_sub",
        "conv1.output.grad": "delta_conv",
        "conv1.bias.grad": "db_conv",
        "conv1.weight.grad": "dk",
        "input.grad": "dx_input",
    }.items():
        trace.equal(tensor, expected[key])
    reads = {term["factors"][0]["cell"][:10] for term in trace.terms("conv1.output[0,0,0,0]")[:-1]}
    assert reads == {"input[0,0,"}


@examples("002-losses")
def test_losses(explorer: Explorer, example: Example) -> None:
    y, t, expected = example.given["y"], example.given["t"], example.expected
    for kind, loss, gradient in (
        ("squared_error", "squared", "d_squared"),
        ("binary_cross_entropy", "cross_entropy", "d_cross_entropy"),
    ):
        trace = explorer.run(y, [], {"type": kind, "target": t, "reduction": "sum"})
        assert trace.loss == pytest.approx(expected[loss], abs=1e-12)
        trace.equal("input.grad", expected[gradient])


def combination(given: Json) -> list[Json]:
    """f(Σ_i α_i (x_i ⋆ k_i) + b), α = softmax(c)."""
    kernels = np.asarray(given["k"])[:, None]
    logits = {"type": "combine_maps", "logits": [given["c"]]}
    return [conv(kernels, groups=len(kernels)), logits, affine([1], [given["b"]]), {"type": "sigmoid"}]


@examples("002-alpha-combination")
def test_learned_combination_of_maps(explorer: Explorer, example: Example) -> None:
    given, expected = example.given, example.expected
    trace = explorer.run(plain([given["x"]]), combination(given), upstream(maps(given["dE_dy"])))
    for tensor, key in {
        "combine1.alpha": "alpha",
        "affine1.output": "u",
        "sigmoid1.output": "y",
        "affine1.output.grad": "delta",
        "combine1.alpha.grad": "dalpha",
        "combine1.logits.grad": "dc",
        "conv1.weight.grad": "dk",
        "input.grad": "dx",
    }.items():
        trace.equal(tensor, expected[key])
    trace.equal("affine1.bias.grad", [expected["db"]])


@examples("002-alpha-combination")
def test_a_penalty_on_the_softmax_does_nothing(explorer: Explorer, example: Example) -> None:
    """λΣ|α| is λ whatever c is, so its gradient is 0; on free coefficients it is λ·sign(α)."""
    given, expected = example.given, example.expected
    penalty = given["lambda"]
    ones = np.ones((1, 3, 1, 1))
    combined = explorer.run(
        ones, [{"type": "combine_maps", "logits": [given["c"]]}], upstream(np.full((1, 1, 1, 1), penalty))
    )
    assert combined.loss == pytest.approx(expected["penalty_softmax"], abs=1e-12)
    combined.equal("combine1.logits.grad", expected["penalty_grad_c_softmax"])
    free = conv(np.reshape(given["raw_alpha"], (1, 3, 1, 1)))
    trace = explorer.run(ones, [free], nothing_else(), penalties=[{"tensor": "conv1.weight", "l1": penalty}])
    trace.equal("conv1.weight.grad", expected["penalty_grad_raw"])


def nothing_else() -> Any:
    """A loss that is 0 whatever the output is."""
    return upstream(np.zeros((1, 1, 1, 1)))
