"""Documents for the equation panel, and how a test reads it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.explorer import Explorer

KINKS: dict[str, Any] = {
    "input": [[[[1, 1, 0, 2], [0, -1, 3, 3], [0, 0, -2, 1], [1, 0, 1, -1]]]],
    "layers": [
        {"type": "relu"},
        {"type": "max_pool2d", "kernel_size": 2},
        {"type": "flatten"},
        {"type": "linear", "weight": [[1, -2, 0.5, 1], [0, 1, 1, -1]], "bias": [0, 0]},
    ],
    "loss": {"type": "squared_error", "target": [[1, 0]]},
}
RELU_AT_ZERO: dict[str, Any] = {
    "input": [[0, 2]],
    "layers": [{"type": "relu"}],
    "loss": {"type": "squared_error", "target": [[1, 0]]},
}
DEEP: dict[str, Any] = {
    "input": {"shape": [1, 2, 8, 8], "fill": "uniform", "seed": 3},
    "layers": [
        {
            "type": "conv2d",
            "weight": {"shape": [3, 2, 3, 3], "fill": "xavier_uniform", "seed": 1},
            "bias": [0, 0.5, 0],
            "padding": 1,
            "stride": 2,
        },
        {"type": "relu"},
        {"type": "max_pool2d", "kernel_size": 2},
        {"type": "flatten"},
        {"type": "linear", "weight": {"shape": [4, 12], "fill": "xavier_uniform", "seed": 5}, "bias": [0, 0, 0, 0]},
    ],
    "loss": {"type": "cross_entropy", "target": [2]},
}
LONG: dict[str, Any] = {
    "input": {"shape": [1, 1, 40, 40], "fill": "uniform", "seed": 3},
    "layers": [{"type": "conv2d", "weight": [[[[1, -2], [3, 0.5]]]], "bias": [0.25]}],
    "loss": {"type": "squared_error", "target": {"shape": [1, 1, 39, 39], "fill": "zeros"}},
}
TURNED: dict[str, Any] = {
    "input": [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]],
    "layers": [
        {"type": "conv2d", "weight": [[[[1, -2], [3, 0.5]]]], "bias": [0.25], "padding": 1, "convention": "convolution"}
    ],
    "loss": {
        "type": "upstream",
        "gradient": [[[[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]]],
    },
}
GAPS: dict[str, Any] = {
    "input": [[[[1, 2, 3, 4]]]],
    "layers": [{"type": "conv2d", "weight": [[[[2]]]], "stride": 3}],
    "loss": {"type": "upstream", "gradient": [[[[1, 1]]]]},
}


def opened(explorer: Explorer, document: dict[str, Any], **look: str) -> Locator:
    """The equation panel of a document, once the cell of `look` is explained."""
    explorer.open_document(document, **look)
    panel = explorer.page.get_by_role("complementary", name="Equation")
    expect(panel.locator("output")).to_have_attribute("title", re.compile(re.escape(look.get("cell", "["))))
    return panel


def at(panel: Locator, cell: str) -> None:
    """Waits until the panel explains a cell."""
    expect(panel.locator("output")).to_have_attribute("title", re.compile(rf"^{re.escape(cell)} = "))


def factor(panel: Locator, cell: str) -> Locator:
    return panel.locator(f'button.factor[title="{cell}"]').first


def number(text: str) -> float:
    """A number as the panel prints it."""
    plain = text.strip().replace("−", "-").replace("(", "").replace(")", "")
    mantissa, _, power = plain.partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def law(panel: Locator) -> str:
    return " ".join(panel.locator(".law annotation").all_text_contents())
