"""Check mine: a learner's numbers, typed, pasted or uploaded; what is wrong with them, and where."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import PLAIN, RELU, Explorer
from tests.browser.test_access import THEMES, findings

RIGHT: list[list[float]] = [[-1.5, 3, 1.5], [0.5, -11, 20.5], [18, -6.5, -1.5]]
UNTURNED: list[list[float]] = [[5, -1.5, 4], [9.5, 9.5, -15], [-12.5, 15, -2]]
"""What ∂L/∂x of the plain lesson is when δ meets the kernel as it stands."""

# Chromium without a window has no clipboard to fill: the event itself is sent, as Ctrl+V would.
PASTE = """(target, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(target, [name, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def tabbed(rows: list[list[float]]) -> str:
    return "\n".join("\t".join(map(str, row)) for row in rows)


class Window:
    """The window of check mine, in a test's words."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.page: Page = explorer.page

    def open(self) -> Window:
        self.page.get_by_role("button", name="Check mine", exact=True).click()
        expect(self.element).to_be_visible()
        return self

    @property
    def element(self) -> Locator:
        return self.page.get_by_role("dialog", name="Check mine")

    @property
    def verdict(self) -> Locator:
        return self.element.locator(".verdict")

    @property
    def picture(self) -> Locator:
        return self.element.get_by_role("region", name="The mistake in numbers")

    @property
    def refusal(self) -> Locator:
        return self.element.get_by_role("alert")

    def cell(self, row: int, col: int) -> Locator:
        return self.element.locator(".typed input").nth((row - 1) * self.columns + col - 1)

    @property
    def columns(self) -> int:
        return int(self.element.locator(".typed").evaluate("grid => getComputedStyle(grid).getPropertyValue('--cols')"))

    def texts(self) -> list[str]:
        found: list[str] = self.element.locator(".typed input").evaluate_all("all => all.map((one) => one.value)")
        return [text.replace("−", "-") for text in found]

    def paste(self, text: str, row: int = 1, col: int = 1) -> Window:
        self.cell(row, col).evaluate(PASTE, text)
        return self

    def check(self) -> Window:
        self.element.get_by_role("button", name="Check", exact=True).click()
        return self

    def wrong(self) -> int:
        return self.element.locator(".typed .wrong").count()


@pytest.fixture
def window(explorer: Explorer) -> Window:
    return Window(explorer.open(PLAIN, layer="conv1", tensor="input.grad")).open()


def test_a_kernel_that_was_not_turned_is_typed_in_and_named_with_its_picture(window: Window) -> None:
    keyboard = window.page.keyboard
    expect(window.cell(1, 1)).to_be_focused()
    for row in UNTURNED:
        for number in row:
            keyboard.type(str(number))
            keyboard.press("Tab")
    window.cell(3, 3).focus()
    keyboard.press("Control+Enter")
    expect(window.verdict).to_contain_text("9 of 9 cells differ, at most by 35.5")
    expect(window.verdict.get_by_role("heading")).to_have_text("Kernel not turned (conv1)")
    assert window.wrong() == 9
    drawn = window.element.get_by_role("img")
    labels = drawn.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert labels == ["Used as it stands, 2×2", "Needed turned by 180°, 2×2", "Yours, 3×3", "with this mistake, 3×3"]


def test_arrows_and_enter_walk_through_the_cells(window: Window) -> None:
    keyboard = window.page.keyboard
    for key, place in (
        ("ArrowRight", (1, 2)),
        ("Enter", (2, 2)),
        ("ArrowDown", (3, 2)),
        ("Shift+Enter", (2, 2)),
        ("ArrowLeft", (2, 1)),
    ):
        keyboard.press(key)
        expect(window.cell(*place)).to_be_focused()


def test_the_right_numbers_are_shown_on_demand_alone(window: Window) -> None:
    one_wrong = [RIGHT[0], [0.5, 7, 20.5], RIGHT[2]]
    window.paste(tabbed(one_wrong)).check()
    expect(window.verdict).to_contain_text("1 of 9 cells differs, at most by 18")
    expect(window.verdict.get_by_role("heading")).to_have_text("None of the known mistakes gives these numbers")
    expect(window.cell(2, 2)).to_have_accessible_name("row 2, column 2, wrong")
    expect(window.element.get_by_text("is −11")).to_be_hidden()
    window.element.get_by_role("checkbox", name="Show the right numbers").check()
    expect(window.element.get_by_text("is −11")).to_be_visible()
    expect(window.cell(2, 2)).to_have_accessible_name("row 2, column 2, wrong, is −11")


def test_show_me_where_pins_the_first_wrong_cell_and_marks_stay_until_dismissed(window: Window) -> None:
    window.paste(tabbed([RIGHT[0], [0.5, 7, 20.5], [1, -6.5, -1.5]])).check()
    window.element.get_by_role("button", name="Show me where").click()
    expect(window.element).to_have_count(0)
    page = window.page
    assert "cell=input.grad[0,0,1,1]" in page.url
    note = page.locator(".marks")
    expect(note).to_contain_text("2 cells of your")
    target = page.locator("[data-stage] [data-tensor='input.grad']")
    expect(target).to_have_attribute("data-wrong", "input.grad[0,0,1,1] input.grad[0,0,2,0]")
    expect(note).to_contain_text("Here you have 7.")
    note.get_by_role("button", name="Back to my numbers").click()
    assert window.texts()[4] == "7"
    window.element.get_by_role("button", name="Close").click()
    note.get_by_role("button", name="Take the marks away").click()
    expect(note).to_be_hidden()
    expect(target).not_to_have_attribute("data-wrong", re.compile(""))


def test_show_me_where_leads_from_the_sensitivities_to_the_stage(window: Window) -> None:
    window.element.get_by_role("button", name="Close").click()
    window.page.get_by_role("button", name="Sensitivities").click()
    window.open().paste(tabbed(UNTURNED)).check()
    window.element.get_by_role("button", name="Show me where").click()
    expect(window.page.locator("[data-stage] [data-tensor='input.grad']")).to_be_visible()
    assert "view=" not in window.page.url


def test_try_again_keeps_what_was_typed(window: Window) -> None:
    window.paste(tabbed(UNTURNED)).check()
    window.element.get_by_role("button", name="Try again").click()
    expect(window.picture).to_have_count(0)
    assert window.wrong() == 0
    assert window.texts()[:3] == ["5", "-1.5", "4"]
    expect(window.cell(1, 1)).to_be_focused()
    window.paste(tabbed(RIGHT)).check()
    expect(window.verdict).to_contain_text("All 9 cells are right")
    expect(window.verdict).to_contain_text("the tolerance 2.05·10⁻⁵")


def test_cells_left_open_are_not_compared(window: Window) -> None:
    window.cell(2, 2).fill("-11")
    window.check()
    expect(window.verdict).to_contain_text("1 of 9 cells filled in, all right")


def npy(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def test_a_npy_file_is_opened(window: Window) -> None:
    turned = np.asfortranarray(np.array(UNTURNED)).astype(">f4")
    window.element.locator("input[type=file]").set_input_files(
        {"name": "dx.npy", "mimeType": "application/octet-stream", "buffer": npy(turned)}
    )
    assert window.texts() == ["5", "-1.5", "4", "9.5", "9.5", "-15", "-12.5", "15", "-2"]
    window.check()
    expect(window.verdict.get_by_role("heading")).to_have_text("Kernel not turned (conv1)")


def test_csv_and_json_files_are_dropped(window: Window) -> None:
    for name, text in (("dx.csv", "\n".join(",".join(map(str, row)) for row in RIGHT)), ("dx.json", f"[[{RIGHT}]]")):
        window.element.get_by_role("button", name="Clear").click()
        window.element.evaluate(DROP, [name, text])
        expect(window.cell(3, 1)).to_have_value("18")
        window.check()
        expect(window.verdict).to_contain_text("All 9 cells are right")


def test_a_wrong_shape_is_shown_and_named(window: Window) -> None:
    table: list[list[float]] = [
        [1, 0, -5, 2, 0],
        [6, -1.5, 3, 1.5, -8],
        [9, 0.5, -11, 20.5, -2],
        [-1, 18, -6.5, -1.5, 5],
        [-3, 2.5, 6.5, -5, -1],
    ]
    window.paste(tabbed(table))
    expect(window.element).to_contain_text("Yours is 1×1×5×5, this tensor is 1×1×3×3")
    window.check()
    expect(window.verdict).to_contain_text("Yours is 1×1×5×5, it should be 1×1×3×3")
    expect(window.verdict.get_by_role("heading")).to_have_text("Padding not cropped (conv1)")
    expect(window.element).to_contain_text("the padded table of conv1")
    expect(window.element.get_by_role("button", name="Show me where")).to_have_count(0)


def test_what_cannot_be_read_changes_nothing_and_is_not_lost(window: Window) -> None:
    window.cell(1, 1).fill("4")
    window.paste("1 2 3\n4 5")
    expect(window.refusal).to_contain_text("Line 2 has 2 numbers, line 1 has 3")
    expect(window.element.get_by_role("textbox", name="Paste as text")).to_have_value("1 2 3\n4 5")
    assert window.texts()[0] == "4"
    window.paste(tabbed(UNTURNED), 2, 2)
    expect(window.refusal).to_contain_text("does not fit from row 2, column 2 on")
    window.check()
    expect(window.refusal).to_contain_text("is not in the cells")
    window.element.get_by_role("textbox", name="Paste as text").fill("")
    window.cell(1, 2).fill("x")
    window.check()
    expect(window.refusal).to_contain_text("Row 1, column 2 holds “x”")
    expect(window.cell(1, 2)).to_be_focused()
    window.element.get_by_role("button", name="Clear").click()
    window.check()
    expect(window.refusal).to_contain_text("No cell is filled in yet")
    # Ctrl+Z in a window belongs to the text there, not to the document behind.
    window.page.evaluate("explorer.edit('conv1.bias[0]', 9)")
    window.element.get_by_role("textbox", name="Paste as text").press("Control+z")
    window.element.get_by_role("button", name="Check", exact=True).press("Control+z")
    assert window.page.evaluate("explorer.document().layers[0].bias") == [9]


def test_a_reload_keeps_what_was_typed_per_tensor(window: Window) -> None:
    window.paste(tabbed(UNTURNED))
    window.element.get_by_role("combobox").select_option(label="conv1.bias.grad  1")
    window.cell(1, 1).fill("16")
    window.page.reload()
    again = Window(window.explorer.ready()).open()
    assert again.texts()[0] == "5"
    again.element.get_by_role("combobox").select_option(label="conv1.bias.grad  1")
    assert again.texts() == ["16"]


def test_after_a_change_of_the_document_the_same_numbers_are_checked_again(explorer: Explorer) -> None:
    window = Window(explorer.open(RELU, layer="conv1", tensor="input.grad")).open()
    window.paste(tabbed(RIGHT)).check()
    expect(window.verdict.get_by_role("heading")).to_have_text("f′ forgotten (relu1)")
    expect(window.verdict).to_contain_text("2 of 9 cells differ")
    window.element.get_by_role("button", name="Show me where").click()
    explorer.type("conv1.weight[0,0,0,0]", "2")
    expect(window.page.locator(".marks")).to_contain_text("8 cells of your")


def test_the_tolerance_is_the_readers(window: Window) -> None:
    window.paste(tabbed([[-1.4, 3, 1.5], *RIGHT[1:]]))
    window.element.get_by_role("textbox", name="Tolerance").fill("0.2")
    window.check()
    expect(window.verdict).to_contain_text("All 9 cells are right")
    window.element.get_by_role("textbox", name="Tolerance").fill("much")
    window.check()
    expect(window.refusal).to_contain_text("at least 0")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_the_window(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    window = Window(explorer.open(PLAIN, layer="conv1", tensor="input.grad")).open()
    window.paste(tabbed(UNTURNED)).check()
    window.element.get_by_role("checkbox", name="Show the right numbers").check()
    assert findings(window.page) == []
    window.element.get_by_role("button", name="Show me where").click()
    expect(window.page.locator(".marks")).to_be_visible()
    assert findings(window.page) == []
