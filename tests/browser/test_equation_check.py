"""Beside the terms: the numerical gradient and its kinks, the program of a cell, what can be copied."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.equations import KINKS, RELU_AT_ZERO, number, opened
from tests.browser.explorer import PLAIN, Api, Explorer


def test_the_numerical_gradient_stands_beside_the_analytic_one(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    check = panel.locator(".check")
    expect(check.locator(".badge")).to_have_text("agrees")
    expect(check).to_contain_text("central difference, ε\u00a0=\u00a010⁻⁶")
    assert abs(number(check.locator("dd").first.inner_text()) + 1.5) < 1e-6
    expect(check).to_contain_text("by the 3 other methods")
    explorer.look(layer="conv1", tensor="conv1.output")
    expect(check).to_be_hidden()


@pytest.mark.parametrize(
    ("document", "layer", "cell", "rule", "slopes"),
    [
        (RELU_AT_ZERO, "relu1", "input.grad[0,0]", "ReLU′(0) = 0", (0.0, -1.0)),
        (KINKS, "pool1", "relu1.output.grad[0,0,0,0]", "tie rule “first”", (0.0, -4.5)),
    ],
    ids=["relu at 0", "tie"],
)
def test_a_kink_has_two_slopes_and_neither_is_wrong(
    explorer: Explorer, document: dict[str, Any], layer: str, cell: str, rule: str, slopes: tuple[float, float]
) -> None:
    panel = opened(explorer, document, layer=layer, tensor=cell.partition("[")[0], cell=cell)
    check = panel.locator(".check")
    expect(check.locator(".badge")).to_have_text("kink")
    expect(check).to_contain_text("neither is wrong")
    expect(check).to_contain_text(rule)
    left, right = (number(text) for text in check.locator("dd").all_inner_texts()[:2])
    assert math.isclose(left, slopes[0], abs_tol=1e-5) and math.isclose(right, slopes[1], abs_tol=1e-5)


def test_the_code_tab_shows_what_the_server_wrote(explorer: Explorer, api: Api) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="rot180", cell="input.grad[0,0,1,1]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url) if "/code?" in request.url else None)
    expect(panel.locator("output")).to_have_text("−11")
    assert asked == []
    explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.get_by_role("tab", name="Terms").focus()
    explorer.page.keyboard.press("ArrowRight")
    expect(panel.get_by_role("tab", name="Code")).to_have_attribute("aria-selected", "true")
    program = panel.get_by_role("region", name="Program for this cell")
    expect(program).to_contain_text("import numpy")
    trace = api.trace(api.lesson(PLAIN)["document"])
    query = {"cell": "input.grad[0,0,1,1]", "method": "rot180"}
    written = api.ok(api.client.get(f"/traces/{trace}/code", params=query))
    panel.get_by_role("button", name="Copy", exact=True).click()
    expect(panel).to_contain_text("Copied")
    assert explorer.page.evaluate("navigator.clipboard.readText()") == written["numpy"]
    panel.get_by_role("button", name="PyTorch").click()
    expect(program).to_contain_text("import torch")
    with explorer.page.expect_download() as saving:
        panel.get_by_role("button", name="Save .py").click()
    assert saving.value.suggested_filename == "input_grad_0_0_1_1_pytorch.py"
    assert saving.value.path().read_text() == written["pytorch"]
    explorer.go("input.grad[0,0,0,0]")
    explorer.page.keyboard.press("Enter")
    expect(program).to_contain_text("input.grad[0,0,0,0]")


@pytest.mark.parametrize(
    ("name", "holds"), [("LaTeX", r"\frac{\partial L}"), ("text", "input.grad[0,0,1,1] = "), ("Python", "*")]
)
def test_a_sum_is_copied(explorer: Explorer, name: str, holds: str) -> None:
    explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="rot180", cell="input.grad[0,0,1,1]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    panel.get_by_role("button", name=name, exact=True).click()
    expect(panel).to_contain_text("Copied")
    copied = explorer.page.evaluate("navigator.clipboard.readText()")
    assert holds in copied
    if name == "Python":
        assert eval(copied) == -11


def test_too_much_work_is_said_quietly(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("422")
    refusal = {"type": "urn:backprop-explorer:problem:too-much-work", "title": "Too much work", "status": 422}
    refusal["detail"] = "Two more forward passes would take 5·10⁹ multiply-adds; the limit is 2·10⁹."
    explorer.page.route(
        "**/gradcheck?*",
        lambda route: route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(refusal)),
    )
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    check = explorer.page.locator(".check")
    expect(check).to_contain_text(str(refusal["detail"]))
    expect(check.get_by_role("alert")).to_have_count(0)
