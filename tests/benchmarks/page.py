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
LISTED = 200
"""So many addresses a matrix names at most."""


def fresh(browser: Browser) -> BrowserContext:
    """A profile with nothing in it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_init_script(SCRIPT)
    return context


def opened(browser: Browser, base: str, look: dict[str, str]) -> Explorer:
    return Explorer(fresh(browser).new_page(), base).open(**look)


def set_number(explorer: Explorer, cell: str, number: float) -> None:
    """Types a number, up to the key that ends the edit."""
    explorer.go(cell)
    explorer.page.keyboard.press("Enter")
    explorer.page.keyboard.type(str(number))


def edit(explorer: Explorer, name: str, most: float, cell: str, rounds: int) -> Row:
    """From the key that ends an edit to the last frame in which a number that follows from it is painted.

    Replies to questions are kept back meanwhile: an equation is another matter than the numbers. The floor is the
    same request with another number, and an empty frame.
    """
    page = explorer.page
    row = Row(name, most)
    for turn in range(rounds + WARM):
        page.evaluate("bench.quiet()")
        set_number(explorer, cell, round(0.3 + turn * 0.01, 2))
        page.evaluate("bench.quiet()")
        page.evaluate("() => { bench.forget(); bench.hold(); window.measured = bench.painting('keydown'); }")
        page.keyboard.press("Enter")
        took = page.evaluate("measured.took()")
        page.evaluate("bench.release()")
        page.evaluate("bench.quiet()")
        floor = page.evaluate("value => bench.edited(value)", round(-0.3 - turn * 0.01, 2))
        if turn >= WARM:
            row.values.append(took)
            row.floors.append(floor)
    return row


PLACES = [(0.5, 0.2), (0.8, 0.5), (0.2, 0.5), (0.5, 0.8)]
"""None of them is where the keyboard is in a matrix: its first cell."""


def hover(explorer: Explorer, name: str, tensor: str, cell: str, rounds: int, *, feeds: bool = True) -> list[Row]:
    """From the pointer's event to the frame in which its cell and all that it reads and feeds are lit.

    First for cells that the page knows; then after edits of `cell`, when it has to ask: the floor is the same
    questions, and an empty frame.
    """
    page = explorer.page
    known, asking = Row(f"{name}, known", round(FRAME, 1)), Row(f"{name}, asked for")
    for turn in range(len(PLACES) + rounds):
        took, _ = point(explorer, tensor, PLACES[turn % len(PLACES)], feeds)
        if turn >= len(PLACES):
            known.values.append(took)
    for turn in range(rounds + WARM):
        page.mouse.move(0, 0)
        set_number(explorer, cell, round(0.6 + turn * 0.01, 2))
        page.keyboard.press("Enter")
        page.evaluate("async () => { await bench.quiet(); bench.forget(); }")
        took, here = point(explorer, tensor, PLACES[turn % len(PLACES)], feeds)
        floor = page.evaluate("cell => bench.questioned(cell)", here["cell"])
        assert floor["asked"] == 2, floor
        for lit, told in ((here["lit"], floor["reads"]), (here["feeds"], floor["feeds"])):
            assert lit and set(lit) <= set(told) if told else not lit, (here, floor)
            assert len(lit) == min(len(told), LISTED), (here, floor)
        if turn >= WARM:
            asking.values.append(took)
            asking.floors.append(floor["took"])
    return [known, asking]


def point(explorer: Explorer, tensor: str, place: tuple[float, float], feeds: bool) -> tuple[float, dict[str, Any]]:
    """Moves the pointer to another cell of a matrix; the milliseconds, and what the matrix says then."""
    page, matrix = explorer.page, explorer.matrix(tensor)
    box = matrix.bounding_box()
    assert box is not None
    matrix.evaluate(
        "(grid, feeds) => { window.measured = bench.until('pointermove', () => bench.lit(grid, feeds)); }", feeds
    )
    page.mouse.move(box["x"] + box["width"] * place[0], box["y"] + box["height"] * place[1])
    took = page.evaluate("measured")
    page.evaluate("bench.quiet()")
    said = "grid => ({ cell: grid.querySelector('[role=gridcell]').dataset.cell, ...grid.dataset })"
    here: dict[str, Any] = matrix.evaluate(said)
    return float(took), {**here, "lit": here["lit"].split(), "feeds": here["feeds"].split()}


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
    page.evaluate("bench.quiet()")
    return float(took), sizes, page


def rows(browser: Browser, base: str, rounds: int) -> list[Row]:
    """The whole table of the page."""
    small = opened(browser, base, {})
    large = opened(browser, base, {"lesson": "lenet", "layer": "conv1", "tensor": "conv1.output"})
    found = [
        edit(small, "3×3 edit → paint", 1.5, "conv1.weight[0,0,0,0]", rounds),
        edit(large, "LeNet edit → paint", 2.5, "conv1.weight[0,0,2,2]", rounds),
        *hover(small, "3×3 hover → paint", "input.grad", "conv1.weight[0,0,0,0]", rounds, feeds=False),
        *hover(large, "LeNet hover → paint", "conv1.output", "conv1.weight[0,0,2,2]", rounds),
    ]
    for explorer in (small, large):
        explorer.page.context.close()
    return [*found, *load(browser, base, max(5, rounds // 3))]
