"""Cells like a spreadsheet: typing, what stays explained meanwhile, selecting, what changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cells import DELTA, WEIGHT, block, centre, edits, fire, pinned, select, selected, start
from tests.browser.conftest import Watch
from tests.browser.explorer import Explorer


def test_the_key_that_keeps_a_number_also_paints_it(explorer: Explorer) -> None:
    """Before any reply, and in every matrix that shows the same number."""
    start(explorer)
    explorer.page.route("**/edits*", lambda route: None)
    explorer.go(f"{DELTA}[0,0,1,1]")
    explorer.page.keyboard.type("7.5")
    said = explorer.page.evaluate("""async () => {
      const before = [...document.querySelectorAll("canvas.base")].map((one) => one.toDataURL());
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      await null; // the end of the same turn: nothing has been painted on the screen since
      const after = [...document.querySelectorAll("canvas.base")].map((one) => one.toDataURL());
      return after.filter((picture, i) => picture !== before[i]).length;
    }""")
    assert said >= 1
    explorer.go(f"{DELTA}[0,0,1,1]")
    expect(explorer.current(DELTA)).to_have_attribute("data-value", "7.5")


def test_enter_and_tab_go_on_as_in_a_spreadsheet(explorer: Explorer) -> None:
    start(explorer)
    press = explorer.page.keyboard.press
    cell = explorer.current(DELTA)
    explorer.go(f"{DELTA}[0,0,1,2]")
    for keys, lands in (
        (("5", "Enter"), "[0,0,2,2]"),
        (("6", "Shift+Enter"), "[0,0,1,2]"),
        (("F2", "Tab"), "[0,0,1,3]"),
        (("8", "Tab"), "[0,0,2,0]"),
        (("9", "Shift+Tab"), "[0,0,1,3]"),
        (("ArrowLeft",), "[0,0,1,2]"),
        (("7", "ArrowDown"), "[0,0,2,2]"),
    ):
        for key in keys:
            press(key)
        expect(cell).to_have_attribute("data-cell", DELTA + lands)
    explorer.page.wait_for_load_state("networkidle")
    values = explorer.read(DELTA)
    assert [values[f"{DELTA}[0,0,{i}]"] for i in ("1,2", "2,2", "1,3", "2,0")] == [7, 6, 8, 9]


def test_escape_restores_and_delete_makes_zero(explorer: Explorer) -> None:
    start(explorer)
    before = explorer.read(WEIGHT)
    explorer.go(f"{WEIGHT}[0,0,1,0]")
    explorer.page.keyboard.type("12")
    explorer.page.keyboard.press("Escape")
    assert explorer.read(WEIGHT) == before
    explorer.go(f"{WEIGHT}[0,0,1,0]")
    explorer.page.keyboard.press("Delete")
    explorer.expect_value(f"{WEIGHT}[0,0,1,0]", 0)


def test_numbers_are_taken_as_they_are_written(explorer: Explorer) -> None:
    start(explorer)
    cell = f"{WEIGHT}[0,0,0,1]"
    for typed, value in {"1e-3": 0.001, "1/4": 0.25, "−2": -2, "+.5": 0.5, "−1/2": -0.5}.items():
        explorer.type(cell, typed)
        explorer.expect_value(cell, value)


@pytest.mark.parametrize(
    ("typed", "says"), [("abc", 'received "abc"'), ("2,5", "Write 2.5 with a point."), (",5", "Write .5 with a point.")]
)
def test_what_is_no_number_says_why(explorer: Explorer, watch: Watch, typed: str, says: str) -> None:
    watch.allowed.append("status of 422")
    start(explorer)
    before = explorer.read(WEIGHT)
    explorer.go(f"{WEIGHT}[0,0,0,0]")
    explorer.page.keyboard.type(typed)
    editor = explorer.page.locator("input.editor")
    expect(editor).to_have_attribute("aria-invalid", "true")
    explorer.page.keyboard.press("Enter")
    expect(explorer.page.get_by_role("alert").filter(has_text=says)).to_be_visible()
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.get_by_role("alert").filter(has_text=says)).to_have_count(0)
    assert explorer.read(WEIGHT) == before


def test_typing_on_a_computed_number_says_what_can_be_typed(explorer: Explorer) -> None:
    start(explorer)
    explorer.go("input.grad[0,0,0,1]")
    explorer.page.keyboard.type("4")
    expect(explorer.page.get_by_role("alert").filter(has_text="input.grad[0,0,0,1] is computed")).to_be_visible()
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.page.get_by_role("alert").filter(has_text="is computed")).to_have_count(0)


def test_a_click_on_the_padding_says_what_it_is_and_what_is_typed_then_changes_nothing(explorer: Explorer) -> None:
    page = explorer.open(layer="conv1", tensor="conv1.output", cell="conv1.output[0,0,1,1]").page
    before = explorer.kept()
    grid = explorer.matrix("input")
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    expect(page.get_by_role("alert").filter(has_text="The padding is 0")).to_be_visible()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert explorer.kept() == before
    page.keyboard.press("Escape")


def test_a_click_asks_why_and_typing_gives_the_watched_number_back(explorer: Explorer) -> None:
    start(explorer)
    watched = "input.grad[0,0,1,1]"
    explorer.page.mouse.click(*centre(explorer.matrix("input.grad"), 1, 1))
    assert pinned(explorer) == watched
    weight = explorer.matrix(WEIGHT)
    for col in (0, 1):
        explorer.page.mouse.click(*centre(weight, 0, col))
        assert pinned(explorer) == f"{WEIGHT}[0,0,0,{col}]"
    explorer.page.keyboard.type("4")
    assert pinned(explorer) == watched
    explorer.page.keyboard.press("Enter")
    explorer.expect_value(f"{WEIGHT}[0,0,0,1]", 4)
    assert pinned(explorer) == watched


@pytest.mark.parametrize("begin", ["F2", "Delete", "paste", "double click"])
def test_every_way_to_edit_gives_the_watched_number_back(explorer: Explorer, begin: str) -> None:
    start(explorer)
    before = pinned(explorer)
    at = centre(explorer.matrix(WEIGHT), 1, 0)
    explorer.page.mouse.click(*at)
    explorer.page.wait_for_url(lambda url: url.endswith(f"cell={WEIGHT}[0,0,1,0]"))
    if begin == "paste":
        fire(explorer, "paste", "3")
    elif begin == "double click":
        explorer.page.mouse.dblclick(*at)
    else:
        explorer.page.keyboard.press(begin)
    assert pinned(explorer) == before


def test_a_number_that_was_asked_for_stays_asked_for(explorer: Explorer) -> None:
    start(explorer)
    explorer.page.mouse.click(*centre(explorer.matrix(WEIGHT), 1, 0))
    explorer.page.mouse.click(*centre(explorer.matrix("input.grad"), 2, 2))
    explorer.go(f"{WEIGHT}[0,0,0,0]")
    explorer.page.keyboard.type("2")
    explorer.page.keyboard.press("Enter")
    assert pinned(explorer) == "input.grad[0,0,2,2]"


def test_shift_and_arrows_select_and_say_what_is_selected(explorer: Explorer) -> None:
    start(explorer)
    values = explorer.read(DELTA)
    matrix = select(explorer, f"{DELTA}[0,0,1,1]", 3, 2)
    cells = block(DELTA, range(1, 4), range(1, 3))
    assert selected(matrix) == cells
    total = sum(values[cell] for cell in cells)
    status = explorer.page.locator("output.selected")
    expect(status).to_have_text(f"3×2 cells, sum {total:g}, mean {total / 6:.5g}".replace("-", "−"))
    expect(matrix).to_have_attribute("aria-multiselectable", "true")
    expect(explorer.current(DELTA)).to_have_attribute("aria-selected", "true")
    explorer.page.keyboard.press("Escape")
    expect(status).to_have_text("")
    assert selected(matrix) == []
    explorer.page.keyboard.press("Shift+End")
    assert selected(matrix) == block(DELTA, range(1, 2), range(1, 4))
    explorer.page.keyboard.press("Control+a")
    assert selected(matrix) == block(DELTA, range(4), range(4))
    explorer.page.keyboard.press("ArrowDown")
    assert selected(matrix) == []


def test_the_mouse_selects_by_dragging_and_a_click_still_pins(explorer: Explorer) -> None:
    start(explorer)
    mouse = explorer.page.mouse
    matrix = explorer.matrix(DELTA)
    before = pinned(explorer)
    mouse.move(*centre(matrix, 2, 2))
    mouse.down()
    mouse.move(*centre(matrix, 1, 1), steps=3)
    mouse.move(*centre(matrix, 0, -1), steps=3)
    mouse.up()
    assert selected(matrix) == block(DELTA, range(3), range(3))
    assert pinned(explorer) == before
    explorer.page.keyboard.down("Shift")
    mouse.click(*centre(matrix, 3, 3))
    explorer.page.keyboard.up("Shift")
    assert selected(matrix) == block(DELTA, range(2, 4), range(2, 4))
    assert pinned(explorer) == before
    mouse.click(*centre(matrix, 0, 3))
    assert selected(matrix) == []
    assert pinned(explorer) == f"{DELTA}[0,0,0,3]"


def test_only_one_matrix_has_a_selection(explorer: Explorer) -> None:
    start(explorer)
    first = select(explorer, f"{DELTA}[0,0,0,0]", 2, 2)
    second = select(explorer, f"{WEIGHT}[0,0,0,0]", 1, 2)
    assert selected(first) == []
    assert selected(second) == block(WEIGHT, range(1), range(2))
    expect(explorer.page.locator("output.selected")).to_have_text("1×2 cells, sum −1, mean −0.5")
    explorer.look(layer="conv1", tensor="conv1.output", method="chain")
    expect(explorer.page.locator("output.selected")).to_have_text("")


def test_what_changed_is_marked_once(explorer: Explorer) -> None:
    """Without motion the mark stands still; the typed cell itself gets none."""
    start(explorer)
    explorer.type(f"{WEIGHT}[0,0,0,0]", "6")
    expect(explorer.matrix("input.grad")).to_have_attribute("data-changed", "")
    assert explorer.matrix(WEIGHT).get_attribute("data-changed") is None
    select(explorer, f"{WEIGHT}[0,0,0,0]", 2, 2)
    fire(explorer, "paste", "1\t1\n1\t1")
    expect(explorer.matrix(WEIGHT)).to_have_attribute("data-changed", "")
    expect(explorer.matrix(WEIGHT)).not_to_have_attribute("data-changed", "")


def test_what_changed_flashes_once_where_motion_is_wanted(explorer: Explorer) -> None:
    explorer.page.emulate_media(reduced_motion="no-preference")
    start(explorer)
    explorer.page.evaluate("""() => {
      globalThis.flashes = {};
      globalThis.over = false;
      const stage = document.querySelector(".stage");
      new MutationObserver((all) => all.forEach(({ target }) => {
        const name = target.dataset.tensor;
        if ("changed" in target.dataset) flashes[name] = (flashes[name] ?? 0) + 1;
        over = !stage.querySelector("[data-changed]");
      })).observe(stage, { subtree: true, attributeFilter: ["data-changed"] });
    }""")
    select(explorer, f"{WEIGHT}[0,0,0,0]", 2, 2)
    with edits(explorer):
        fire(explorer, "paste", "1\t1\n1\t1")
    explorer.page.wait_for_function("() => flashes['input.grad'] && over")
    assert explorer.page.evaluate("flashes") == {WEIGHT: 1, "conv1.table": 1, "input.grad": 1}
