"""Sensitivities: every layer with its values and gradients as numbers, in place of the stage."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import WALK, Api, Explorer, numbers, split
from tests.browser.test_access import findings


def generated(*shape: int, seed: int, fill: str = "xavier_uniform") -> dict[str, Any]:
    return {"shape": list(shape), "fill": fill, "seed": seed}


NETWORK: dict[str, Any] = {
    "name": "two convolutions",
    "input": generated(1, 1, 6, 6, seed=9, fill="uniform"),
    "layers": [
        {"type": "conv2d", "weight": generated(3, 1, 2, 2, seed=1), "bias": [0.5, -0.5, 0.25]},
        {"type": "sigmoid"},
        {"type": "conv2d", "weight": generated(2, 3, 3, 3, seed=2), "bias": None},
        {"type": "flatten"},
        {"type": "linear", "weight": generated(3, 18, seed=3), "bias": [0, 0.5, 1]},
    ],
    "loss": {"type": "squared_error", "target": [[1, 0, 0]]},
}
SHOWN = ["input", "conv1.weight", "conv1.bias", "conv1.output", "sigmoid1.output", "conv2.weight", "conv2.output"]
SHOWN += ["flatten1.output", "linear1.weight", "linear1.bias", "linear1.output"]
LENET: dict[str, Any] = {
    "name": "LeNet",
    "input": generated(1, 1, 28, 28, seed=9, fill="uniform"),
    "layers": [
        {"type": "conv2d", "weight": generated(6, 1, 5, 5, seed=1), "bias": generated(6, seed=0, fill="zeros")},
        {"type": "max_pool2d", "kernel_size": 2},
        {"type": "conv2d", "weight": generated(16, 6, 5, 5, seed=2), "bias": generated(16, seed=0, fill="zeros")},
        {"type": "max_pool2d", "kernel_size": 2},
        {"type": "flatten"},
        {"type": "linear", "weight": generated(10, 256, seed=3), "bias": generated(10, seed=0, fill="zeros")},
    ],
    "loss": {"type": "cross_entropy", "target": [5]},
}
PAINTED = "all => all.map((one) => one.toDataURL())"


def turn_to(explorer: Explorer) -> Locator:
    """Opens the sensitivities from the header."""
    explorer.page.get_by_role("button", name="Sensitivities").click()
    overview = explorer.page.locator("#overview")
    expect(overview).to_be_visible()
    return overview


def matrix(page: Page, slot: str) -> Locator:
    """The matrix of a map, scrolled into sight."""
    place = page.locator(f'[data-slot="{slot}"]')
    place.evaluate("one => one.scrollIntoView({ block: 'center', inline: 'center' })")
    grid = place.locator("[data-tensor]")
    expect(grid).to_be_attached()
    return grid


def slots(page: Page, tensor: str) -> list[str]:
    found = page.locator(f'[data-slot^="{tensor}["]')
    names: list[str] = found.evaluate_all("all => all.map(one => one.dataset.slot)")
    return names


# Scrolls each place of some maps into sight, waits until it is drawn there, and walks through its cells.
WALK_SLOTS = f"""async (slots) => {{
  const walk = {WALK};
  const seen = {{}};
  for (const slot of slots) {{
    slot.scrollIntoView({{ block: "center", inline: "center" }});
    const late = performance.now() + 5000;
    while (!slot.querySelector("[data-tensor]") && performance.now() < late) await new Promise(requestAnimationFrame);
    Object.assign(seen, await walk(slot.querySelector("[data-tensor]")));
  }}
  return seen;
}}"""


def test_every_number_of_the_network_is_there_with_its_gradient_below(explorer: Explorer, api: Api) -> None:
    explorer.open_document(NETWORK)
    turn_to(explorer)
    expected = api.numbers(api.trace(NETWORK))
    for tensor in SHOWN:
        for name in (tensor, f"{tensor}.grad"):
            seen = explorer.page.locator(f'[data-slot^="{name}["]').evaluate_all(WALK_SLOTS)
            assert numbers(seen) == expected[name], name
        above, below = (matrix(explorer.page, slots(explorer.page, one)[0]) for one in (f"{tensor}.grad", tensor))
        over, under = below.bounding_box(), above.bounding_box()
        assert over and under and over["x"] == under["x"] and over["y"] + over["height"] < under["y"]


def test_it_has_its_own_place_and_leads_back(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="conv1.weight.grad", method="correlate", cell="conv1.weight.grad[0,0,1,0]")
    page = explorer.page
    before = page.evaluate("location.hash")
    button = page.get_by_role("button", name="Sensitivities")
    painted = explorer.stage.locator("canvas.base").evaluate_all(PAINTED)
    overview = turn_to(explorer)
    assert "view=sensitivities" in page.evaluate("location.hash")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(explorer.stage).to_be_hidden()
    expect(page.locator("#strip")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(overview).to_be_hidden()
    expect(explorer.stage).to_be_visible()
    page.wait_for_function("before => location.hash === before", arg=before)
    page.wait_for_function(
        f"painted => String(({PAINTED})([...document.querySelectorAll('#stage canvas.base')])) === String(painted)",
        arg=painted,
    )

    turn_to(explorer)
    page.go_back()
    expect(overview).to_be_hidden()
    assert page.evaluate("location.hash") == before
    page.go_forward()
    expect(overview).to_be_visible()
    page.reload()
    expect(overview).to_be_visible()
    overview.get_by_role("button", name="Back to the stage").click()
    expect(explorer.stage).to_be_visible()
    expect(button).to_be_focused()


def test_pointing_lights_up_what_a_cell_reads_and_feeds_everywhere(explorer: Explorer, api: Api) -> None:
    explorer.open_document(NETWORK)
    turn_to(explorer)
    cell = "conv1.output[0,1,2,2]"
    grid = matrix(explorer.page, "conv1.output[0,1]")
    box = grid.bounding_box()
    assert box
    grid.hover(position={"x": box["width"] * 2.5 / 5, "y": box["height"] * 2.5 / 5})
    factors = [f["cell"] for term in api.explain(api.trace(NETWORK), cell)["terms"] for f in term["factors"]]
    for factor in factors:
        expect(grid).to_have_attribute("data-lit", lists(factor))
    for slot in ("input[0,0]", "conv1.weight[1,0]", "conv1.bias[1]"):
        lit = explorer.page.locator(f'[data-slot="{slot}"] [data-tensor]')
        own = [one for one in factors if split(one)[0] == slot.partition("[")[0]]
        for one in own:
            expect(lit).to_have_attribute("data-lit", lists(one))
    fed = explorer.page.locator('[data-slot="sigmoid1.output[0,1]"] [data-tensor]')
    expect(fed).to_have_attribute("data-feeds", lists("sigmoid1.output[0,1,2,2]"))
    expect(explorer.page.locator('[data-slot="sigmoid1.output[0,0]"] [data-tensor]')).not_to_have_attribute(
        "data-feeds", lists("sigmoid1.output[0,0,2,2]")
    )


def lists(address: str) -> Any:
    """Matches an attribute that lists an address."""
    return re.compile(rf"(^|\s){re.escape(address)}(\s|$)")


def test_a_click_pins_and_a_double_click_shows_the_stage(explorer: Explorer) -> None:
    explorer.open_document(NETWORK)
    overview = turn_to(explorer)
    grid = matrix(explorer.page, "sigmoid1.output[0,2]")
    grid.click(position={"x": 12, "y": 12})
    expect(explorer.page.locator(".crumb .here")).to_contain_text("3")
    assert "cell=sigmoid1.output[0,2,0,0]" in explorer.page.evaluate("location.hash")
    grid.dblclick(position={"x": 12, "y": 12})
    expect(overview).to_be_hidden()
    expect(explorer.stage).to_have_attribute("data-stage", "sigmoid")

    turn_to(explorer)
    explorer.page.get_by_role("button", name="Show conv2 on the stage").click()
    expect(explorer.stage).to_have_attribute("data-stage", "conv2d")


def test_cells_are_edited_in_place(explorer: Explorer, api: Api) -> None:
    explorer.open_document(NETWORK)
    turn_to(explorer)
    grid = matrix(explorer.page, "conv1.bias[1]")
    grid.focus()
    explorer.page.keyboard.type("2.5")
    explorer.page.keyboard.press("Enter")
    edited = api.edit(api.trace(NETWORK), ("conv1.bias[1]", 2.5))
    expected = api.values(edited, "conv1.output")["conv1.output[0,1,0,0]"]
    first = matrix(explorer.page, "conv1.output[0,1]").locator('[data-cell="conv1.output[0,1,0,0]"]')
    expect(first).to_have_attribute("data-value", str(expected))
    explorer.page.keyboard.type("9")
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.locator(".editor")).to_be_hidden()
    expect(explorer.stage).to_be_hidden()
    explorer.page.keyboard.press("Escape")
    expect(explorer.stage).to_be_visible()


def test_no_number_stands_there_twice_for_screen_readers(explorer: Explorer) -> None:
    explorer.open_document(NETWORK)
    turn_to(explorer)
    cells = explorer.page.locator("[role=gridcell][data-cell]:visible")
    expect(cells.first).to_be_attached()
    names: list[str] = cells.evaluate_all("all => all.map(one => one.dataset.cell)")
    assert len(names) == len(set(names)) > 5


def test_a_large_network_draws_what_is_near_and_turns_its_maps(explorer: Explorer) -> None:
    explorer.open_document(LENET)
    overview = turn_to(explorer)
    page = explorer.page
    expect(overview.locator("[data-tensor]").first).to_be_attached()
    drawn, all_of_them = overview.locator("[data-tensor]").count(), overview.locator("[data-slot]").count()
    assert 0 < drawn < all_of_them / 2
    expect(page.locator('[data-layer="conv1"]')).to_contain_text("maps 1–4 of 6")
    page.get_by_role("button", name="conv1: further maps").click()
    expect(page.locator('[data-layer="conv1"]')).to_contain_text("maps 5–6 of 6")
    expect(page.get_by_role("button", name="conv1: further maps")).to_be_focused()
    grid = matrix(page, "conv1.output[0,5]")
    grid.hover(position={"x": 3, "y": 3})
    expect(page.locator('[data-slot="conv1.output[0,5]"] figcaption')).to_contain_text("[0,5,0,0] =")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(explorer: Explorer, theme: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=theme)
    explorer.open_document(NETWORK)
    turn_to(explorer)
    assert findings(explorer.page) == []
