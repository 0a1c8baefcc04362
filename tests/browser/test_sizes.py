"""Matrices larger than their numbers: zoom by wheel, keys and fingers, the lens, galleries, a digit drawn by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import Api, Explorer
from tests.browser.test_access import findings

LENET = {"lesson": "lenet", "layer": "conv1", "tensor": "conv1.output"}
MAP = "conv1.output"

# Counts the cells that are painted: each of them begins with one rounded rectangle on a canvas outside of the page.
COUNT = """() => {
  window.painted = 0;
  const { roundRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.roundRect = function (...given) {
    if (!this.canvas.isConnected) window.painted++;
    return roundRect.apply(this, given);
  };
}"""


def frame(matrix: Locator) -> FloatRect:
    box = matrix.bounding_box()
    assert box
    return box


def zoom_of(matrix: Locator) -> Locator:
    return matrix.locator("xpath=..").get_by_role("button", name=re.compile("^Show all of"))


def expect_deepest(matrix: Locator) -> None:
    """Waits until it can go no closer: its cells are 56 pixels large."""
    closer = matrix.locator("xpath=..").get_by_role("button", name=re.compile("^Zoom in"))
    expect(closer).to_have_attribute("aria-disabled", "true")
    whole = frame(matrix)["width"] / 28
    expect(zoom_of(matrix)).to_have_text(f"{round(5600 / whole)} %")


def turn_wheel(page: Page, times: int, by: int = -100) -> None:
    for _ in range(times):
        page.mouse.wheel(0, by)


def test_the_wheel_goes_down_to_numbers_and_the_same_is_lit(explorer: Explorer) -> None:
    page = explorer.open(**LENET).page
    page.evaluate(COUNT)
    matrix = explorer.matrix(MAP)
    pinned = explorer.go(f"{MAP}[0,0,12,15]")
    page.keyboard.press("Enter")
    expect(pinned).to_have_attribute("data-lit", re.compile("input"))
    before, lit = frame(matrix), matrix.get_attribute("data-lit")
    x, y = before["x"] + 15.5 * before["width"] / 28, before["y"] + 12.5 * before["height"] / 28
    page.mouse.move(x, y)
    expect(explorer.current(MAP)).to_have_attribute("data-cell", f"{MAP}[0,0,12,15]")
    page.evaluate("window.painted = 0")
    turn_wheel(page, 12)
    expect_deepest(matrix)
    expect(explorer.current(MAP)).to_have_attribute("data-cell", f"{MAP}[0,0,12,15]")
    assert (frame(matrix), matrix.get_attribute("data-lit")) == (before, lit)
    expect(page.locator(".lens")).to_be_hidden()

    # A step aside paints what is in sight, no more: 5 × 5 whole cells and those that are cut by the edges.
    page.evaluate("window.painted = 0")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("window.painted > 0")
    assert page.evaluate("window.painted") <= 3 * 7 * 7

    # Dragging pans and pins nothing; what was pinned stays pinned.
    url = page.url
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=3)
    page.mouse.up()
    assert page.url == url
    turn_wheel(page, 7, 100)
    expect(zoom_of(matrix)).to_have_text("100 %")
    page.mouse.move(x + 1, y)
    expect(matrix).to_have_attribute("data-lit", lit or "")


def test_keys_zoom_round_the_cursor_and_keep_it_in_sight(explorer: Explorer) -> None:
    page = explorer.open(**LENET).page
    matrix = explorer.go(f"{MAP}[0,0,3,3]")
    for _ in range(7):
        page.keyboard.press("+")
    expect_deepest(matrix)
    for key in ("ArrowRight", "ArrowDown"):
        for _ in range(20):
            page.keyboard.press(key)
    cell = f"{MAP}[0,0,23,23]"
    expect(explorer.current(MAP)).to_have_attribute("data-cell", cell)
    seen = matrix.evaluate(
        "(grid) => ['across', 'down'].map((way) => grid.querySelector(`.sight.${way}`).style.cssText)"
    )
    assert all(float(re.findall(r"(?:left|top): ([\d.]+)%", one)[0]) > 50 for one in seen)
    page.keyboard.press("0")
    expect(zoom_of(matrix)).to_have_text("100 %")

    # Where numbers are typed, 0 and − are typed: Alt keeps them for the zoom.
    pixel = explorer.go("input[0,0,3,3]")
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(zoom_of(pixel)).to_have_text("225 %")
    page.keyboard.press("Alt+0")
    expect(zoom_of(pixel)).to_have_text("100 %")
    page.keyboard.press("0")
    expect(page.locator(".editor")).to_be_visible()
    page.keyboard.press("Escape")


def test_two_fingers_zoom_and_one_that_rests_points(explorer: Explorer) -> None:
    page = explorer.open(**LENET).page
    matrix = explorer.matrix(MAP)
    box = frame(matrix)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": i}
            for i, (x, y) in enumerate(points)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", (0.5, 0.5))
    expect(page.locator(".lens")).to_be_visible()
    touch("touchMove", (0.4, 0.3))
    expect(page.locator(".lens p span").first).to_have_text("row 9, column 12")
    touch("touchEnd")
    expect(page.locator(".lens")).to_be_hidden()

    touch("touchStart", (0.45, 0.5), (0.55, 0.5))
    for wide in (0.1, 0.2, 0.3, 0.4):
        touch("touchMove", (0.5 - wide, 0.5), (0.5 + wide, 0.5))
    touch("touchEnd")
    expect_deepest(matrix)
    assert frame(matrix) == box


def test_the_lens_says_what_the_cell_says(explorer: Explorer) -> None:
    page = explorer.open(**LENET).page
    lens = page.locator(".lens")

    def expect_lens(matrix: Locator, cell: FloatRect) -> None:
        value = matrix.locator("[role=gridcell]").get_attribute("data-value")
        expect(lens.locator("output")).to_have_text(value or "")
        there, stage = frame(lens), frame(explorer.stage)
        assert there["x"] >= stage["x"] and there["x"] + there["width"] <= stage["x"] + stage["width"]
        assert there["y"] >= stage["y"] and there["y"] + there["height"] <= stage["y"] + stage["height"]
        apart: list[Callable[[FloatRect, FloatRect], bool]] = [
            lambda a, b: a["x"] + a["width"] <= b["x"],
            lambda a, b: a["y"] + a["height"] <= b["y"],
        ]
        assert any(test(there, cell) or test(cell, there) for test in apart)

    for tensor in ("input", MAP):
        matrix = explorer.matrix(tensor)
        box = frame(matrix)
        inner = int(matrix.get_attribute("aria-colcount") or 0)
        ring = 2 if tensor == "input" else 0
        size = box["width"] / (inner + 2 * ring)
        for row, col in ((0, 0), (12, 15), (27, 27)):
            x, y = box["x"] + (col + ring) * size, box["y"] + (row + ring) * size
            page.mouse.move(x + size / 2, y + size / 2)
            expect(lens.locator("p span")).to_have_text(f"row {row + 1}, column {col + 1}")
            expect_lens(matrix, FloatRect(x=x, y=y, width=size, height=size))
    page.mouse.move(5, 5)
    explorer.go(f"{MAP}[0,0,0,4]")
    expect(lens.locator("p span")).to_have_text("row 1, column 5")
    page.keyboard.press("Escape")
    expect(lens).to_be_hidden()


MANY: dict[str, Any] = {
    "name": "120 maps of 28×28",
    "input": {"shape": [1, 1, 28, 28], "fill": "uniform", "seed": 1},
    "layers": [
        {
            "type": "conv2d",
            "name": "conv1",
            "weight": {"shape": [120, 1, 1, 1], "fill": "xavier_uniform", "seed": 2},
            "bias": None,
        }
    ],
    "loss": {"type": "upstream", "gradient": {"shape": [1, 120, 28, 28], "fill": "uniform", "seed": 4}},
}


def test_a_gallery_shows_all_maps_and_chooses_one(explorer: Explorer, api: Api) -> None:
    values = api.values(api.trace(MANY), MAP)
    page = explorer.open_document(MANY).page
    explorer.look(layer="conv1", tensor=MAP, cell=f"{MAP}[0,0,5,6]")
    maps = page.get_by_role("listbox", name=f"All maps of {MAP}").get_by_role("option")
    expect(maps).to_have_count(120)
    assert findings(page) == []
    expect(maps.first).to_have_attribute("aria-selected", "true")
    drawn = maps.evaluate_all("all => all.filter((one) => one.querySelector('canvas').width === 28).length")
    assert 5 <= drawn <= 30, "only what is in sight is drawn"

    # Click and arrow keys turn to another map, at the same cell; so does the address.
    maps.nth(4).click()
    expect(explorer.current(MAP)).to_have_attribute("data-cell", f"{MAP}[0,4,5,6]")
    page.keyboard.press("ArrowRight")
    expect(explorer.current(MAP)).to_have_attribute("data-cell", f"{MAP}[0,5,5,6]")
    page.keyboard.press("End")
    expect(maps.last).to_be_in_viewport()
    expect(maps.last).to_have_attribute("aria-selected", "true")
    assert explorer.current(MAP).get_attribute("data-value") == str(values[f"{MAP}[0,119,5,6]"])
    largest = max(abs(value) for address, value in values.items() if address.startswith(f"{MAP}[0,119,"))
    said = maps.last.locator("small").inner_text()
    assert page.locator(".stack-head small").inner_text() == "×10⁻³"
    assert abs(float(said[1:]) / 1000 - largest) <= 0.0005
    expect(page.locator(".scale-of")).to_have_text(f"one scale: ±{max(map(abs, values.values())):.3g}")
    page.get_by_role("button", name="Own scales").click()
    expect(page.locator(".scale-of")).to_have_text("each map its own scale")

    # All of them at once stand over the figure until one is chosen, Escape, or a click elsewhere.
    spread = page.locator(".gallery.spread")
    for leave in ("a map", "Escape", "a click"):
        page.get_by_role("button", name="Show all", exact=True).click()
        expect(spread).to_be_visible()
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            (maps.nth(30) if leave == "a map" else page.locator(".say")).click()
        expect(spread).to_have_count(0)
    expect(explorer.current(MAP)).to_have_attribute("data-cell", f"{MAP}[0,30,5,6]")

    # It follows an edit.
    explorer.type("input[0,0,5,6]", "40")
    expect(maps.last.locator("small")).not_to_have_text(said)


def test_a_gallery_of_thousands_holds_some_and_brings_the_others(explorer: Explorer) -> None:
    kernels = {"shape": [32, 1, 3, 3], "fill": "uniform"}
    layer = {"type": "conv2d", "name": "many", "weight": kernels, "bias": None}
    explorer.open_document({"input": {"shape": [40, 1, 4, 4], "fill": "uniform"}, "layers": [layer]})
    explorer.look(layer="many", tensor="many.output")
    page = explorer.page
    maps = page.locator(".stacked-map")
    expect(page.locator(".stack-head p")).to_contain_text("1280 maps, 1–240")
    expect(maps).to_have_count(240)
    maps.first.focus()
    page.keyboard.press("End")
    expect(page.locator(".stack-head p")).to_contain_text("1280 maps, 1201–1280")
    expect(maps.last).to_be_focused()
    expect(maps.last).to_have_attribute("aria-posinset", "1280")
    expect(explorer.current("many.output")).to_have_attribute("data-cell", "many.output[39,31,0,0]")


def test_long_lines_of_weights_are_a_gallery_of_folded_ones(explorer: Explorer) -> None:
    weights = {"shape": [784, 10], "fill": "xavier_uniform", "seed": 3}
    page = explorer.open_document(
        {
            "name": "in × out",
            "input": {"shape": [1, 1, 28, 28], "fill": "uniform", "seed": 1},
            "layers": [
                {"type": "flatten", "name": "flat"},
                {"type": "linear", "name": "fc", "weight": weights, "bias": None, "layout": "in_out"},
            ],
            "loss": {"type": "cross_entropy", "target": [3]},
        }
    ).page
    explorer.look(layer="fc", tensor="fc.weight.grad", cell="fc.weight.grad[300,7]")
    maps = page.get_by_role("listbox", name="All columns of fc.weight.grad").get_by_role("option")
    expect(maps).to_have_count(10)
    expect(maps.nth(7)).to_have_attribute("aria-selected", "true")
    matrix = explorer.matrix("fc.weight.grad")
    expect(matrix).to_have_attribute("aria-colcount", "28")
    maps.nth(2).click()
    expect(explorer.current("fc.weight.grad")).to_have_attribute("data-cell", "fc.weight.grad[300,2]")
    matrix.focus()
    page.keyboard.press("ArrowDown")
    expect(explorer.current("fc.weight.grad")).to_have_attribute("data-cell", "fc.weight.grad[328,2]")


def test_a_drawn_digit_becomes_the_input_in_one_step(explorer: Explorer, watch: Watch) -> None:
    page = explorer.open("lenet", layer="input", tensor="input").page
    explorer.stage.get_by_role("button", name="Draw a digit").click()
    window = page.get_by_role("dialog", name="Draw a digit")
    use = window.get_by_role("button", name="Use as input")
    sheet = window.get_by_role("application", name="Sheet to draw on")
    expect(use).to_be_disabled()

    # By keys, undone; then a bar by mouse.
    page.keyboard.press(" ")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    expect(window.get_by_role("status")).to_have_text("Pen up, row 21, column 15")
    expect(use).to_be_enabled()
    assert findings(page) == []
    window.get_by_role("button", name="Undo stroke").click()
    expect(use).to_be_disabled()
    box = frame(sheet)
    page.mouse.move(box["x"] + 60, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 280, steps=5)
    page.mouse.up()
    window.get_by_role("button", name="0…255").click()
    window.get_by_label("Its class").select_option("1")

    # What is refused is said, and nothing is lost.
    watch.allowed.append("422")
    problem = json.dumps({"type": "about:blank", "title": "No", "status": 422, "detail": "Not today."})
    page.route(
        "**/api/v1/traces?*",
        lambda route: route.fulfill(status=422, content_type="application/problem+json", body=problem),
    )
    use.click()
    expect(window.get_by_role("alert")).to_have_text("Not today.")
    page.unroute("**/api/v1/traces?*")
    with page.expect_request(lambda request: request.method == "POST" and "/traces?" in request.url) as asked:
        use.click()
    expect(window).to_be_hidden()

    # A bar stands 20 rows high in the middle, in whole numbers.
    document: Any = asked.value.post_data_json
    assert document["loss"]["target"] == [1]
    drawn = document["input"][0][0]
    inked = [(r, c) for r, row in enumerate(drawn) for c, value in enumerate(row) if value]
    assert (min(r for r, _ in inked), max(r for r, _ in inked)) == (4, 23)
    assert abs(sum(c for _, c in inked) / len(inked) - 13.5) <= 1
    assert max(map(max, drawn)) > 200
    assert all(value == int(value) for row in drawn for value in row)
    explorer.go("input[0,0,13,13]")
    expect(explorer.current("input")).to_have_attribute("data-value", str(drawn[13][13]))
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    expect(undo).to_be_disabled()
    expect(explorer.current("input")).not_to_have_attribute("data-value", str(drawn[13][13]))
