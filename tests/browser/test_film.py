"""The film: at every step the page shows what is computed by then, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import PLAIN, RELU, Api, Explorer, Values, split

SCATTER = {"layer": "conv1", "tensor": "input.grad", "method": "scatter", "cell": "input.grad[0,0,0,0]"}


def film_of(api: Api, trace: str, **query: str) -> dict[str, Any]:
    reply = api.client.get(f"/traces/{trace}/steps", params={"limit": "10000", "input_method": "scatter", **query})
    return api.ok(reply)


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Timeline")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Film").get_by_role("button", name=name, exact=True)


def at_step(page: Page, step: int) -> None:
    """Waits until the film stands at a step, counted from 0 as in the API."""
    expect(slider(page)).to_have_attribute("aria-valuenow", str(step + 1))
    page.wait_for_function("step => location.hash.split('&').includes(`step=${step}`)", arg=step)


def shown(explorer: Explorer, tensor: str) -> Values:
    """The cells of a matrix that have a number; the others say that they have none."""
    cells = explorer.walk(tensor)
    assert all(said["text"] == "not yet computed" for said in cells.values() if not said["value"])
    return {address: float(said["value"]) for address, said in cells.items() if said["value"]}


def computed(reply: dict[str, Any], step: int, tensor: str) -> set[str]:
    return {one["cell"] for one in reply["steps"][: step + 1] if one["tensor"] == tensor}


# Ninety moves of the mouse within one task, as fast as a hand never is.
DRAG = """([from, to]) => {
  const track = document.querySelector("[role=slider]");
  for (let i = 0; i < 90; i++) {
    track.dispatchEvent(new PointerEvent("pointermove", { clientX: from + ((to - from) * i) / 90 }));
  }
}"""


# What the film fills stands between the header and the sheet of the equation.
IN_SIGHT = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return box(".target .grid").top > box("#head").bottom && box(".target .grid").bottom < box("#equation").top;
}"""


@pytest.mark.parametrize("lesson", [PLAIN, RELU])
def test_what_is_not_computed_yet_is_empty(explorer: Explorer, api: Api, lesson: str) -> None:
    """Every matrix of the page, on the stage and in the strip, at a few steps of a film without stamps."""
    trace = api.trace(api.lesson(lesson)["document"])
    reply = film_of(api, trace, input_method="chain")
    made = {segment["tensor"] for segment in reply["segments"]}
    total = reply["total"]
    place = {"layer": "conv1", "tensor": "conv1.output", "method": "chain", "film": "chain"}
    explorer.open(lesson, **place, step="0")
    for step in (7, total // 2, total - 3):
        explorer.look(**place, step=str(step))
        at_step(explorer.page, step)
        for tensor in explorer.tensors():
            finished = api.values(trace, tensor)
            expected = computed(reply, step, tensor) if tensor in made else set(finished)
            if tensor in made or not tensor.startswith("conv1.") or tensor.removeprefix("conv1.") in ("weight", "bias"):
                assert shown(explorer, tensor) == {cell: finished[cell] for cell in finished if cell in expected}, step


def test_the_table_accumulates(explorer: Explorer, api: Api) -> None:
    """After every few stamps the table holds the explanation's running totals, and the target what is complete."""
    document = api.lesson(PLAIN)["document"]
    trace = api.trace(document)
    terms = {cell: api.explain(trace, cell, "scatter")["terms"] for cell in api.values(trace, "conv1.table")}
    explorer.open(PLAIN, **SCATTER, step="37")
    assert shown(explorer, "input.grad") == shown(explorer, "conv1.table") == {}
    for stamps in (1, 6, 11, 15):
        explorer.look(**SCATTER, step=str(37 + stamps))
        expect(explorer.page.locator(".table-side figcaption")).to_contain_text(f"after step {stamps}")
        totals: Values = {}
        whole = set()
        for cell, all_terms in terms.items():
            come = [term for term in all_terms if stamp_of(term) < stamps]
            if come:
                totals[cell] = come[-1]["running_total"]
            if len(come) == len(all_terms):
                whole.add("input.grad" + str([0, 0, *(i - 1 for i in split(cell)[1][2:])]).replace(" ", ""))
        explorer.expect_value(next(reversed(totals)), totals[next(reversed(totals))])
        assert shown(explorer, "conv1.table") == totals
        finished = api.values(trace, "input.grad")
        assert shown(explorer, "input.grad") == {cell: finished[cell] for cell in finished if cell in whole}


def stamp_of(term: dict[str, Any]) -> int:
    """Which δ brought a term, in the order of arrival."""
    address = next(
        factor["cell"] for factor in term["factors"] if factor["cell"].endswith("]") and ".grad[" in factor["cell"]
    )
    i, j = split(address)[1][2:]
    return 4 * i + j


def test_the_first_glance_is_an_explained_moment(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(explorer.base)
    explorer.ready()
    at_step(page, 43)
    expect(page.get_by_role("region", name="Film").locator(".where-in")).to_have_text(re.compile("6 of 16"))
    panel = page.get_by_role("complementary", name="Equation")
    expect(panel.locator("output").first).to_have_text("−1.5")
    expect(panel.locator("tbody tr.now td").first).to_have_text("6")
    expect(panel.locator("tbody tr.later")).to_have_count(0)
    expect(page.locator(".step-says")).to_contain_text("stamps the whole kernel into the 4 cells")
    expect(page.locator(".step-says")).to_contain_text("has all its 4 parts")
    intro = page.get_by_role("region", name="About this page")
    expect(intro).to_contain_text("Paused at step 44 of 54.")
    page.keyboard.press("PageDown")
    at_step(page, 44)
    expect(page.locator(".step-says")).to_contain_text("stamps the whole kernel")
    expect(page.locator(".step-says")).not_to_contain_text("4 parts")
    expect(panel.locator("tbody tr.now")).to_have_count(0)
    expect(intro).not_to_contain_text("Paused")
    page.keyboard.press("PageUp")
    at_step(page, 43)
    page.reload()
    explorer.ready()
    at_step(page, 43)
    intro.get_by_role("button", name="From the start").click()
    at_step(page, 0)
    page.keyboard.press("Escape")
    expect(slider(page)).to_have_attribute("aria-valuetext", "all 54 steps done")
    page.wait_for_function("!location.hash.includes('step')")
    assert len(shown(explorer, "input.grad")) == 9

    page.get_by_role("button", name="Change conv1").click()
    settings = page.get_by_role("dialog", name="Settings of conv1").bounding_box()
    film = page.get_by_role("region", name="Film").bounding_box()
    assert settings and film
    assert settings["y"] + settings["height"] <= film["y"] + 1
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".stage .zoomer:not([hidden])")).to_have_count(0)
    button(page, "Step back").click()
    page.wait_for_function(IN_SIGHT)


def test_the_film_is_played_by_keys_and_buttons(explorer: Explorer) -> None:
    explorer.open(PLAIN, **SCATTER)
    page = explorer.page
    expect(slider(page)).to_have_attribute("aria-valuemax", "54")
    page.keyboard.press("Home")
    at_step(page, 0)
    for key, step in [
        ("PageDown", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("PageUp", 0),
        ("]", 1),
        ("[", 0),
        ("End", 53),
    ]:
        page.keyboard.press(key)
        at_step(page, step)
    page.get_by_role("button", name="tensor", exact=True).click()
    for name, step in [("Step back", 37), ("Step back", 36), ("Step back", 32), ("Step forward", 36)]:
        button(page, name).click()
        at_step(page, step)
    slider(page).focus()
    for key, step in [
        ("Shift+PageDown", 32),
        ("Control+ArrowRight", 36),
        ("Shift+PageUp", 37),
        ("Control+ArrowLeft", 36),
        ("Home", 0),
        ("ArrowRight", 15),
        ("PageUp", 0),
        ("PageDown", 15),
        ("End", 53),
    ]:
        page.keyboard.press(key)
        at_step(page, step)
    expect(slider(page)).to_have_attribute("aria-valuetext", "backward, input.grad, 16 of 16; step 54 of 54")
    for clicked in (page.get_by_role("tab", name="chain rule"), page.get_by_role("button", name="layer", exact=True)):
        clicked.click()
        page.keyboard.press("Space")
        expect(button(page, "Pause")).to_be_visible()
        page.keyboard.press("Space")
        expect(button(page, "Play")).to_be_visible()
    button(page, "Step back").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    step = int(slider(page).get_attribute("aria-valuenow") or 0)
    page.keyboard.press("Space")
    expect(slider(page)).not_to_have_attribute("aria-valuenow", str(step))
    expect(button(page, "Play")).to_be_visible()
    explorer.look(**SCATTER, step="0")
    page.get_by_label("Speed").select_option("32×")
    page.get_by_role("button", name="cell", exact=True).click()
    explorer.matrix("conv1.weight").focus()
    page.keyboard.press("Space")
    at_end = f"[role=slider][aria-valuenow='{54}']"
    page.wait_for_selector(at_end)
    expect(button(page, "Play")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Page Down")


def test_who_wanders_loses_nothing_and_finds_back(explorer: Explorer) -> None:
    explorer.open(RELU, layer="relu1", tensor="relu1.output", step="20")
    page = explorer.page
    panel = page.get_by_role("complementary", name="Equation")
    page.get_by_role("button", name="conv1", exact=True).first.click()
    explorer.look(**SCATTER, step="20")
    expect(panel).to_contain_text("not yet computed")
    expect(panel.locator("output")).not_to_contain_text("−")
    expect(panel.get_by_role("tab", name="Code")).to_be_hidden()
    button(page, "Back to the film").click()
    expect(page.locator("[data-stage] [data-tensor='relu1.output']")).to_be_visible()
    explorer.look(**SCATTER, step="20")
    panel.get_by_role("button", name=re.compile("Go to step")).click()
    at_step(page, 75)
    expect(panel.locator("output").first).to_have_text("−1.5")
    button(page, "Show all").click()
    panel.get_by_role("button", name="Go to step 76").click()
    at_step(page, 75)


def test_an_edit_leaves_the_film_where_it_is(explorer: Explorer, api: Api) -> None:
    explorer.open(PLAIN, **SCATTER, step="43")
    explorer.type("conv1.weight[0,0,0,0]", "5")
    edited = api.edit(api.trace(api.lesson(PLAIN)["document"]), ("conv1.weight[0,0,0,0]", 5.0))
    explorer.expect_value("input.grad[0,0,0,0]", api.values(edited, "input.grad")["input.grad[0,0,0,0]"])
    at_step(explorer.page, 43)
    assert list(shown(explorer, "input.grad")) == ["input.grad[0,0,0,0]"]
    explorer.page.get_by_label("Document", exact=True).select_option("stride-2")
    expect(slider(explorer.page)).to_have_attribute("aria-valuetext", re.compile("^all"))


def test_lenet_is_scrubbed_without_a_question_per_move(explorer: Explorer, api: Api) -> None:
    explorer.open("lenet")
    page = explorer.page
    tensors = page.get_by_role("button", name="tensor", exact=True)
    expect(tensors).to_have_attribute("aria-pressed", "true")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/explain" in request.url else None)
    box = slider(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 30)
    page.mouse.down()
    page.evaluate(DRAG, [box["x"] + 20, box["x"] + box["width"] * 0.7])
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 30)
    page.mouse.up()
    step = int(slider(page).get_attribute("aria-valuenow") or 0) - 1
    at_step(page, step)
    assert step > 20_000
    assert len([url for url in asked if "cell=conv" in url or "cell=relu1" in url]) < 8
    trace = api.trace(api.lesson("lenet")["document"])
    reply = film_of(api, trace, limit="1", start=str(step))
    [now] = reply["steps"]
    if now["method"] != "scatter":
        expect(explorer.current(now["tensor"])).to_have_attribute("data-cell", re.compile(re.escape(now["tensor"])))
    assert page.locator(".film *").count() < 400
    start = next(one["start"] for one in reply["segments"] if one["tensor"] == "conv1.weight.grad")
    place = {"layer": "conv1", "tensor": "conv1.weight.grad", "cell": "conv1.weight.grad[1,0,1,1]"}
    explorer.look(**place, step=str(start + 31))
    at_step(page, start + 31)
    finished = api.values(trace, "conv1.weight.grad")
    second = [cell for cell in finished if cell.startswith("conv1.weight.grad[1,")]
    assert shown(explorer, "conv1.weight.grad") == {cell: finished[cell] for cell in second[:7]}
