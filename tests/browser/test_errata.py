"""What an article prints wrongly about the tensor on the stage: a quiet note, printed beside right, and the judge."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import PLAIN, Explorer
from tests.browser.test_access import THEMES, findings


def note(page: Page) -> Locator:
    return page.locator(".errata-note")


def window(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Printed and right")


def drawn(page: Page) -> list[str]:
    """The matrices of the window by name."""
    found = window(page).get_by_role("img")
    labels: list[str] = found.evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    return labels


@pytest.fixture
def page(explorer: Explorer) -> Page:
    return explorer.open(PLAIN, layer="conv1", tensor="input.grad").page


def test_the_note_counts_what_is_about_the_tensor_on_the_stage(explorer: Explorer, page: Page) -> None:
    expect(note(page)).to_have_text("Articles print this wrongly (7)")
    explorer.look(layer="conv1", tensor="conv1.weight.grad")
    expect(note(page)).to_have_text("Articles print this wrongly (3)")
    explorer.look(layer="loss", tensor="loss")
    expect(note(page)).to_be_hidden()


def test_printed_right_and_judge_stand_side_by_side(page: Page) -> None:
    note(page).click()
    window(page).get_by_role("button", name="The kernel turned twice").click()
    card = window(page).get_by_role("article")
    expect(card.get_by_role("heading", level=3)).to_have_text("The kernel turned twice")
    expect(card).to_contain_text("Article 001")
    expect(card).to_contain_text("convolve2d(padded_front_delta, kernel[::-1, ::-1])")
    expect(card).to_contain_text("input.grad · 9 cells differ")
    expect(card).to_contain_text("The finite differences agree with the right side.")
    assert drawn(page) == ["Printed, 3×3", "Right, 3×3", "Finite difference, 3×3"]


def test_formulas_are_set_and_messages_of_code_are_said(page: Page) -> None:
    note(page).click()
    card = window(page).get_by_role("article")
    expect(card.locator(".katex").first).to_be_visible()
    assert "$" not in card.inner_text()
    window(page).get_by_role("button", name="Names that Python does not know").click()
    expect(card).to_contain_text("SyntaxError: invalid syntax")
    assert drawn(page) == []


def test_one_about_another_tensor_leads_there(page: Page) -> None:
    note(page).click()
    window(page).get_by_role("button", name="∂L/∂b without its sum").click()
    window(page).get_by_role("button", name="Show conv1.bias.grad").click()
    expect(window(page)).to_have_count(0)
    expect(page.locator("[data-stage] [data-tensor='conv1.bias.grad']")).to_be_visible()
    expect(note(page)).to_have_text("Articles print this wrongly (2)")


def test_the_notes_can_be_hidden_and_found_again(page: Page) -> None:
    note(page).click()
    window(page).get_by_role("checkbox", name="Show these notes on the stage").uncheck()
    page.keyboard.press("Escape")
    expect(note(page)).to_have_accessible_name("Notes on the articles, hidden (7)")
    page.reload()
    expect(note(page)).to_have_accessible_name("Notes on the articles, hidden (7)")
    assert note(page).inner_text() == ""
    note(page).click()
    window(page).get_by_role("checkbox", name="Show these notes on the stage").check()
    page.keyboard.press("Escape")
    expect(note(page)).to_have_text("Articles print this wrongly (7)")


def test_the_list_is_walked_by_keyboard_and_the_focus_comes_back(page: Page) -> None:
    expect(note(page)).to_have_text("Articles print this wrongly (7)")
    page.wait_for_load_state("networkidle")
    note(page).focus()
    page.keyboard.press("Enter")
    expect(window(page).get_by_role("button", name="∂L/∂x as a product with itself")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(window(page).get_by_role("article")).to_contain_text("E000-2")
    page.keyboard.press("Escape")
    expect(note(page)).to_be_focused()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_the_window(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    page = explorer.open(PLAIN, layer="conv1", tensor="input.grad").page
    note(page).click()
    window(page).get_by_role("button", name="The kernel turned twice").click()
    expect(window(page).get_by_role("img")).to_have_count(3)
    assert findings(page) == []
