"""The server may forget a trace or go away; nothing typed is lost."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer
from tests.browser.links import fragment
from tests.server import free_port, served


@pytest.mark.parametrize("tensor", ["input.grad", "conv1.weight.grad"])
def test_a_forgotten_trace_comes_back_by_itself(context: BrowserContext, tensor: str) -> None:
    """A server that keeps nothing answers every question about a trace with 404."""
    with served("--store-bytes", "0") as forgetful, served() as other, Api(other) as api:
        watch = Watch(forgetful, allowed=["status of 404"])
        page = context.new_page()
        watch.attach(page)
        explorer = Explorer(page, forgetful).open(layer="conv1", tensor=tensor)
        explorer.type("conv1.weight[0,0,0,0]", "2.5")
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
        expected = api.edit(api.trace(api.lesson(PLAIN)["document"]), ("conv1.weight[0,0,0,0]", 2.5))
        explorer.expect_numbers(tensor, api.values(expected, tensor))
        assert watch.faults == []


def figure_of(explorer: Explorer, tensor: str) -> Locator:
    """A matrix with its caption."""
    return explorer.matrix(tensor).locator("xpath=..")


def test_a_server_that_was_away_gets_what_was_typed_meanwhile(context: BrowserContext) -> None:
    port = free_port()
    page = context.new_page()
    watch = Watch(f"http://127.0.0.1:{port}", allowed=["ERR_CONNECTION_REFUSED", "status of 404"])
    watch.attach(page)
    with ExitStack() as first:
        base = first.enter_context(served(port=port))
        explorer = Explorer(page, base).open(layer="conv1", tensor="input.grad")
    explorer.type("conv1.weight[0,0,0,0]", "2.5")
    explorer.type("input[0,0,2,2]", "-1")
    away = page.get_by_text("The server does not answer")
    expect(away).to_be_visible()
    expect(page.get_by_text("What is dimmed and hatched was computed before your last edit")).to_be_visible()
    expect(figure_of(explorer, "input.grad")).to_have_attribute("data-past", "")
    assert figure_of(explorer, "conv1.weight").get_attribute("data-past") is None
    with served(port=port) as base, Api(base) as api:
        edits = ("conv1.weight[0,0,0,0]", 2.5), ("input[0,0,2,2]", -1.0)
        expected = api.edit(api.trace(api.lesson(PLAIN)["document"]), *edits)
        expect(away).to_be_hidden(timeout=10_000)
        expect(figure_of(explorer, "input.grad")).not_to_have_attribute("data-past", "")
        for tensor in ("conv1.weight", "input", "input.grad"):
            explorer.expect_numbers(tensor, api.values(expected, tensor))
    assert watch.faults == []


def test_kill_9_in_the_middle_of_an_edit_loses_nothing(context: BrowserContext, tmp_path: Path) -> None:
    port = free_port()
    page = context.new_page()
    watch = Watch(f"http://127.0.0.1:{port}", allowed=["net::ERR_", "status of 404"])
    watch.attach(page)
    with ExitStack() as first:
        base = first.enter_context(served(port=port, killed=True))
        explorer = Explorer(page, base).open(layer="conv1", tensor="input.grad", method="scatter")
        explorer.type("input[0,0,0,0]", "0.30000000000000004")
        explorer.go("conv1.weight[0,0,0,0]")
        page.keyboard.type("2.")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    away = page.get_by_text("The server does not answer")
    expect(away).to_be_visible()
    explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    # What needs no server goes on: undo, redo, another edit, the link, the file.
    page.keyboard.press("Control+z")
    explorer.expect_value("conv1.weight[0,0,0,0]", 1)
    page.keyboard.press("Control+Shift+z")
    explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    explorer.type("conv1.bias[0]", "-0")
    page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_role("textbox", name="Link")
    expect(link).to_have_value(re.compile("doc=z"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save file").click()
    saved.value.save_as(tmp_path / "saved.json")
    assert '"bias":[-0.0]' in (tmp_path / "saved.json").read_text()
    page.get_by_role("button", name="Close").click()
    with served(port=port) as base, Api(base) as api:
        edits = ("input[0,0,0,0]", 0.30000000000000004), ("conv1.weight[0,0,0,0]", 2.5), ("conv1.bias[0]", -0.0)
        expected = api.edit(api.trace(api.lesson(PLAIN)["document"]), *edits)
        expect(away).to_be_hidden(timeout=15_000)
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
        explorer.expect_numbers("input.grad", api.values(expected, "input.grad"))
        document = api.ok(api.client.get(f"/traces/{expected}/document"))
        assert explorer.kept() == document
        page.reload()
        explorer.ready()
        assert explorer.kept() == document
    assert watch.faults == []


def test_a_start_that_fails_says_so_and_can_be_tried_again(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("page error: old files")
    page = explorer.page
    broken = "**/js/main.js"
    page.route(broken, lambda route: route.fulfill(content_type="text/javascript", body="throw Error('old files')"))
    page.goto(explorer.base)
    expect(page.get_by_role("alert")).to_contain_text("The page could not start.")
    expect(page.get_by_role("alert")).to_contain_text("old files")
    expect(page.locator("#loading")).to_be_hidden()
    page.unroute(broken)
    page.get_by_role("button", name="Try again").click()
    explorer.ready()
    expect(page.locator("#start-fault")).to_be_hidden()


def test_a_busy_server_is_asked_again_when_it_said(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("status of 503")
    page = explorer.open(layer="conv1", tensor="input.grad").page
    asked: list[float] = []

    def busy(route: Route) -> None:
        asked.append(time.monotonic())
        if len(asked) > 1:
            return route.continue_()
        return route.fulfill(
            status=503, headers={"Retry-After": "1"}, content_type="application/problem+json", body="{}"
        )

    page.route("**/edits*", busy)
    explorer.type("conv1.bias[0]", "10")
    explorer.expect_value("conv1.output[0,0,0,0]", 10.5)
    assert asked[1] - asked[0] >= 1
    expect(page.get_by_text("The server does not answer")).to_be_hidden()
    # One that does not say so, while the page opens, gets the work and not another document.
    page.route("**/traces?*", lambda route: route.fulfill(status=503, body="{}"), times=1)
    page.reload()
    explorer.ready()
    explorer.expect_value("conv1.bias[0]", 10)


def test_late_answers_take_nothing_away(explorer: Explorer, watch: Watch) -> None:
    """What is typed and pinned while the server takes its time, refuses or does not answer."""
    watch.allowed += ["status of 422", "net::ERR_FAILED"]
    page = explorer.open("classifier", layer="conv1", tensor="conv1.output", method="correlate").page
    held: list[Route] = []

    def late(pattern: str, run: str) -> None:
        page.route(pattern, lambda route: held.append(route), times=1)
        with page.expect_request(pattern):
            page.evaluate(run)

    def answered() -> None:
        held.pop().continue_()

    # Of two numbers on their way only the one that the server names is taken back.
    late("**/edits*", "void explorer.edit('loss.target[0]', 99)")
    page.evaluate("void explorer.edit('input[0,0,0,0]', 0.625)")
    with page.expect_response(lambda reply: "/edits" in reply.url and reply.ok):
        answered()
    explorer.expect_value("input[0,0,0,0]", 0.625)
    assert explorer.kept()["loss"]["target"] == [0, 2]
    # A cell that is pinned while undo is on its way stays pinned.
    late("**/traces?*", "void explorer.undo()")
    explorer.go("conv1.output[0,0,1,1]").press("Enter")
    with page.expect_response("**/traces?*"):
        answered()
    page.wait_for_url("**cell=conv1.output[0,0,1,1]*")
    explorer.expect_value("input[0,0,0,0]", 1)
    # A number that waits for a document outlives that document's refusal.
    late("**/traces?*", f"location.hash = '{fragment({'layers': 1})}'")
    page.evaluate("void explorer.edit('input[0,0,0,0]', 7)")
    answered()
    explorer.expect_value("input[0,0,0,0]", 7)
    # While a document cannot come, a number goes into the one that is shown.
    page.route("**/traces?*", lambda route: route.abort())
    page.get_by_role("combobox", name="Document").select_option("stride-2")
    expect(page.get_by_text("The server does not answer")).to_be_visible()
    explorer.type("input[0,0,0,1]", "8")
    page.unroute("**/traces?*")
    expect(page.get_by_text("The server does not answer")).to_be_hidden()
    explorer.expect_value("input[0,0,0,1]", 8)
    assert explorer.kept()["name"] == "classifier with three classes"


def test_kill_9_in_the_middle_of_the_film_keeps_its_step(context: BrowserContext) -> None:
    port = free_port()
    page = context.new_page()
    watch = Watch(f"http://127.0.0.1:{port}", allowed=["net::ERR_", "status of 404"])
    watch.attach(page)
    slider = page.get_by_role("slider", name="Timeline")
    with ExitStack() as first:
        base = first.enter_context(served(port=port, killed=True))
        explorer = Explorer(page, base).open(layer="conv1", tensor="input.grad", method="scatter", step="30")
        explorer.type("conv1.weight[0,0,0,0]", "2.5")
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    page.keyboard.press("PageDown")
    expect(slider).to_have_attribute("aria-valuenow", "32")
    explorer.type("conv1.weight[0,0,1,1]", "1.5")
    expect(page.get_by_text("The server does not answer")).to_be_visible()
    with served(port=port):
        expect(page.get_by_text("The server does not answer")).to_be_hidden(timeout=15_000)
        expect(page.get_by_role("complementary", name="Equation").locator("output")).to_be_visible()
        expect(slider).to_have_attribute("aria-valuenow", "32")
        page.wait_for_url("**&step=31*")
        page.reload()
        explorer.ready()
        expect(slider).to_have_attribute("aria-valuenow", "32")
        explorer.expect_value("conv1.weight[0,0,1,1]", 1.5)
        # Undo leads back to the edit, and to the step at which it was made.
        slider.press("Home")
        expect(slider).to_have_attribute("aria-valuenow", "1")
        page.get_by_role("button", name="Undo").click()
        expect(slider).to_have_attribute("aria-valuenow", "32")
        explorer.expect_value("conv1.weight[0,0,1,1]", 0.5)
    assert watch.faults == []
