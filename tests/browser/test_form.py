"""The page keeps its form from a phone to a large screen, and in a room."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer

SIZES = (
    (320, 640),
    (390, 844),
    (768, 1024),
    (1024, 600),
    (1024, 768),
    (1180, 800),
    (1280, 720),
    (1440, 900),
    (2560, 1440),
)
IN_ONE_LINE = 1280
"""From this width on the header needs no "More"."""

# What stands outside of the window, and what stands over another part of its row; only the strip and the figure scroll.
CUT = """() => {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 2;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const outside = all("#head *, .ops > *, .under > *, .legend > *").filter((node) => {
    const { left, right } = node.getBoundingClientRect();
    return !node.closest(".words") && (left < -1 || right > innerWidth + 1);
  });
  const over = ["#head > *", ".ops > *"].flatMap((row) => all(row).filter((node, i, line) => line.some((other) => {
    const [a, b] = [node, other].map((one) => one.getBoundingClientRect());
    return a.left < b.left && a.right > b.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1;
  })));
  const sideways = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  return [...outside, ...over].map((node) => node.outerHTML.slice(0, 90)).concat(sideways);
}"""


def test_nothing_is_cut_off_or_overlaps_and_everything_has_a_way(explorer: Explorer) -> None:
    explorer.open()
    page = explorer.page
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate(CUT) == [], (width, height)
        more = page.get_by_role("button", name="More")
        if width >= IN_ONE_LINE:
            expect(more).to_be_hidden()
        else:
            more.click()
        for name in ("Undo", "Redo", "Sensitivities", "Check mine", "Reset", "Theme", "Projector"):
            expect(page.locator("#head").get_by_role("button", name=name).first).to_be_visible()
        expect(page.get_by_label("Symbols")).to_be_visible()
        expect(page.get_by_role("group", name="Count from")).to_be_visible()
        assert page.evaluate(CUT) == [], (width, height, "More")
        if width < IN_ONE_LINE:
            page.keyboard.press("Escape")
            expect(more).to_be_focused()


LEGIBLE = 16
FROM_THE_BACK = 22
"""Pixels that the numbers of a term have at least in a room of 1280 x 720."""
IN_A_ROOM = {
    "input.grad": ("chain", "scatter", "rot180", "matrix"),
    "conv1.output": ("chain",),
    "conv1.weight.grad": ("chain", "correlate", "rot180_input", "matrix"),
    "conv1.bias.grad": ("chain",),
}
WITH_WORDS = 1440
"""From this width on the header has room for all words of the first lesson."""
SHORTENED = """(select) => {
  const now = select.offsetWidth;
  select.style.cssText = "flex: none; max-width: none";
  const whole = select.offsetWidth;
  select.style.cssText = "";
  return whole - now;
}"""
FIRST_SEEN = ((1440, 900), (1280, 720), (1024, 768), (768, 1024))
SCROLLS = """() => [...document.querySelectorAll("html, .canvas, #equation, .lines, .derivatives, .term-list")]
  .filter((node) => node.scrollHeight > node.clientHeight + 2 || node.scrollWidth > node.clientWidth + 2)
  .map((node) => node.className || node.localName)"""
NUMBERS = """() => Math.min(...[
  ...document.querySelectorAll(".stage :is(.lines, .derivatives) .numbers, .terms td.numbers"),
].map((node) => parseFloat(getComputedStyle(node).fontSize)))"""
SMALL = """() => [...document.querySelectorAll("#stage *, #equation *")]
  .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((node) => !node.closest(".katex, .sr, [role=row]") && node.getBoundingClientRect().width > 2)
  .map((node) => [parseFloat(getComputedStyle(node).fontSize), node.textContent.slice(0, 30)])"""


def test_a_room_sees_the_whole_example(explorer: Explorer) -> None:
    """Chosen beside the theme, remembered; strip, figure and terms at 1280 x 720 without scrolling, nothing small."""
    page = explorer.page
    page.set_viewport_size({"width": 1280, "height": 720})
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    projector = page.locator("#head").get_by_role("button", name="Projector")
    projector.click()
    page.reload()
    explorer.ready()
    expect(page.locator("html")).to_have_attribute("data-projector", "")
    expect(page.locator(".terms tbody tr")).to_have_count(4)
    for part in (".canvas", "#equation", "html"):
        scrolls = page.locator(part).evaluate("node => node.scrollHeight - node.clientHeight")
        assert scrolls <= 1, part
    small = [entry for entry in page.evaluate(SMALL) if entry[0] < LEGIBLE]
    assert small == []
    for tensor, methods in IN_A_ROOM.items():
        for method in methods:
            explorer.look(layer="conv1", tensor=tensor, method=method)
            expect(page.locator("#equation .result .sr, #equation .result .katex").first).to_be_attached()
            explorer.eventually(lambda: page.evaluate(SCROLLS), [])
            assert page.evaluate(NUMBERS) >= FROM_THE_BACK, (tensor, method)
    page.get_by_role("button", name="More").click()
    projector.click()
    expect(page.locator("html")).not_to_have_attribute("data-projector", "")


@pytest.mark.parametrize("width", [1280, 2560])
def test_a_large_screen_enlarges_the_page(explorer: Explorer, width: int) -> None:
    explorer.page.set_viewport_size({"width": width, "height": width * 9 // 16})
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    box = explorer.matrix("input.grad").bounding_box()
    assert box
    assert box["width"] > width / 10


def test_the_first_glance_says_what_this_is(explorer: Explorer) -> None:
    """Two sentences until dismissed, an example with a cell explained; an article's example says whose it is."""
    page = explorer.page
    page.goto(explorer.base)
    explorer.ready()
    expect(page.locator("#equation .check dd")).to_have_count(3)
    for width, height in FIRST_SEEN:
        page.set_viewport_size({"width": width, "height": height})
        explorer.eventually(lambda: page.evaluate(SCROLLS), [])
        expect(page.locator(".step-says")).to_be_in_viewport(ratio=1)
        if width == WITH_WORDS:
            for select in (page.get_by_label("Document", exact=True), page.get_by_label("Symbols")):
                assert select.evaluate(SHORTENED) == 0
    explorer.open()
    intro = page.get_by_role("region", name="About this page")
    expect(intro).to_contain_text("Every number of a small CNN, forward and back. Click one")
    expect(page.locator("#equation .result output")).to_have_text("−1.5")
    intro.get_by_role("button", name="Understood").click()
    expect(intro).to_be_hidden()
    page.reload()
    explorer.ready()
    expect(intro).to_be_hidden()
    page.get_by_label("Document", exact=True).select_option("expand-max")
    expect(page.locator("#equation .result output")).to_have_text("8")
    page.get_by_role("button", name="About this document").click()
    told = page.get_by_role("dialog", name="About this document")
    expect(told).to_contain_text("Sub-sampling 4×4 → 2×2: maximum")
    expect(told).to_contain_text("in Chinese, which follows Bouvrie")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_paper_gets_the_figure_and_the_equation(explorer: Explorer) -> None:
    """Black on white from a dark page, one sheet upright, no controls; the screen is as before afterwards."""
    page = explorer.page
    page.emulate_media(color_scheme="dark")
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    expect(page.locator(".terms tbody tr")).to_have_count(4)
    upright = page.pdf(format="A4")
    across = page.pdf(format="A4", landscape=True)
    assert [paper.count(b"/Type /Page\n") for paper in (upright, across)] == [1, 2]
    assert all(paper.count(b"/Subtype /Image") >= 6 for paper in (upright, across)), "numbers are images"
    expect(page.locator("img")).to_have_count(0)
    page.emulate_media(color_scheme="dark", media="print")
    for part in ("#head", "#strip", ".legend", ".stepper", ".tools"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".terms")).to_be_visible()
    ink, paper = page.evaluate(
        "['--ink', '--v-pos'].map((name) => getComputedStyle(document.body).getPropertyValue(name))"
    )
    assert (ink, paper) == ("#000000", "#ffffff")
    page.emulate_media(color_scheme="dark", media="screen")
    expect(page.locator("html")).not_to_have_attribute("data-print", "")
    expect(page.locator("#head")).to_be_visible()


def test_a_sum_over_many_maps_is_seen_with_its_total(explorer: Explorer) -> None:
    """At 1440 x 900 without scrolling; only the row of 16 parts scrolls, before what they add up to."""
    page = explorer.page
    page.set_viewport_size({"width": 1440, "height": 900})
    explorer.open(lesson="lenet", layer="conv2", tensor="pool1.output.grad", method="scatter")
    total = explorer.stage.locator(".parts .total")
    expect(total).to_be_in_viewport(ratio=1)
    named = explorer.stage.locator(".scatter>.mx:nth-child(3) .maps").bounding_box()
    plus = explorer.stage.locator(".plus").bounding_box()
    assert named and plus and named["x"] + named["width"] <= plus["x"]
    explorer.look(layer="conv2", tensor="conv2.output")
    for part in (explorer.stage.locator(".products .pill"), total):
        expect(part).to_be_in_viewport(ratio=1)
    scrolls = "node => node.scrollHeight - node.clientHeight"
    explorer.eventually(lambda: page.locator(".canvas").evaluate(scrolls), 0)


def test_long_lists_and_long_sums_lengthen_no_page(explorer: Explorer) -> None:
    """What only screen readers hear stays in the panel that scrolls; on a phone a sum wraps."""
    page = explorer.page
    page.set_viewport_size({"width": 1024, "height": 768})
    explorer.open(lesson="groups-2")
    expect(page.locator("#equation .terms")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == 768
    page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(lesson="sub-sampling-with-beta")
    expect(page.locator("#stage .pill").first).to_contain_text("=")
    assert (
        page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.canvas'))"
        )
        == 0
    )
