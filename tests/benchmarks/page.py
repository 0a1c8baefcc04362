"""Measurements in the browser: an edit, a hover, a first load, each beside its floor, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.benchmarks.table import Row
from tests.browser.explorer import Explorer

SCRIPT = Path(__file__).with_name("page.js").read_text()
FRAME = 1000 / 60
BYTES = 450
"""Kilobytes that a first load may take over the wire."""
WARM = 3


def fresh(browser: Browser) -> BrowserContext:
    """A profile with nothing in it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_init_script(SCRIPT)
    return context


def opened(browser: Browser, base: str, look: dict[str, str]) -> Explorer:
    return Explorer(fresh(browser).new_page(), base).open(**look)


def edit(explorer: Explorer, name: str, most: float, cell: str, watched: str, rounds: int) -> Row:
    """From the key that ends an edit to the frame with every number that follows from it."""
    page = explorer.page
    row = Row(name, most)
    shown = explorer.go(watched).locator("[role=gridcell][data-cell]").element_handle()
    for turn in range(rounds + WARM):
        explorer.go(cell)
        page.keyboard.press("Enter")
        page.keyboard.type(str(round(0.3 + turn * 0.01, 2)))
        page.evaluate("node => { window.measured = bench.until('keydown', () => bench.changed(node)); }", shown)
        page.keyboard.press("Enter")
        took = page.evaluate("measured")
        size = page.evaluate(
            "performance.getEntriesByType('resource').findLast(one => one.name.includes('/edits')).encodedBodySize"
        )
        page.wait_for_load_state("networkidle")
        floor = page.evaluate("size => bench.fetched(size)", size)
        page.evaluate("performance.clearResourceTimings()")
        if turn >= WARM:
            row.values.append(took)
            row.floors.append(floor)
    return row


def hover(explorer: Explorer, name: str, tensor: str, rounds: int) -> Row:
    """From the pointer's event to the frame in which its cell and all that it reads and feeds are lit."""
    page = explorer.page
    row = Row(name, round(FRAME, 1))
    box = explorer.matrix(tensor).bounding_box()
    assert box is not None
    places = [(0.25, 0.25), (0.6, 0.3), (0.3, 0.6), (0.7, 0.7)]
    for turn in range(rounds + 2 * len(places)):
        across, down = places[turn % len(places)]
        page.evaluate("() => { window.measured = bench.until('pointermove', async () => {}); }")
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        took = page.evaluate("measured")
        if turn < len(places):
            page.wait_for_load_state("networkidle")
        elif turn >= 2 * len(places):
            row.values.append(took)
    return row


def load(browser: Browser, base: str, rounds: int) -> list[Row]:
    """A first visit until the first explained cell stands there, beside an empty page with the same fonts."""
    weight = Row("first load, over the wire", BYTES, "kB")
    time = Row("first load → first explained cell", 1.5)
    fonts: list[str] = []
    for turn in range(rounds + 1):
        took, sizes, page = visit(browser, f"{base}/", "() => bench.explained()")
        fonts = page.evaluate(
            "() => performance.getEntriesByType('resource').map(one => one.name).filter(one => one.endsWith('.woff2'))"
        )
        page.context.close()
        floor, _, page = visit(browser, f"{base}/bench/empty?fonts={','.join(fonts)}", "() => document.fonts.ready")
        page.context.close()
        if turn:
            time.values.append(took)
            time.floors.append(floor)
            weight.values.append(sum(sizes) / 1000)
    return [weight, time]


def visit(browser: Browser, address: str, settled: str) -> tuple[float, list[float], Page]:
    """Milliseconds from the start of the visit to the frame after `settled`, bytes of each answer, the page."""
    page = fresh(browser).new_page()
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", count)
    page.goto(address, wait_until="commit")
    took = page.evaluate(f"async () => {{ await ({settled})(); return bench.frame(); }}")
    page.wait_for_load_state("networkidle")
    return float(took), sizes, page


def rows(browser: Browser, base: str, rounds: int) -> list[Row]:
    """The whole table of the page."""
    small = opened(browser, base, {})
    large = opened(browser, base, {"lesson": "lenet", "layer": "conv1", "tensor": "conv1.output"})
    found = [
        edit(small, "3×3 edit → paint", 1.5, "conv1.weight[0,0,0,0]", "input.grad[0,0,1,1]", rounds),
        edit(large, "LeNet edit → paint", 2.5, "conv1.weight[0,0,2,2]", "conv1.output[0,0,14,14]", rounds),
        hover(small, "3×3 hover → paint", "input.grad", rounds),
        hover(large, "LeNet hover → paint", "conv1.output", rounds),
    ]
    for explorer in (small, large):
        explorer.page.context.close()
    return [*found, *load(browser, base, max(5, rounds // 3))]
