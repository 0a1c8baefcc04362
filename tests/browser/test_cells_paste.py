"""Cells like a spreadsheet: copy, cut and paste; each is one request and one step back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.cells import DELTA, MAPS, WEIGHT, array, block, edits, fire, select, start
from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer


def test_copy_takes_the_selection_at_full_precision(explorer: Explorer) -> None:
    start(explorer)
    explorer.type(f"{WEIGHT}[0,0,0,0]", "0.30000000000000004")
    select(explorer, f"{WEIGHT}[0,0,0,0]", 2, 2)
    assert fire(explorer, "copy") == "0.30000000000000004\t-2\n3\t0.5"
    explorer.go("input.grad[0,0,2,0]")
    assert fire(explorer, "copy") == explorer.current("input.grad").get_attribute("data-value")


def test_cut_copies_and_leaves_zeros(explorer: Explorer) -> None:
    start(explorer)
    select(explorer, f"{DELTA}[0,0,0,0]", 2, 2)
    before = explorer.read(DELTA)
    select(explorer, f"{DELTA}[0,0,0,0]", 2, 2)
    with edits(explorer) as seen:
        assert fire(explorer, "cut") == "1\t2\n3\t-2"
    assert {edit["value"] for edit in seen[0]} == {0}
    after = explorer.read(DELTA)
    assert {cell for cell in after if after[cell] != before[cell]} == set(block(DELTA, range(2), range(2)))
    explorer.page.keyboard.press("Control+z")
    explorer.expect_value(f"{DELTA}[0,0,1,1]", -2)
    assert explorer.read(DELTA) == before


PASTED = {
    "a spreadsheet": "10\t20\n30\t40",
    "CSV": "10,20\n30,40\n",
    "semicolons and decimal commas": "10,0;20,0\n30,0;40,0",
    "JSON": "[[10, 20], [30, 40]]",
    "NumPy": "array([[10., 20.],\n       [30., 40.]])",
    "NumPy's str": "[[10. 20.]\n [30. 40.]]",
    "PyTorch": "tensor([[10., 20.],\n        [30., 40.]], requires_grad=True)",
    "MATLAB": "[10 20; 30 40]",
}


def test_a_block_can_be_written_in_many_ways(explorer: Explorer) -> None:
    start(explorer)
    for form, text in PASTED.items():
        explorer.go(f"{DELTA}[0,0,1,2]")
        with edits(explorer) as seen:
            fire(explorer, "paste", text)
        assert [edit["value"] for edit in seen[0]] == [10, 20, 30, 40], form
        explorer.page.keyboard.press("Control+z")
        explorer.expect_value(f"{DELTA}[0,0,1,2]", 1)


def test_a_pasted_block_is_one_request_and_one_step_back(explorer: Explorer, api: Api) -> None:
    start(explorer)
    before = explorer.read(DELTA)
    explorer.go(f"{DELTA}[0,0,1,2]")
    with edits(explorer) as seen:
        fire(explorer, "paste", PASTED["NumPy"])
    cells = [edit["cell"].replace("loss.gradient", DELTA) for edit in seen[0]]
    assert cells == block(DELTA, range(1, 3), range(2, 4))
    changes = ((edit["cell"], edit["value"]) for edit in seen[0])
    trace = api.edit(api.trace(api.lesson(PLAIN)["document"]), *changes)
    for tensor in (DELTA, "input.grad"):
        explorer.expect_numbers(tensor, api.values(trace, tensor))
    assert array(explorer.read(DELTA))[0, 0, 1:3, 2:].tolist() == [[10, 20], [30, 40]]
    explorer.page.get_by_role("button", name="Undo").first.click()
    explorer.expect_value(f"{DELTA}[0,0,1,2]", before[f"{DELTA}[0,0,1,2]"])
    assert explorer.read(DELTA) == before
    explorer.page.get_by_role("button", name="Redo").first.click()
    explorer.expect_value(f"{DELTA}[0,0,2,3]", 40)


def test_one_number_fills_the_selection(explorer: Explorer) -> None:
    start(explorer)
    select(explorer, f"{DELTA}[0,0,2,0]", 2, 3)
    with edits(explorer) as seen:
        fire(explorer, "paste", " 0.5\n")
    assert [edit["value"] for edit in seen[0]] == [0.5] * 6
    select(explorer, f"{WEIGHT}[0,0,0,0]", 2, 2)
    with edits(explorer):
        explorer.page.keyboard.type("9")
        explorer.page.keyboard.press("Control+Enter")
    assert set(explorer.read(WEIGHT).values()) == {9}


REFUSED = {
    "1\t2\t3\n4\t5\t6": "room for 1×2; the pasted block is 2×3",
    "[[1, 2], [3]]": "row 2 has 1 number, row 1 has 2",
    "[[1. 2. ... 3.]]": "np.set_printoptions(threshold=np.inf)",
    "tensor([1., nan])": "Line 1, entry 2: expected a finite number, received nan",
    "hello": "expected a finite number, received “hello”",
    "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]": "the pasted numbers are 2×2×2",
}


def test_a_refused_paste_changes_nothing(explorer: Explorer) -> None:
    start(explorer)
    explorer.go(f"{DELTA}[0,0,3,2]")
    expect(explorer.matrix(DELTA)).to_have_attribute("data-feeds", re.compile(r"\["))
    explorer.page.wait_for_load_state("networkidle")
    picture = explorer.stage.screenshot()
    before = explorer.kept()
    for text, says in REFUSED.items():
        with edits(explorer, 0):
            fire(explorer, "paste", text)
            expect(explorer.page.get_by_role("alert").filter(has_text=says)).to_be_visible()
        explorer.page.keyboard.press("Escape")
        assert explorer.kept() == before
    assert explorer.stage.screenshot() == picture


def test_a_paste_that_the_server_refuses_is_taken_back_whole(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("status of 422")
    document = {**MAPS, "dtype": "float32"}
    start(explorer, document)
    before = explorer.read(WEIGHT)
    explorer.go(f"{WEIGHT}[0,0,0,0]")
    with edits(explorer):
        fire(explorer, "paste", "5\t6\n7\t1e300")
        alert = explorer.page.get_by_role("alert").filter(has_text=f"{WEIGHT}[0,0,1,1]")
        expect(alert).to_contain_text("float32")
    explorer.page.keyboard.press("Escape")
    assert explorer.read(WEIGHT) == before
    expect(explorer.page.get_by_role("button", name="Undo").first).to_have_attribute("aria-disabled", "true")


def test_nothing_is_pasted_over_computed_numbers(explorer: Explorer) -> None:
    start(explorer)
    explorer.go("input.grad[0,0,0,0]")
    with edits(explorer, 0):
        fire(explorer, "paste", "1")
        expect(explorer.page.get_by_role("alert").filter(has_text="input.grad is computed")).to_be_visible()


def test_the_browser_s_own_clipboard(explorer: Explorer) -> None:
    start(explorer)
    explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    select(explorer, f"{WEIGHT}[0,0,0,0]", 2, 2)
    explorer.page.keyboard.press("Control+c")
    explorer.go(f"{DELTA}[0,0,0,0]")
    with edits(explorer):
        explorer.page.keyboard.press("Control+v")
    assert array(explorer.read(DELTA))[0, 0, :2, :2].tolist() == [[1, -2], [3, 0.5]]
