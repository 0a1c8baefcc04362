"""Everybody can use it: by keyboard alone, with assistive technology, in both themes, on every width."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.explorer import RELU, Api, Explorer

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PLACES = (
    {"layer": "conv1", "tensor": "input.grad", "method": "chain"},
    {"layer": "conv1", "tensor": "input.grad", "method": "scatter"},
    {"layer": "conv1", "tensor": "input.grad", "method": "rot180"},
    {"layer": "conv1", "tensor": "conv1.weight.grad", "method": "matrix"},
    {"layer": "relu1", "tensor": "conv1.output.grad", "method": "chain"},
)
SIZES = {"phone": (390, 844), "small": (1024, 768), "laptop": (1440, 900), "projector": (1920, 1080)}


def findings(page: Page, part: str = "html") -> list[str]:
    """What axe holds against the page, or a part of it, one line per element."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE)
    # What passes is not written up: a third of the time, and the same violations.
    found = page.evaluate("([part, runOnly]) => axe.run(part, { runOnly, resultTypes: ['violations'] })", [part, RULES])
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    explorer.open(RELU)
    for place in PLACES:
        explorer.look(**place)
        explorer.go(f"{place['tensor']}[0,0,1,1]")
        assert findings(explorer.page) == [], place


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_a_phone(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    explorer.page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(RELU)
    assert findings(explorer.page) == []


def test_the_keyboard_alone_does_the_main_task(explorer: Explorer, api: Api) -> None:
    """To a weight by Tab, type, see the gradient follow, turn the methods over, undo."""
    explorer.open(RELU, layer="conv1", tensor="input.grad", method="scatter")
    page = explorer.page
    trace = api.trace(api.lesson(RELU)["document"])
    gradient = api.values(api.edit(trace, ("conv1.weight[0,0,0,1]", 4.25)), "input.grad")

    tab_to(page, '[data-stage] [data-tensor="conv1.weight"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.type("4.25")
    page.keyboard.press("Enter")
    explorer.expect_value("conv1.weight[0,0,0,1]", 4.25)

    tab_to(page, '[data-stage] [role="tab"][aria-selected="true"]')
    seen = [explorer.method]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "seen => !seen.includes(document.querySelector('[data-stage]').dataset.method)", arg=seen
        )
        seen.append(explorer.method)
        explorer.expect_numbers("input.grad", gradient)
        tab_to(page, '[data-stage] [role="tab"][aria-selected="true"]')
    assert set(seen) == {"chain", "scatter", "rot180", "matrix"}

    page.keyboard.press("Control+z")
    explorer.expect_numbers("input.grad", api.values(trace, "input.grad"))


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is on, or inside, what the selector names."""
    for _ in range(80):
        if page.evaluate("selector => Boolean(document.activeElement?.closest(selector))", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


def test_every_control_has_a_name_and_a_visible_focus(explorer: Explorer) -> None:
    """Tab goes once round the page: each stop is visible, named and outlined."""
    explorer.open(RELU)
    stops: list[str] = []
    for _ in range(80):
        explorer.page.keyboard.press("Tab")
        stop = explorer.page.evaluate(
            """() => {
              const here = document.activeElement;
              if (!here || here === document.body) return null;
              const style = getComputedStyle(here);
              const label = here.getAttribute("aria-label") ?? (here.textContent || here.title || here.name);
              const box = here.getBoundingClientRect();
              const ring = style.outlineStyle !== "none" || style.boxShadow !== "none";
              return { what: here.outerHTML.slice(0, 120), label, shown: box.width > 0, ring };
            }"""
        )
        if stop is None:
            break
        if stop["what"] in stops:
            break
        stops.append(stop["what"])
        assert stop["label"].strip(), stop
        assert stop["shown"], stop
        assert stop["ring"], stop
    assert len(stops) > 10


@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways(explorer: Explorer, size: str) -> None:
    width, height = SIZES[size]
    explorer.page.set_viewport_size({"width": width, "height": height})
    explorer.open(RELU)
    for place in PLACES:
        explorer.look(**place)
        overflow = explorer.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, place


def test_the_theme_can_be_changed_and_stays(explorer: Explorer) -> None:
    explorer.page.emulate_media(color_scheme="light")
    explorer.open()
    background = "getComputedStyle(document.body).backgroundColor"
    light = explorer.page.evaluate(background)
    explorer.page.get_by_role("button", name="Theme").click()
    explorer.page.wait_for_function(f"light => {background} !== light", arg=light)
    dark = explorer.page.evaluate(background)
    explorer.page.reload()
    explorer.ready()
    assert explorer.page.evaluate(background) == dark


def test_without_javascript_the_page_says_what_it_needs(browser: Browser, live_server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server)
    expect(page.locator("noscript p")).to_be_visible()
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()
