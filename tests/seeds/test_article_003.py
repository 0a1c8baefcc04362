"""Article 003: from the three printed errors back to the first convolution, under the toolbox's conventions."""

from __future__ import annotations

import numpy as np
import pytest

from tests.seeds.exploring import (
    Example,
    Explorer,
    Numbers,
    conv,
    examples,
    linear,
    maps,
    pool,
    row,
    upstream,
)


def output_layer(explorer: Explorer, example: Example, order: str) -> Numbers:
    """S2 → flattened → ffW → σ → ½‖·‖²; the features are 0, so that every output is the printed 0.5."""
    given = example.given
    ff = linear(np.transpose(given["W_4x3 (=ffW transposed)"]), np.zeros(3))
    layers = [{"type": "flatten", "order": order}, ff, {"type": "sigmoid"}]
    loss = {"type": "squared_error", "target": row(given["target"])}
    return explorer.run(np.zeros((1, 1, 2, 2)), layers, loss)


@examples("003-main")
def test_from_the_errors_to_the_features(explorer: Explorer, example: Example) -> None:
    """od = e ∘ o(1 − o), fvd = W od, each of its four rows a sum over all three outputs."""
    expected, published = example.expected, example.published
    trace = output_layer(explorer, example, "column_major")
    trace.equal("sigmoid1.output", published["o"])
    trace.equal("loss.residual", published["e"])
    trace.equal("sigmoid1.derivative", expected["o_times_1_minus_o"])
    trace.equal("linear1.output.grad", expected["od"])
    trace.equal("flatten1.output.grad", expected["fvd"])
    assert trace.loss == pytest.approx(expected["L"], abs=1e-12)
    for i, terms in enumerate(expected["fvd_terms"]):
        found = [term["value"] for term in trace.terms(f"flatten1.output.grad[0,{i}]")]
        np.testing.assert_allclose(found, terms, rtol=0, atol=1e-12)


@examples("003-main")
@pytest.mark.parametrize(
    ("order", "sub", "convolved"),
    [
        ("column_major", "S2_sensitivity_matlab_column_major", "C2_sensitivity"),
        ("row_major", "S2_sensitivity_numpy_row_major", "C2_sensitivity_if_row_major"),
    ],
)
def test_from_the_features_through_the_mean_to_c2(
    explorer: Explorer, example: Example, order: str, sub: str, convolved: str
) -> None:
    """The flattening undone, a quarter to each cell, times o(1 − o) of outputs that are 0.5."""
    expected = example.expected
    delta = output_layer(explorer, example, order)["input.grad"]
    np.testing.assert_allclose(delta[0, 0], expected[sub], rtol=0, atol=1e-12)
    trace = explorer.run(np.zeros((1, 1, 4, 4)), [{"type": "sigmoid"}, pool("avg", 2)], upstream(delta))
    if order == "column_major":
        trace.equal("sigmoid1.output.grad", expected["upsampled_kron_over_4"])
    trace.equal("input.grad", expected[convolved])


@examples("003-main")
def test_from_c2_to_s1_and_the_new_kernel(explorer: Explorer, example: Example) -> None:
    """S1 = δ full-convolved with rot180(k); dW = rot180(a) ∗ δ; k − α dW."""
    given, expected = example.given, example.expected
    kernel = conv(maps(given["kernel_3x3"]), [0.0], convention="convolution")
    trace = explorer.run(maps(given["S1_output_a_6x6"]), [kernel], upstream(maps(expected["C2_sensitivity"])))
    trace.equal("conv1.turned", expected["rot180_k"])
    trace.equal("input.grad", expected["S1_sensitivity_6x6"])
    trace.equal("conv1.weight.grad", expected["dW_convn"])
    trace.equal("conv1.bias.grad", [expected["db"]])
    after = explorer.after(trace, lr=given["alpha"])
    after.equal("conv1.weight", expected["k_after_update"])


@examples("003-sigmoid")
def test_sigmoid_and_its_derivative_from_its_output(explorer: Explorer, example: Example) -> None:
    trace = explorer.run(row(example.given["x"]), [{"type": "sigmoid"}])
    trace.equal("sigmoid1.output", row(example.expected["o"]))
    trace.equal("sigmoid1.derivative", row(example.expected["o(1-o)"]))
    for i, (o, slope) in enumerate(zip(example.expected["o"], example.expected["o(1-o)"], strict=True)):
        first, second = trace.terms(f"sigmoid1.derivative[0,{i}]", "from_output")
        assert first["value"] == pytest.approx(o, abs=1e-12)
        assert first["value"] + second["value"] == pytest.approx(slope, abs=1e-12)


@examples("003-bias-batch")
def test_the_bias_adds_positions_and_samples_then_divides(explorer: Explorer, example: Example) -> None:
    """A net of zeros, so that the residuals are the article's sensitivities."""
    d = np.asarray(example.given["d (N,H,W)"])[:, None]
    loss = {"type": "squared_error", "target": (-d).tolist(), "reduction": "mean_at_parameters"}
    trace = explorer.run(np.zeros_like(d), [conv(np.ones((1, 1, 1, 1)), [0.0])], loss)
    trace.equal("conv1.output.grad", d)
    trace.equal("conv1.bias.grad", [example.expected["db"]])


@examples("003-flatten")
def test_flattening_in_either_order(explorer: Explorer, example: Example) -> None:
    for order, key in (("column_major", "matlab_column_major"), ("row_major", "numpy_row_major")):
        trace = explorer.run(maps(example.given["map"]), [{"type": "flatten", "order": order}])
        trace.equal("flatten1.output", example.expected[key])
    large = explorer.run({"shape": [1, 1, 20, 20], "fill": "arange"}, [{"type": "flatten"}])
    assert large["flatten1.output"].shape == (1, example.expected["size_20x20"])
