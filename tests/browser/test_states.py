"""Whatever state the page is in, everybody can use it: axe finds nothing, targets are large, focus is seen."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer
from tests.browser.test_access import findings

PHONE: ViewportSize = {"width": 390, "height": 844}


def test_axe_finds_nothing_while_the_page_is_used(explorer: Explorer, watch: Watch) -> None:
    """Editing, refused, settings and words open, in a room, on a phone; light and dark by turns."""
    watch.allowed.append("status of 422")
    page = explorer.page
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    page.get_by_role("button", name="About this document").click()
    assert findings(page) == [], "about"
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert findings(page) == [], "playing"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Show all", exact=True).click()

    explorer.go("conv1.weight[0,0,0,1]")
    page.keyboard.press("Enter")
    assert findings(page) == [], "editing"
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.locator(".refusal:visible")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert findings(page) == [], "refused"
    page.keyboard.press("Escape")

    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator("#head").get_by_role("button", name="Projector").click()
    assert findings(page) == [], "projector, dark"
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="More").click()
    assert findings(page) == [], "projector, settings"
    page.locator("#head").get_by_role("button", name="Projector").click()

    page.set_viewport_size(PHONE)
    page.locator("#equation .peek").click()
    assert findings(page) == [], "phone, terms"


def test_axe_finds_nothing_where_something_is_missing(explorer: Explorer, api: Api) -> None:
    """An unknown document, and a network without a loss."""
    page = explorer.page
    explorer.open("no-such-lesson")
    assert findings(page) == [], "unknown"
    document: dict[str, Any] = {**api.lesson(PLAIN)["document"], "loss": None}
    page.goto("about:blank")
    explorer.open_document({key: value for key, value in document.items() if value is not None})
    page.emulate_media(color_scheme="dark")
    assert findings(page) == [], "no loss"


# The touch targets of a phone that are neither in a line of words nor a cell.
TARGETS = """() => [...document.querySelectorAll("button, select, input, a[href], [role=tab]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((node) => !node.closest(".sr, p, dl, .crumb, .terms, .maps, .card, .wire, .mx"))
  .map((node) => [node.getBoundingClientRect(), node])
  .filter(([box]) => box.width > 0 && (box.height < 36 || box.width < 36))
  .map(([box, node]) => `${Math.round(box.width)}x${Math.round(box.height)} ${node.outerHTML.slice(0, 80)}`)"""


def test_a_finger_finds_its_targets(explorer: Explorer) -> None:
    explorer.page.set_viewport_size(PHONE)
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    explorer.page.get_by_role("button", name="More").click()
    assert explorer.page.evaluate(TARGETS) == []


# WCAG 1.4.12: what a reader may set; nothing is lost by it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""


def test_wider_text_and_more_contrast_lose_nothing(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    page.evaluate(
        """(css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
        }""",
        SPACED,
    )
    cut = page.evaluate(
        """() => [...document.querySelectorAll("#head .btn, .opsel button, .tabs button, .say b, .badge, .seg button")]
          .filter((node) => node.checkVisibility() && node.scrollWidth > node.clientWidth + 2)
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(forced_colors="active", contrast="more")
    chosen, other = (
        page.locator(f".opsel [aria-pressed={pressed}]").first.evaluate(
            "node => getComputedStyle(node).backgroundColor"
        )
        for pressed in ("true", "false")
    )
    assert chosen != other, "the chosen tensor shows without our colours"


def test_a_range_is_chosen_by_two_taps(explorer: Explorer) -> None:
    """What dragging is to a mouse: a cell, "From this cell on" in its matrix's tools, the last cell."""
    page = explorer.page
    page.set_viewport_size(PHONE)
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    matrix = explorer.go("conv1.weight[0,0,0,0]")
    page.get_by_role("button", name="Tools for conv1.weight", exact=True).click()
    page.get_by_role("menuitem", name="From this cell on").click()
    expect(page.get_by_text("Choose the last cell")).to_be_visible()
    box = matrix.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    expect(page.get_by_text("2×2 cells, sum")).to_be_visible()
