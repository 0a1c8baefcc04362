"""Work is never lost: undo and redo with the place, reload, crash, and what a tab starts from."""

from __future__ import annotations

import random
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, RELU, Api, Explorer

CELLS = ["input[0,0,1,1]", "conv1.weight[0,0,0,0]", "conv1.bias[0]", "loss.gradient[0,0,2,2]"]
# Edits as when numbers are typed, or undo (-1) and redo (1) to the end; drawn after 40 of them, awaited at the end.
MANY = """async ([edits, direction]) => {
  let last = null;
  const next = () => {
    const travel = direction < 0 ? explorer.undo : explorer.redo;
    const done = edits ? edits.length && explorer.edit(...edits.shift()) : travel();
    last = done || last;
    return done;
  };
  for (let more = true; more;) explorer.batch(() => { for (let i = 0; i < 40 && more; i++) more = next(); });
  await last;
}"""


def place(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_200_edits_are_undone_and_redone_exactly_over_a_reload(explorer: Explorer, api: Api) -> None:
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    page = explorer.page
    first = explorer.kept()
    drawn = random.Random(5)
    edits = [
        (drawn.choice(CELLS), drawn.choice([round(drawn.uniform(-9, 9), 3), drawn.random(), -0.0])) for _ in range(200)
    ]
    page.evaluate(MANY, [edits, 0])
    trace = api.trace(first)
    for cell, value in edits:
        trace = api.edit(trace, (cell, value))
    last = api.ok(api.client.get(f"/traces/{trace}/document"))
    assert explorer.kept() == last
    page.reload()
    explorer.ready()
    assert explorer.kept() == last
    page.evaluate(MANY, [None, -1])
    assert explorer.kept() == first
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    explorer.expect_all(api.numbers(api.trace(first)))
    page.reload()
    explorer.ready()
    page.evaluate(MANY, [None, 1])
    assert explorer.kept() == last
    explorer.expect_all(api.numbers(trace))


def test_undo_leads_back_to_where_it_was(explorer: Explorer) -> None:
    explorer.open(
        RELU, layer="conv1", tensor="conv1.weight.grad", method="correlate", cell="conv1.weight.grad[0,0,1,0]"
    )
    page = explorer.page
    there = place(page)
    chooser = page.get_by_role("combobox", name="Document")
    chooser.select_option(PLAIN)
    expect(explorer.matrix("input.grad")).to_be_visible()
    explorer.type("input[0,0,0,0]", "5")
    chooser.select_option("stride-2")
    page.wait_for_url("**lesson=stride-2**")
    elsewhere = place(page)
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    undo.click()
    page.wait_for_url(f"**lesson={PLAIN}&**")
    explorer.expect_value("input[0,0,0,0]", 5)
    undo.click()
    explorer.expect_value("input[0,0,0,0]", 1)
    undo.click()
    page.wait_for_url(f"**{there}")
    assert explorer.method == "correlate"
    for _ in range(3):
        redo.click()
    page.wait_for_url(f"**{elsewhere}")
    # Back leads from document to document, with what was typed; undo takes even that back.
    page.go_back()
    page.wait_for_url(f"**lesson={PLAIN}&**")
    explorer.expect_value("input[0,0,0,0]", 5)
    page.go_back()
    page.wait_for_url(f"**{there}")
    page.go_forward()
    page.wait_for_url(f"**lesson={PLAIN}&**")
    explorer.expect_value("input[0,0,0,0]", 5)
    reset = page.get_by_role("button", name="Reset")
    expect(reset).not_to_have_attribute("aria-disabled", "true")
    reset.click()
    explorer.expect_value("input[0,0,0,0]", 1)
    expect(reset).to_have_attribute("aria-disabled", "true")
    expect(reset).to_have_attribute("title", "Already as opened")
    undo.click()
    explorer.expect_value("input[0,0,0,0]", 5)


def test_a_crash_right_after_typing_loses_nothing(explorer: Explorer, watch: Watch) -> None:
    explorer.open(layer="conv1", tensor="input.grad", method="rot180")
    page = explorer.page
    page.route("**/edits*", lambda _: None)
    explorer.type("conv1.weight[0,0,0,0]", "0.30000000000000004")
    address = page.url
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=2_000)
    page = explorer.page.context.new_page()
    watch.attach(page)
    again = Explorer(page, explorer.base)
    page.goto(address)
    again.ready()
    again.expect_value("conv1.weight[0,0,0,0]", 0.30000000000000004)
    assert again.method == "rot180"
    expect(page.get_by_text("goes on from your newest work")).to_be_visible()
    page.keyboard.press("Control+z")
    again.expect_value("conv1.weight[0,0,0,0]", 1)
