"""A typed number changes what depends on it and nothing else; undo, redo and reload bring numbers back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, RELU, Api, Explorer, Values

# cell → value, what depends on it. The upstream gradient is typed where it stands: as the last output's grad.
EDITS = {
    PLAIN: {
        "input[0,0,1,2]": (-7.125, {"input", "conv1.padded", "conv1.output", "conv1.weight.grad", "loss"}),
        "conv1.weight[0,0,1,0]": (
            0.1,
            {"conv1.weight", "conv1.turned", "conv1.output", "conv1.table", "input.grad", "loss"},
        ),
        "conv1.bias[0]": (1e-3, {"conv1.bias", "conv1.output", "loss"}),
        "conv1.output.grad[0,0,2,3]": (
            12.5,
            {
                "loss.gradient", "conv1.output.grad", "conv1.stuffed", "conv1.bordered", "conv1.table",
                "conv1.weight.grad", "conv1.bias.grad", "input.grad", "loss",
            },
        ),
    },
    RELU: {
        "conv1.weight[0,0,0,1]": (
            -3.3,
            {
                "conv1.weight", "conv1.turned", "conv1.output", "relu1.output", "relu1.derivative", "loss",
                "conv1.output.grad", "conv1.stuffed", "conv1.bordered", "conv1.table", "conv1.weight.grad",
                "conv1.bias.grad", "input.grad",
            },
        ),
        "relu1.output.grad[0,0,0,0]": (
            2.0,
            {
                "loss.gradient", "relu1.output.grad", "conv1.output.grad", "conv1.stuffed", "conv1.bordered",
                "conv1.table", "conv1.weight.grad", "conv1.bias.grad", "input.grad", "loss",
            },
        ),
    },
}  # fmt: skip
PLACES = (
    {"layer": "conv1", "tensor": "input.grad", "method": "scatter"},
    {"layer": "conv1", "tensor": "input.grad", "method": "rot180"},
    {"layer": "conv1", "tensor": "conv1.weight.grad", "method": "correlate"},
    {"layer": "conv1", "tensor": "conv1.bias.grad", "method": "chain"},
    {"layer": "conv1", "tensor": "conv1.output", "method": "chain"},
)
RELU_PLACES = ({"layer": "relu1", "tensor": "conv1.output.grad", "method": "chain"},)


def everything(explorer: Explorer, lesson: str) -> dict[str, Values]:
    """All numbers that the page shows at any of its places, by tensor."""
    seen: dict[str, Values] = {}
    for place in PLACES + (RELU_PLACES if lesson == RELU else ()):
        explorer.look(**place)
        for tensor, values in explorer.read_all().items():
            assert seen.setdefault(tensor, values) == values, tensor
    return seen


def edited_cell(cell: str, lesson: str) -> str:
    """The cell that the API edits for a cell of the page."""
    last = {PLAIN: "conv1.output.grad", RELU: "relu1.output.grad"}[lesson]
    return cell.replace(last, "loss.gradient")


@pytest.mark.parametrize("lesson", EDITS)
def test_an_edit_changes_exactly_what_depends_on_it(explorer: Explorer, api: Api, lesson: str) -> None:
    explorer.open(lesson, layer="conv1", tensor="input.grad")
    trace = api.trace(api.lesson(lesson)["document"])
    before = everything(explorer, lesson)
    numbers = api.numbers(trace)
    assert before == {tensor: numbers[tensor] for tensor in before}

    for cell, (value, depends) in EDITS[lesson].items():
        edited = api.numbers(api.edit(trace, (edited_cell(cell, lesson), value)))
        explorer.look(**place_of(cell))
        explorer.type(cell, str(value))
        explorer.expect_all(edited)
        after = everything(explorer, lesson)
        assert after == {tensor: edited[tensor] for tensor in after}, cell
        assert after.keys() == before.keys()
        assert {tensor for tensor in after if after[tensor] != before[tensor]} == depends & after.keys(), cell

        explorer.look(**place_of(cell))
        explorer.page.get_by_role("button", name="Undo").first.click()
        explorer.expect_all(before)


def place_of(cell: str) -> dict[str, str]:
    """Where on the page a cell can be typed."""
    if cell.startswith("relu1"):
        return RELU_PLACES[0]
    if cell.startswith("conv1.bias"):
        return {"layer": "conv1", "tensor": "conv1.output", "method": "chain"}
    return {"layer": "conv1", "tensor": "input.grad", "method": "scatter"}


def test_undo_and_redo_walk_through_every_edit(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="input.grad")
    cell = "conv1.weight[0,0,0,0]"
    (first, *_) = explorer.read("conv1.weight").values()
    steps = [first, 2.0, 3.5, -4.0]
    for value in steps[1:]:
        explorer.type(cell, str(value))
        explorer.expect_value(cell, value)
    for value in reversed(steps[:-1]):
        explorer.page.keyboard.press("Control+z")
        explorer.expect_value(cell, value)
    for value in steps[1:]:
        explorer.page.keyboard.press("Control+Shift+z")
        explorer.expect_value(cell, value)


def test_a_reload_restores_what_was_typed(explorer: Explorer, api: Api) -> None:
    explorer.open(layer="conv1", tensor="input.grad", method="rot180")
    explorer.type("input[0,0,0,0]", "0.30000000000000004")
    edited = api.numbers(api.edit(api.trace(api.lesson(PLAIN)["document"]), ("input[0,0,0,0]", 0.30000000000000004)))
    explorer.expect_all(edited)
    before = explorer.read_all()
    place = explorer.page.url
    explorer.page.reload()
    explorer.ready()
    assert explorer.read_all() == before
    assert explorer.method == "rot180"
    assert explorer.page.url == place


def test_a_number_still_being_typed_outlives_a_reload(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="input.grad", method="rot180")
    explorer.go("conv1.weight[0,0,0,1]")
    explorer.page.keyboard.press("Enter")
    explorer.page.keyboard.type("7.25")
    explorer.page.reload()
    explorer.ready().expect_value("conv1.weight[0,0,0,1]", 7.25)


def test_escape_leaves_the_number_as_it_was(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="input.grad")
    before = explorer.read("conv1.weight")
    explorer.go("conv1.weight[0,0,1,1]")
    explorer.page.keyboard.type("99")
    explorer.page.keyboard.press("Escape")
    assert explorer.read("conv1.weight") == before


@pytest.mark.parametrize("text", ["1e400", "abc", "NaN"])
def test_a_refused_edit_shows_the_server_s_sentence(explorer: Explorer, api: Api, watch: Watch, text: str) -> None:
    watch.allowed.append("status of 422")
    explorer.open(layer="conv1", tensor="input.grad")
    trace = api.trace(api.lesson(PLAIN)["document"])
    cell = "conv1.weight[0,0,0,0]"
    before = explorer.read("conv1.weight")
    refusal = api.client.post(f"/traces/{trace}/edits", json=[{"cell": cell, "value": text}]).json()
    explorer.type(cell, text)
    sentence = explorer.page.get_by_role("alert").filter(has_text=refusal["errors"][0]["detail"])
    expect(sentence.first).to_be_visible()
    explorer.page.keyboard.press("Escape")
    assert explorer.read("conv1.weight") == before
