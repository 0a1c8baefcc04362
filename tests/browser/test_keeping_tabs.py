"""Each tab keeps its own; no storage and no secure context still make a whole page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import chromium
from tests.browser.conftest import Watch
from tests.browser.explorer import Explorer
from tests.server import served

PLACE = {"layer": "conv1", "tensor": "input.grad", "method": "scatter"}
BIAS = "conv1.bias[0]"


def another(explorer: Explorer, watch: Watch, slot: str | None = None) -> Explorer:
    """A new tab without an address; with `slot`, as a duplicate of the tab that has it."""
    page = explorer.page.context.new_page()
    watch.attach(page)
    if slot:
        page.goto(f"{explorer.base}/api/v1/layers/relu/curve")
        page.evaluate("slot => sessionStorage.setItem('backprop-explorer.tab', slot)", slot)
    page.goto(f"{explorer.base}/")
    return Explorer(page, explorer.base).ready()


def slot_of(explorer: Explorer) -> str:
    return str(explorer.page.evaluate("sessionStorage.getItem('backprop-explorer.tab')"))


def reloaded(explorer: Explorer) -> Explorer:
    explorer.page.reload()
    return explorer.ready()


def test_two_tabs_never_overwrite_each_other(explorer: Explorer, watch: Watch) -> None:
    explorer.open(**PLACE)
    # Even a duplicate of a tab in which nothing was done gets a place of its own.
    twin = another(explorer, watch, slot_of(explorer))
    assert slot_of(twin) != slot_of(explorer)
    twin.page.close()
    explorer.type(BIAS, "1")
    explorer.expect_value(BIAS, 1)
    other = another(explorer, watch)
    other.expect_value(BIAS, 1)
    expect(other.page.get_by_text("goes on from your newest work, as a copy")).to_be_visible()
    other.type(BIAS, "2")
    told = explorer.page.get_by_role("status").filter(has_text="also changed in another tab")
    expect(told).to_be_visible()
    explorer.expect_value(BIAS, 1)
    explorer.type(BIAS, "3")
    explorer.expect_value(BIAS, 3)
    other.expect_value(BIAS, 2)
    reloaded(explorer).expect_value(BIAS, 3)
    reloaded(other).expect_value(BIAS, 2)
    # The other one is a step of this tab's own history; a duplicate gets a place of its own.
    other.type(BIAS, "4")
    explorer.page.get_by_role("button", name="Open the other one here").click()
    explorer.expect_value(BIAS, 4)
    explorer.page.keyboard.press("Control+z")
    explorer.expect_value(BIAS, 3)
    copy = another(explorer, watch, slot_of(explorer))
    copy.type(BIAS, "5")
    explorer.type("conv1.weight[0,0,0,0]", "6")
    reloaded(copy).expect_value(BIAS, 5)
    copy.expect_value("conv1.weight[0,0,0,0]", 1)
    reloaded(explorer).expect_value(BIAS, 3)
    explorer.expect_value("conv1.weight[0,0,0,0]", 6)
    # Begin fresh; what was there is one undo away, and listed.
    fresh = another(explorer, watch)
    fresh.page.get_by_role("button", name="Begin fresh").click()
    fresh.expect_value(BIAS, 0.25)
    fresh.page.get_by_role("button", name="File").click()
    fresh.page.get_by_role("menuitem", name="Recent work").click()
    listed = fresh.page.get_by_role("dialog", name="Recent work").get_by_role("listitem")
    expect(listed).to_have_count(3)
    listed.first.get_by_role("button").click()
    expect(listed.first).to_be_hidden()
    fresh.page.keyboard.press("Control+z")
    fresh.expect_value(BIAS, 0.25)


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('forbidden'); } })",
        "IDBObjectStore.prototype.getAll = () => { throw new DOMException('damaged', 'UnknownError'); }",
    ],
)
def test_a_browser_that_keeps_nothing_is_told_so_once(explorer: Explorer, broken: str) -> None:
    page = explorer.page
    page.add_init_script(broken)
    explorer.open(**PLACE)
    told = page.get_by_role("status").filter(has_text="This browser keeps nothing")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Put this message away").click()
    explorer.type(BIAS, "1")
    explorer.expect_value(BIAS, 1)
    explorer.page.keyboard.press("Control+z")
    explorer.expect_value(BIAS, 0.25)
    expect(told).to_be_hidden()


@pytest.fixture
def classroom(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that knows a host of the local network by name."""
    rules = ["--no-sandbox", "--host-resolver-rules=MAP classroom.test 127.0.0.1"]
    with browser.browser_type.launch(executable_path=chromium.find(), args=rules) as other:
        context = other.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(8_000)
        yield context


def pasted(page: Page) -> str:
    """What a paste would bring, asked of a field of its own."""
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'pasted' }))")
    page.locator("#pasted").focus()
    page.keyboard.press("Control+v")
    found = page.locator("#pasted").input_value()
    page.locator("#pasted").evaluate("field => field.remove()")
    return found


def test_everything_works_over_plain_http_by_a_name_of_the_network(classroom: BrowserContext) -> None:
    with served("--allowed-host", "classroom.test") as local:
        base = local.replace("127.0.0.1", "classroom.test")
        watch = Watch(base)
        page = classroom.new_page()
        watch.attach(page)
        explorer = Explorer(page, base).open(**PLACE)
        assert page.evaluate("[isSecureContext, 'clipboard' in navigator, crypto.subtle === undefined]") == [
            False,
            False,
            True,
        ]
        explorer.type(BIAS, "2")
        explorer.expect_value("conv1.output[0,0,0,0]", 2.5)
        explorer.page.keyboard.press("Control+z")
        explorer.expect_value(BIAS, 0.25)
        explorer.page.keyboard.press("Control+Shift+z")
        reloaded(explorer).expect_value(BIAS, 2)
        link = explorer.share()
        assert pasted(page) == link
        page.get_by_role("button", name="File").click()
        with page.expect_download() as saved:
            page.get_by_role("menuitem", name="Save file").click()
        assert '"bias":[2]' in saved.value.path().read_text()
        page.get_by_role("button", name="LaTeX", exact=True).click()
        expect(page.get_by_text("Copied", exact=True)).to_be_visible()
        other = classroom.new_page()
        watch.attach(other)
        other.goto(link)
        Explorer(other, base).ready().expect_value(BIAS, 2)
        assert watch.faults == []
