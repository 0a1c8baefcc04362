"""Each erratum on the example that found it: the numbers of seed-errata-checks.json."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.differences import Differences
from app.engine.trace import Trace
from app.explain.errata import ERRATA
from app.explain.errata.erratum import Numbers
from tests.explain.mistakes.plain import network

DATA = Path(__file__).parents[2] / "data"
CHECKS: dict[str, Any] = json.loads((DATA / "seed-errata-checks.json").read_text())
EXAMPLES: dict[str, dict[str, Any]] = {
    example["id"]: example
    for article in json.loads((DATA / "seed-examples.json").read_text()).values()
    if isinstance(article, list)
    for example in article
}
Layers = tuple[tuple[str, str, dict[str, Any]], ...]
NOT_WRONG = {"000-composition", "001-nine-dx"}
"""Lines of the articles that were checked and are right."""


def maps(values: Any) -> np.ndarray[Any, Any]:
    return np.array(values, dtype=float)[None, None]


def single(name: str, **options: Any) -> Trace:
    """A convolution of one map with its δ."""
    given = EXAMPLES[name]["input"]
    own = {"weight": maps(given["w"]), "bias": np.array([given["b"]], float), **options}
    gradient = given.get("dz", given.get("dE_dy"))
    return network(maps(given["x"]), ("conv2d", "conv1", own), loss=("upstream", maps(gradient)))


def code(convention: str = "cross_correlation") -> Trace:
    """The example of article 001's convolution code."""
    given = EXAMPLES["001-convolution-code"]["input"]
    own = {"weight": np.array(given["kernel"], float), "convention": convention}
    delta = np.array(given["front_delta"], float)
    return network(np.array(given["x"], float), ("conv2d", "conv1", own), loss=("upstream", delta))


def shown(key: str, trace: Trace) -> Numbers:
    erratum = ERRATA[key]
    assert erratum.applies(trace) is not None and erratum.show is not None
    return erratum.show(trace, Differences(trace, 64))


def close(values: Any, expected: Any) -> None:
    np.testing.assert_allclose(np.array(values, dtype=float).squeeze(), np.array(expected, float).squeeze(), atol=1e-12)


def worst(numbers: Numbers) -> float:
    return float(np.abs(np.array(numbers.printed) - np.array(numbers.right)).max())


def test_every_check_belongs_to_an_erratum() -> None:
    told = {erratum.check for erratum in ERRATA.values()}
    assert CHECKS.keys() - NOT_WRONG <= told | {"001-conv-backdelta-correlate"}


def test_all_68_are_there_in_order() -> None:
    counts = {"000": 9, "001": 25, "002": 12, "003": 12, "004": 10}
    assert list(ERRATA) == [f"E{article}-{i + 1}" for article, count in counts.items() for i in range(count)]
    for erratum in ERRATA.values():
        assert erratum.title and erratum.printed and erratum.right and erratum.explanation.endswith(".")
        assert erratum.printed.count("$") % 2 == erratum.right.count("$") % 2 == 0


def test_article_000() -> None:
    main = single("000-main", padding=1)
    numbers, check = shown("E000-1", main), CHECKS["000-dx11"]
    assert numbers.printed == pytest.approx(check["sum_of_four_printed_products"])
    assert numbers.right == -1.5
    assert "1 · −1.5 = −1.5 where 1 · 0.5 = 0.5 belongs" in numbers.explanation
    numbers, check = shown("E000-2", main), CHECKS["000-dx22"]
    assert numbers.printed == check["as_printed_middle_line"]
    assert numbers.right == check["right"]
    numbers, check = shown("E000-3", main), CHECKS["000-bias"]
    assert numbers.right == check["right_sum"]
    close(numbers.printed, EXAMPLES["000-main"]["input"]["dz"])
    strided = single("000-stride2", padding=1, stride=2)
    assert shown("E000-4", strided).right == CHECKS["000-stride2"]["z_shape"][2:]
    cropped = shown("E000-6", single("000-pad0"))
    assert isinstance(cropped.printed, str)
    assert cropped.printed.partition(": ")[2] == CHECKS["000-repo-crop-pad0"]["result"].split("'")[1]


def test_the_repository_s_pooling() -> None:
    check = CHECKS["000-repo-pool-stride"]
    right = np.array(check["right"])
    x = np.where(right > 0, 9.0, np.arange(16.0).reshape(4, 4) / 16)
    dy = maps([[1, 2], [3, 4]])
    trace = network(maps(x), ("max_pool2d", "pool1", {"kernel_size": 2}), loss=("upstream", dy))
    close(shown("E000-7", trace).right, right)


def test_article_001_fully_connected() -> None:
    """The check's own numbers are of a random draw that is not kept; the example's are held against its formulas."""
    given = EXAMPLES["001-fc"]["input"]
    layers: list[tuple[str, str, dict[str, Any]]] = []
    for i, name in enumerate(("W1 (n,m)", "W2"), 1):
        own: dict[str, Any] = {"weight": np.array(given[name], float), "bias": np.array(given[f"b{i}"], float)}
        layers += [("linear", f"fc{i}", own), ("sigmoid", f"act{i}", {})]
    x, y = np.array(given["x"], float), np.array(given["y"], float)
    numbers = shown("E001-1", network(x, *layers, loss=("squared_error", y), reduction="sum"))
    samples = EXAMPLES["001-fc"]["expected"]["per_sample"]
    close(numbers.right, [sample["delta2"] for sample in samples])
    a = np.array([sample["a2"] for sample in samples])
    close(numbers.printed, (a - y) * a)
    full = EXAMPLES["001-full_connect-code"]["input"]
    flat = np.array(full["input_data"], float).reshape(2, -1)
    last: dict[str, Any] = {"weight": np.array(full["fc"], float), "layout": "in_out"}
    delta = np.array(full["front_delta"], float)
    printed = shown("E001-10", network(flat, ("linear", "fc", last), loss=("upstream", delta))).printed
    assert printed == "ValueError: " + CHECKS["001-full_connect-shape"]["result"]


def test_article_001_convolution() -> None:
    trace = single("001-conv")
    numbers, check = shown("E001-8", trace), CHECKS["001-dW21"]
    assert numbers.printed == pytest.approx(check["printed"])
    assert numbers.right == check["right"]
    numbers, check = shown("E001-9", trace), CHECKS["001-dW-second-dW12"]
    assert numbers.printed == check["value"]
    assert numbers.right == pytest.approx(check["fd_W12"])
    example = EXAMPLES["001-conv-delta-recursion"]
    given, expected = example["input"], example["expected"]
    layers: Layers = (("sigmoid", "act1", {}), ("conv2d", "conv1", {"weight": maps(given["w"])}))
    numbers = shown("E001-7", network(maps(given["z_l"]), *layers, loss=("upstream", maps(given["delta_next"]))))
    close(numbers.printed, expected["grad_a_l"])
    close(numbers.right, expected["delta_l"])


def test_article_001_code() -> None:
    """Shapes and messages are the check's; its numbers are of a random draw that is not kept."""
    true, cross = code("convolution"), code()
    expected = EXAMPLES["001-convolution-code"]["expected"]
    close(shown("E001-14", true).right, np.array(expected["true_convolution"]["z"])[:1])
    close(shown("E001-16", cross).right, np.array(expected["cross_correlation"]["z"])[:1])
    close(shown("E001-16", cross).printed, np.array(expected["true_convolution"]["z"])[:1])
    assert shown("E001-18", cross).printed == "ValueError: " + CHECKS["001-conv-pad-nonsquare"]["as_printed"]
    close(shown("E001-17", cross).right, np.array(expected["cross_correlation"]["back_delta"])[:1])
    close(shown("E001-17", cross).printed, np.array(expected["true_convolution"]["back_delta"])[:1])
    for trace, convention in ((cross, "cross_correlation"), (true, "true_convolution")):
        close(shown("E001-19", trace).right, expected[convention]["dkernel"])
        assert worst(shown("E001-19", trace)) > 10
        assert worst(shown("E001-25", trace)) > 7


def test_article_001_pooling_and_syntax() -> None:
    check = CHECKS["001-mean_pool"]
    trace = network(maps(np.arange(1, 26).reshape(5, 5)), ("avg_pool2d", "pool1", {"kernel_size": 2}))
    close(shown("E001-22", trace).printed, check["block_reduce_5x5"])
    printed = str(shown("E001-21", trace).printed)
    assert printed.endswith(check["python3_division"])
    for key, name in (("E001-21", "mean_pool"), ("E001-15", "convolution")):
        line = CHECKS["001-code-parses"][name].rpartition(": ")[2] if name == "mean_pool" else "for Cid im range(C):"
        message = str(shown(key, trace if name == "mean_pool" else single("001-conv")).printed)
        assert message.startswith("SyntaxError: invalid syntax") and line in message


def test_article_002() -> None:
    given, check = EXAMPLES["002-full-conv"]["input"], CHECKS["002-forward-convention"]
    own = {"weight": maps(given["kernel"]), "convention": "convolution"}
    delta = maps(given["delta"])
    trace = network(np.zeros((1, 1, 3, 3)), ("conv2d", "conv1", own), loss=("upstream", delta))
    numbers = shown("E002-3", trace)
    close(numbers.printed, check["fd_forward_cross_correlation"])
    assert np.array(numbers.printed)[0, 0, 1, 1] == pytest.approx(check["printed_centre"])
    assert np.array(numbers.right)[0, 0, 1, 1] == pytest.approx(check["fd_forward_true_convolution_centre"])
    given = EXAMPLES["002-alpha-combination"]["input"]
    logits = np.array(given["c"], float).reshape(1, -1)
    mixed = network(np.ones((1, logits.shape[1], 2, 2)), ("combine_maps", "combine1", {"logits": logits}))
    numbers, check = shown("E002-7", mixed), CHECKS["002-L1-on-softmax"]
    close(numbers.right, check["fd_gradient"])
    assert f"penalty is {check['penalty']} whatever c is" in numbers.explanation
    numbers, check = (
        shown("E002-8", network(np.ones((1, 2)), ("linear", "fc", {"weight": np.ones((3, 2))}))),
        CHECKS["002-bouvrie-eq5"],
    )
    assert list(np.shape(np.array(numbers.printed))) == check["printed_shape"]
    assert list(np.shape(np.array(numbers.right))) == check["right_shape"]


def test_article_003() -> None:
    given = EXAMPLES["003-main"]["input"]
    w = np.array(given["W_4x3 (=ffW transposed)"], float)
    fv = np.zeros((1, 1, 2, 2))
    layers: Layers = (
        ("flatten", "flat", {"order": "column_major"}),
        ("linear", "ff", {"weight": w.T, "bias": np.zeros(3)}),
        ("sigmoid", "act1", {}),
    )
    trace = network(fv, *layers, loss=("squared_error", np.array([given["target"]], float)), reduction="sum")
    numbers, check = shown("E003-1", trace), CHECKS["003-od"]
    close(numbers.printed, check["text_says_error_itself"])
    close(numbers.right, check["code_od"])
    numbers, check = shown("E003-2", trace), CHECKS["003-fvd"]
    assert isinstance(numbers.printed, list) and numbers.printed[3] is None
    close(numbers.printed[:3], check["printed_rows"][:3])
    close(numbers.right, check["right"])
    numbers, check = shown("E003-6", trace), CHECKS["003-reshape"]
    close(numbers.printed, check["row_major"])
    close(numbers.right, check["column_major"])


def test_article_004() -> None:
    trace = single("004-conv")
    numbers, check = shown("E004-1", trace), CHECKS["004-sum-limits"]
    assert numbers.printed == [check["M_minus_2_floor_m_2"], check["N_minus_2_floor_n_2"]]
    assert numbers.right == [check["last_valid_index"], check["last_valid_j"]]
    numbers = shown("E004-2", trace)
    delta = np.array(EXAMPLES["004-conv"]["input"]["dE_dy"])
    assert numbers.printed == pytest.approx(delta[:, : int(check["bias_formula_second_limit_uses_m_real"]) + 1].sum())
    numbers, check = shown("E004-3", trace), CHECKS["004-dw_ij"]
    close(numbers.printed, np.full((3, 2), check["printed_dy_ij_dw_ij_gives_one_number_for_every_st"]))
    np.testing.assert_allclose(np.array(numbers.right).squeeze(), check["right_all_st"], atol=1e-7)
    numbers = shown("E004-4", trace)
    assert str(numbers.printed).endswith("with size 3") and "IndexError: index 3 is out of" in str(numbers.printed)
    numbers, check = shown("E004-10", trace), CHECKS["004-sugomori-code"]
    close(numbers.printed, check["dx_code"])
    assert worst(numbers) == pytest.approx(check["max_error"])


def test_kinks_of_article_004() -> None:
    relu = network(np.array([[-1.0, 0, 2]]), ("relu", "relu1", {}), loss=("upstream", np.ones((1, 3))))
    numbers, check = shown("E004-8", relu), CHECKS["004-relu"]
    close(numbers.printed, check["printed_condition_y_ge_0"])
    close(numbers.right, check["right_x_gt_0"])
    window = ("max_pool2d", "pool1", {"kernel_size": 2})
    for key in ("E004-6", "E000-8"):
        numbers = shown(key, network(maps([[3, 3], [3, 1]]), window, loss=("upstream", maps([[1]]))))
        check = CHECKS["004-maxpool-ties"]
        close(numbers.printed, check["equality_formula"])
        close(numbers.right, check["torch"])
        assert numbers.numeric == pytest.approx(check["sums"][1])
