"""The whole derivation of a tensor as a page to print."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer, flat
from tests.browser.test_access import findings
from tests.browser.test_overview import LENET
from tests.server import free_port, served

ROWS = """table => [...table.rows].map(row => [...row.cells].map(cell => Number(cell.title)))"""


def ready(page: Page) -> Page:
    """Waits until all equations are set."""
    expect(page.locator("#paper[aria-busy=false]")).to_be_visible(timeout=40_000)
    return page


def follow(explorer: Explorer) -> Page:
    """Opens the derivation of the stage's tensor by the link below its equation."""
    with explorer.page.expect_popup() as opened:
        explorer.page.get_by_role("link", name="Whole derivation").click()
    return ready(opened.value)


def printed(page: Page, section: str, name: str) -> Any:
    return page.locator(f'.of-{section} [data-name="{name}"] table').evaluate(ROWS)


def test_every_cell_is_written_out_and_numbered(explorer: Explorer, api: Api, watch: Watch) -> None:
    page = follow(explorer.open(layer="conv1", tensor="conv1.weight.grad", method="correlate"))
    watch.attach(page)
    trace = api.trace(api.lesson(PLAIN)["document"])
    assert {key: page.url.count(f"{key}=") for key in ("trace", "tensor", "method")} == dict.fromkeys(
        ("trace", "tensor", "method"), 1
    )
    cells = page.locator(".equations li")
    expect(cells).to_have_count(4)
    last = cells.nth(3)
    expect(last).to_contain_text("(4)")
    expect(last).to_contain_text("7 terms on padding: 0")
    expect(last.locator(".equals").last).to_contain_text("23")
    for name in ("input", "conv1.output.grad"):
        assert flat(name, [[printed(page, "given", name)]]) == api.values(trace, name)
    result = printed(page, "result", "conv1.weight.grad")
    assert flat("conv1.weight.grad", [[result]]) == api.values(trace, "conv1.weight.grad")
    for words in ("Setting", "padding", "cross-correlation", "General law", "correlat"):
        expect(page.locator("#paper")).to_contain_text(re.compile(words, re.IGNORECASE))
    page.get_by_label("Method").select_option("turned input")
    ready(page)
    assert "method=rot180_input" in page.url
    page.get_by_role("link", name="Back to the explorer").click()
    expect(page.locator("[data-stage]")).to_have_attribute("data-method", "rot180_input")


def test_symbols_are_those_of_the_page(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="conv1.bias.grad")
    page = explorer.page
    page.get_by_label("Symbols").select_option("001")
    page.get_by_role("button", name="Count rows and columns from 0").click()
    sheet = follow(explorer)
    annotation = sheet.locator(".equations annotation").all_text_contents()
    assert any(r"\delta" in one and "_{00}" in one for one in annotation)
    expect(sheet.locator(".setting")).to_contain_text("counted from 0")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_print_is_black_on_white_without_controls(explorer: Explorer, paper: str) -> None:
    explorer.page.emulate_media(color_scheme="dark")
    page = follow(explorer.open(layer="conv1", tensor="input.grad", method="scatter"))
    page.emulate_media(media="print")
    for gone in ("#tools", "#banner"):
        expect(page.locator(gone)).to_be_hidden()
    colours = page.evaluate(
        """() => [document.body, document.querySelector(".equations .r-gradient"), document.querySelector("h1 .katex")]
        .flatMap((one, i) => i ? getComputedStyle(one).color : [getComputedStyle(one).backgroundColor])"""
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"]
    kept_whole = "all => all.every(one => getComputedStyle(one).breakInside === 'avoid')"
    assert page.locator(".equations li").evaluate_all(kept_whole)
    pdf = page.pdf(format=paper)
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) in (2, 3)


def test_copies_and_files_are_the_api_s(explorer: Explorer, api: Api, tmp_path: Path) -> None:
    explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = follow(explorer.open(layer="conv1", tensor="conv1.bias.grad"))
    trace = api.trace(api.lesson(PLAIN)["document"])

    def written(form: str) -> str:
        query = {"tensor": "conv1.bias.grad", "format": form}
        return api.client.get(f"/traces/{trace}/derivation", params=query).text

    page.get_by_role("button", name="Markdown").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == written("markdown")
    for name, form in ((".tex", "latex"), (".md", "markdown"), (".txt", "text")):
        with page.expect_download() as file:
            page.get_by_role("button", name=name).click()
        assert file.value.suggested_filename == f"conv1.bias.grad{name}"
        file.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_text() == written(form)


def test_it_comes_back_after_the_server_was_started_anew(context: BrowserContext) -> None:
    port = free_port()
    watch = Watch(f"http://127.0.0.1:{port}", allowed=["status of 404"])
    with ExitStack() as first:
        base = first.enter_context(served(port=port))
        explorer = Explorer(context.new_page(), base).open(layer="conv1", tensor="conv1.weight.grad")
        explorer.type("conv1.weight[0,0,0,0]", "2.5")
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
        page = follow(explorer)
        expected = page.locator("#paper").inner_text()
        explorer.type("conv1.weight[0,0,0,0]", "7")
        explorer.expect_value("conv1.weight[0,0,0,0]", 7)
    watch.attach(page)
    with served(port=port):
        page.reload()
        ready(page)
        assert page.locator("#paper").inner_text() == expected
        expect(page.locator(".notice")).to_be_hidden()
        other = context.new_page()
        unknown = re.sub("trace=[0-9a-f]+", f"trace={'0' * 64}", page.url)
        other.goto(unknown)
        expect(ready(other).locator(".notice")).to_be_visible()
        assert "trace=" in other.url and other.url not in (unknown, page.url)
    assert watch.faults == []


def test_what_is_too_large_says_so_and_offers_a_part(context: BrowserContext, live_server: str) -> None:
    explorer = Explorer(context.new_page(), live_server).open_document(LENET)
    explorer.look(layer="pool1", tensor="pool1.output")
    page = follow(explorer)
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("pool1.output has 864 cells, and derivations are written out up to 400")
    expect(page.locator(".setting")).to_contain_text("Max pooling")
    expect(page.locator(".of-law .katex").first).to_be_visible()
    page.get_by_role("button", name="Only one map").click()
    ready(page)
    expect(page.locator(".equations li")).to_have_count(144)
    assert "slice=0%2C0" in page.url
    page.get_by_label("Part").select_option("all of it")
    page.get_by_role("button", name="The first 40 cells").click()
    ready(page)
    expect(page.locator(".equations li")).to_have_count(40)
    expect(page.locator("#paper")).to_contain_text("The first 40 of 864 cells.")


def test_an_address_that_leads_nowhere_is_answered(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("status of 404")
    explorer.page.goto(f"{explorer.base}/derivation")
    expect(ready(explorer.page).locator("#paper")).to_contain_text("Nothing to derive here")
    explorer.page.goto(f"{explorer.base}/derivation?trace=abc&lesson={PLAIN}&tensor=conv9.output")
    expect(ready(explorer.page).locator("#paper")).to_contain_text("no tensor conv9.output")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    page = follow(explorer.open(layer="conv1", tensor="input.grad", method="rot180"))
    page.emulate_media(color_scheme=theme)
    assert findings(page) == []
