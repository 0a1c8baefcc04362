"""The equation panel: every rule in words and numbers, down by a factor and back, long sums, notation."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.equations import DEEP, GAPS, KINKS, LONG, TURNED, at, factor, law, number, opened
from tests.browser.explorer import PLAIN, Api, Explorer

RULES = [
    (KINKS, "pool1", "pool1.output[0,0,0,0]", ["The largest number is 1. It stands here 2 times", "wins", "equal"]),
    (KINKS, "linear1", "linear1.output[0,0]", ["running total", "nr"]),
    (KINKS, "input", "input[0,0,0,0]", ["This number is given. Type in its cell to change it."]),
    (KINKS, "relu1", "input.grad[0,0,1,1]", ["Numerical gradient"]),
    (GAPS, "conv1", "input.grad[0,0,0,1]", ["No term reaches this cell: it is an empty sum, 0."]),
    (DEEP, "conv1", "conv1.output[0,0,0,0]", ["zeros of the padding", "largest of 19 terms"]),
    (DEEP, "loss", "loss.exp[0,1]", ["e to the power of"]),
    (DEEP, "loss", "loss.reciprocal[0]", ["One divided by"]),
    (DEEP, "loss", "loss.log_total[0]", ["The natural logarithm of"]),
    (DEEP, "loss", "loss[]", ["log"]),
]


@pytest.mark.parametrize(("document", "layer", "cell", "says"), RULES, ids=[rule[2] for rule in RULES])
def test_every_rule_is_said_in_words_and_numbers(
    explorer: Explorer, document: dict[str, Any], layer: str, cell: str, says: list[str]
) -> None:
    tensor = cell.partition("[")[0]
    panel = opened(explorer, document, layer=layer, tensor=tensor, cell=cell)
    at(panel, cell)
    for words in says:
        expect(panel).to_contain_text(words)


def test_a_mask_says_who_takes_the_gradient(explorer: Explorer) -> None:
    panel = opened(explorer, KINKS, layer="pool1", tensor="relu1.output.grad", cell="relu1.output.grad[0,0,0,0]")
    factor(panel, "pool1.mask[0,0,0,0,0,0]").click()
    expect(panel).to_contain_text("2 places hold the maximum, 1. This is the first of them")
    expect(panel).to_contain_text("this place")


def test_from_the_gradient_of_a_pixel_to_the_target_and_back(explorer: Explorer) -> None:
    start = "input.grad[0,0,0,0]"
    panel = opened(explorer, KINKS, layer="relu1", tensor="input.grad", cell=start)
    way = [
        "relu1.output.grad[0,0,0,0]", "pool1.output.grad[0,0,0,0]", "flatten1.output.grad[0,0]",
        "linear1.output.grad[0,0]", "loss.residual[0,0]", "loss.target[0,0]",
    ]  # fmt: skip
    for cell in way:
        factor(panel, cell).click()
        at(panel, cell)
    expect(panel).to_contain_text("This number is given")
    expect(panel.get_by_role("button", name="Show 4 more steps")).to_be_visible()
    assert explorer.stage.get_attribute("data-stage") == "relu"
    panel.get_by_role("button", name="Show loss on the stage").click()
    expect(explorer.stage).to_have_attribute("data-stage", "squared_error")
    at(panel, way[-1])
    for cell in [*reversed(way[:-1]), start]:
        panel.get_by_role("button", name="Back up").click()
        at(panel, cell)
    expect(panel.get_by_role("button", name="Back up")).to_have_count(0)


def test_from_the_loss_to_a_pixel(explorer: Explorer) -> None:
    panel = opened(explorer, KINKS, layer="loss", tensor="loss", cell="loss[]")
    way = [
        "loss.residual[0,0]", "linear1.output[0,0]", "flatten1.output[0,0]",
        "pool1.output[0,0,0,0]", "relu1.output[0,0,0,1]", "input[0,0,0,1]",
    ]  # fmt: skip
    for cell in way:
        factor(panel, cell).click()
        at(panel, cell)
    panel.get_by_role("button", name="Show 4 more steps").click()
    expect(panel.get_by_role("navigation").get_by_role("button")).to_have_count(len(way))
    panel.get_by_role("navigation").get_by_role("button").first.click()
    at(panel, "loss[]")


def test_the_upstream_gradient_is_given_and_leads_to_the_loss(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    factor(panel, "conv1.output.grad[0,0,0,0]").click()
    factor(panel, "loss.gradient[0,0,0,0]").click()
    expect(panel).to_contain_text("This number is given. Type in its cell to change it.")
    panel.get_by_role("button", name="Show loss on the stage").click()
    expect(explorer.stage).to_have_attribute("data-stage", "upstream")


def test_the_keyboard_goes_down_and_up_and_keeps_its_place(explorer: Explorer) -> None:
    panel = opened(explorer, KINKS, layer="relu1", tensor="input.grad", cell="input.grad[0,0,0,0]")
    factor(panel, "relu1.output.grad[0,0,0,0]").focus()
    explorer.page.keyboard.press("Enter")
    at(panel, "relu1.output.grad[0,0,0,0]")
    expect(panel.get_by_role("button", name="Back up")).to_be_focused()
    explorer.page.keyboard.press("Backspace")
    at(panel, "input.grad[0,0,0,0]")
    assert explorer.page.evaluate("document.querySelector('aside').contains(document.activeElement)")
    panel.get_by_role("tab", name="Terms").focus()
    explorer.page.keyboard.press("Backspace")
    at(panel, "input.grad[0,0,0,0]")


def test_a_long_sum_is_grouped_and_nothing_is_lost(explorer: Explorer, api: Api) -> None:
    cell = "conv1.weight.grad[1,0,1,1]"
    look = {"layer": "conv1", "tensor": "conv1.weight.grad", "method": "correlate", "cell": cell}
    panel = opened(explorer, DEEP, **look)
    terms = api.explain(api.trace(DEEP), cell, "correlate")["terms"]
    expect(panel.locator("th").first).to_have_text(f"largest of {len(terms)} terms")
    rows = panel.locator("table.terms tbody tr")
    largest = sorted((abs(term["value"]) for term in terms), reverse=True)[:3]
    shown = [abs(number(rows.nth(i).locator("td").last.inner_text())) for i in range(3)]
    assert all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(shown, largest, strict=True))
    counts = [int(found) for text in rows.all_inner_texts()[3:] for found in re.findall(r"^(\d+) ", text)]
    assert 3 + sum(counts) == len(terms)
    total = sum(number(text) for text in rows.locator("td:last-child").all_inner_texts())
    value = api.values(api.trace(DEEP), "conv1.weight.grad")[cell]
    assert math.isclose(total, value, abs_tol=2e-3 * sum(abs(term["value"]) for term in terms))
    bars = panel.get_by_role("img", name=re.compile("partial sums"))
    expect(bars).to_be_visible()
    expect(panel).to_contain_text(f"{bars.locator('g').count()} partial sums")


def test_all_terms_are_paged_through_in_order(explorer: Explorer, api: Api) -> None:
    cell = "conv1.weight.grad[1,0,1,1]"
    look = {"layer": "conv1", "tensor": "conv1.weight.grad", "method": "correlate", "cell": cell}
    panel = opened(explorer, DEEP, **look)
    terms = api.explain(api.trace(DEEP), cell, "correlate")["terms"]
    panel.get_by_role("button", name=f"Show all {len(terms)} terms").click()
    seen: list[str] = []
    onward = panel.get_by_role("button", name="Later terms")
    while True:
        expect(panel).to_contain_text(f"{len(seen) + 1}–{min(len(seen) + 24, len(terms))} of {len(terms)}")
        seen += panel.locator("td.product").all_inner_texts()
        if onward.get_attribute("aria-disabled"):
            break
        onward.click()
    assert len(seen) == len(terms)
    assert all(math.isclose(number(text), term["value"], rel_tol=1e-3) for text, term in zip(seen, terms, strict=True))
    panel.get_by_role("button", name="Largest only").click()
    expect(panel.locator("th").first).to_contain_text("largest of")


def test_what_was_not_fetched_is_said_and_can_be_reached(explorer: Explorer) -> None:
    """As with a sum beyond the server's first page, here of 40 terms in place of 1,000."""
    asked: list[str] = []

    def first_page(route: Route) -> None:
        url = route.request.url
        if "terms=" in url:
            asked.append(url.partition("terms=")[2].partition("&")[0])
        route.continue_(url=url if "terms=" in url else f"{url}&terms=0,40")

    explorer.page.route("**/explain?*", first_page)
    panel = opened(explorer, LONG, layer="loss", tensor="loss", cell="loss[]")
    expect(panel).to_contain_text("largest of the first 40 of 1521 terms")
    expect(panel).to_contain_text("the last 1481 terms, not looked at one by one")
    panel.get_by_role("button", name="Show all 1521 terms").click()
    for start in (25, 49):
        asked.clear()
        panel.get_by_role("button", name="Later terms").click()
        expect(panel).to_contain_text(f"{start}–{start + 23} of 1521")
        assert f"{start - 1}%2C24" in asked


def test_a_row_and_its_cells_light_each_other(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    explorer.matrix("conv1.output.grad").focus()
    explorer.go("conv1.output.grad[0,0,0,1]")
    expect(panel.locator("tbody tr.met")).to_have_count(1)
    expect(panel.locator("tbody tr.met td").first).to_have_text("2")


def test_the_row_of_the_step_is_framed(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    expect(panel.locator("tbody tr.now td").first).to_have_text("6")
    explorer.page.keyboard.press("]")
    expect(panel.locator("tbody tr.now td").first).to_have_text("1")
    expect(panel.locator("tbody tr.later")).to_have_count(3)


def test_under_convolution_the_law_reads_the_kernel_unturned(explorer: Explorer) -> None:
    panel = opened(explorer, TURNED, layer="conv1", tensor="input.grad", method="rot180", cell="input.grad[0,0,1,1]")
    assert "w}_{uv}" in law(panel) or "w_{uv}" in law(panel)


@pytest.mark.parametrize(("notation", "letters"), [("001", ["W", "C"]), ("002", ["k", "E"]), ("003", ["d", "E"])])
def test_the_law_speaks_the_chosen_notation(explorer: Explorer, notation: str, letters: list[str]) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="scatter", cell="input.grad[0,0,0,0]")
    panel = explorer.page.get_by_role("complementary", name="Equation")
    explorer.page.get_by_label("Symbols").select_option(notation)
    expect(panel.locator(".law annotation").first).to_contain_text(rf"\partial {letters[1]}")
    written = law(panel)
    assert all(letter in written for letter in letters)
    assert r"\partial L" not in written


def test_on_a_phone_the_closed_sheet_is_one_line(explorer: Explorer) -> None:
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    panel = opened(explorer, DEEP, layer="conv1", tensor="conv1.weight.grad", cell="conv1.weight.grad[1,0,1,1]")
    peek = explorer.page.get_by_role("button", name="Pull up for the terms")
    expect(peek).to_contain_text("agrees")
    line = peek.locator(".line").bounding_box()
    assert line is not None and line["height"] < 36
    expect(panel.locator(".body")).to_be_hidden()
    peek.click()
    expect(panel.get_by_role("tab", name="Code")).to_be_visible()
    wide = explorer.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
