"""The tools of a matrix: fill, rearrange, paste and copy from its menu; each is one request and one step back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import expect

from tests.browser.cells import DELTA, MAPS, WEIGHT, array, block, edits, fire, select, start, tool
from tests.browser.explorer import PLAIN, Api, Explorer

TOOLS: dict[str, Callable[[Any], Any]] = {
    "With zeros": lambda a: a * 0,
    "With ones": lambda a: a * 0 + 1,
    "With 1 … 16": lambda a: np.arange(1.0, 17).reshape(4, 4),
    "Transpose": np.transpose,
    "Turn by 180°": lambda a: np.rot90(a, 2),
    "Flip left to right": np.fliplr,
    "Flip top to bottom": np.flipud,
    "Change all signs": np.negative,
}


def test_each_tool_is_one_edit_and_one_step_back(explorer: Explorer) -> None:
    start(explorer)
    before = array(explorer.read(DELTA))
    for item, expected in TOOLS.items():
        with edits(explorer):
            tool(explorer, DELTA, item)
        assert array(explorer.read(DELTA))[0, 0].tolist() == expected(before[0, 0]).tolist(), item
        explorer.page.keyboard.press("Control+z")
        explorer.expect_value(f"{DELTA}[0,0,0,2]", before[0, 0, 0, 2])
        assert array(explorer.read(DELTA)).tolist() == before.tolist(), item


def test_tools_work_on_what_is_selected(explorer: Explorer) -> None:
    start(explorer)
    before = array(explorer.read(DELTA))[0, 0]
    select(explorer, f"{DELTA}[0,0,1,1]", 2, 2)
    explorer.page.keyboard.press("Shift+F10")
    expect(explorer.page.get_by_role("menu", name=f"Tools for {DELTA}")).to_contain_text("Change 4 selected cells")
    explorer.page.keyboard.type("tr")
    with edits(explorer):
        explorer.page.get_by_role("menuitem", name="Transpose").click()
    before[1:3, 1:3] = before[1:3, 1:3].T.copy()
    expect(explorer.matrix(DELTA)).to_be_focused()
    assert array(explorer.read(DELTA))[0, 0].tolist() == before.tolist()


def test_all_maps_at_once(explorer: Explorer) -> None:
    start(explorer, MAPS)
    before = np.array(MAPS["layers"][0]["weight"], dtype=float)
    tool(explorer, WEIGHT, "All 4 maps at once")
    with edits(explorer) as seen:
        explorer.page.get_by_role("menuitem", name="Turn by 180°").click()
    assert len(seen[0]) == 16
    after = np.zeros_like(before)
    for edit in seen[0]:
        after[tuple(map(int, edit["cell"].split("[")[1][:-1].split(",")))] = edit["value"]
    assert after.tolist() == before[:, :, ::-1, ::-1].tolist()


def test_a_print_of_all_maps_fills_the_tensor(explorer: Explorer) -> None:
    start(explorer, MAPS)
    numbers = np.arange(16.0).reshape(2, 2, 2, 2) / 4
    explorer.go(f"{WEIGHT}[0,0,1,1]")
    with edits(explorer) as seen:
        fire(explorer, "paste", repr(numbers))
    assert [edit["value"] for edit in seen[0]] == numbers.ravel().tolist()


def test_random_numbers_come_from_their_seed(explorer: Explorer, api: Api) -> None:
    start(explorer)
    tool(explorer, WEIGHT, "At random…")
    dialog = explorer.page.get_by_role("dialog")
    dialog.get_by_label("Distribution").select_option(label="normal, mean 0, deviation 1")
    dialog.get_by_role("textbox", name="Seed").fill("7")
    dialog.get_by_role("button", name="Fill").click()
    expect(dialog).to_have_count(0)
    document = api.lesson(PLAIN)["document"]
    document["layers"][0]["weight"] = {"shape": [1, 1, 2, 2], "fill": "normal", "seed": 7}
    expected = api.values(api.trace(document), WEIGHT)
    explorer.expect_numbers(WEIGHT, expected)
    expect(explorer.matrix(WEIGHT)).to_be_focused()
    explorer.page.keyboard.press("Control+z")
    explorer.expect_value(f"{WEIGHT}[0,0,0,1]", -2)


def test_random_numbers_for_some_cells_only(explorer: Explorer) -> None:
    start(explorer)
    before = explorer.read(DELTA)
    select(explorer, f"{DELTA}[0,0,0,0]", 2, 2)
    tool(explorer, DELTA, "At random…")
    with edits(explorer) as seen:
        explorer.page.get_by_role("dialog").get_by_role("button", name="Fill").click()
        expect(explorer.page.get_by_role("dialog")).to_have_count(0)
    assert len(seen[0]) == 4
    after = explorer.read(DELTA)
    assert {cell for cell in after if after[cell] != before[cell]} == set(block(DELTA, range(2), range(2)))


def test_the_paste_dialog_reads_as_one_types_and_refuses_in_place(explorer: Explorer) -> None:
    start(explorer)
    explorer.go(f"{DELTA}[0,0,0,0]")
    tool(explorer, DELTA, "Paste…")
    dialog = explorer.page.get_by_role("dialog")
    field = dialog.get_by_label("Numbers")
    expect(field).to_be_focused()
    field.fill("[[1, 2], [3, 4]]")
    expect(dialog).to_contain_text("Reads as 2×2, 4 numbers.")
    field.fill("[[1, 2], [3]]")
    with edits(explorer, 0):
        dialog.get_by_role("button", name="Paste").click()
    expect(dialog.get_by_role("alert")).to_contain_text("row 2 has 1 number, row 1 has 2")
    field.fill("9 8 7")
    expect(dialog.get_by_role("alert")).to_have_count(0)
    with edits(explorer):
        field.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(explorer.matrix(DELTA)).to_be_focused()
    assert array(explorer.read(DELTA))[0, 0, 0].tolist() == [9, 8, 7, 0]


def test_copy_from_the_menu(explorer: Explorer) -> None:
    start(explorer)
    explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for item, says in (
        ("For a spreadsheet", "1\t-2\n3\t0.5"),
        ("As JSON", "[[1, -2],\n [3, 0.5]]"),
        ("As NumPy", "np.array([[1, -2],\n          [3, 0.5]])"),
    ):
        tool(explorer, WEIGHT, item)
        expect(explorer.matrix(WEIGHT)).to_be_focused()
        assert explorer.page.evaluate("navigator.clipboard.readText()") == says


def test_a_matrix_that_is_not_square_changes_its_shape(explorer: Explorer) -> None:
    document = json.loads(json.dumps(MAPS))
    document["input"] = [[[[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6]]] * 2]
    document["loss"]["gradient"] = [[[[1, 0, 1], [2, -1, 0]], [[3, 1, 2], [0, 2, 1]]]]
    start(explorer, document).look(layer="conv1", tensor="conv1.output")
    tool(explorer, "input", "Transpose")
    expect(explorer.matrix("input")).to_have_attribute("aria-rowcount", "4")
    assert array(explorer.read("input"))[0, 0].tolist() == np.transpose(document["input"][0][0]).tolist()
    explorer.page.keyboard.press("Control+z")
    expect(explorer.matrix("input")).to_have_attribute("aria-rowcount", "3")


def test_computed_numbers_can_only_be_selected_and_copied(explorer: Explorer) -> None:
    start(explorer)
    explorer.go("input.grad[0,0,0,0]")
    explorer.page.keyboard.press("Shift+F10")
    expect(explorer.page.get_by_role("menuitem")).to_contain_text(
        ["For a spreadsheet", "As JSON", "As NumPy", "From this cell on"]
    )
    explorer.page.keyboard.press("Escape")
    expect(explorer.matrix("input.grad")).to_be_focused()
