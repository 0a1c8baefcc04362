"""Every figure on the page is the API's, digit for digit, whatever method shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PLAIN, RELU, Api, Explorer

METHODS = {
    "input.grad": ["chain", "scatter", "rot180", "matrix"],
    "conv1.weight.grad": ["chain", "correlate", "rot180_input", "matrix"],
}
"""The methods of a convolution's gradients, as the contract lists them."""

TARGETS = {
    PLAIN: {"conv1": ["conv1.output", "input.grad", "conv1.weight.grad", "conv1.bias.grad"]},
    RELU: {
        "conv1": ["conv1.output", "input.grad", "conv1.weight.grad", "conv1.bias.grad"],
        "relu1": ["relu1.output", "conv1.output.grad"],
        "loss": ["relu1.output.grad"],
    },
}
LAYERS = [(lesson, layer) for lesson, layers in TARGETS.items() for layer in layers]


def places(lesson: str, layer: str) -> Iterator[dict[str, str]]:
    """Everything that the stage can show of a layer: each of its tensors by each of its methods."""
    for tensor in TARGETS[lesson][layer]:
        for method in METHODS.get(tensor, ["chain"]):
            yield {"layer": layer, "tensor": tensor, "method": method}


def test_the_first_view_is_an_explained_moment(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(explorer.base + "/")
    explorer.ready()
    expect(page).to_have_title("One convolution: padding 1, kernel 2×2 · Backprop Explorer")
    expect(explorer.stage).to_have_attribute("data-stage", "conv2d")
    target = explorer.matrix("input.grad")
    expect(target).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("tab", selected=True).first).to_be_visible()
    assert {"input", "conv1.weight", "conv1.output.grad", "input.grad"} <= set(explorer.tensors())


@pytest.mark.parametrize("tensor", METHODS)
def test_each_method_is_a_tab_of_the_same_matrix(explorer: Explorer, api: Api, tensor: str) -> None:
    """One turns the tabs over, and the target keeps its numbers."""
    explorer.open(layer="conv1", tensor=tensor)
    trace = api.trace(api.lesson(PLAIN)["document"])
    expected = api.values(trace, tensor)
    seen = []
    tabs = explorer.method_tabs()
    for position in range(tabs.count()):
        tabs.nth(position).click()
        expect(tabs.nth(position)).to_have_attribute("aria-selected", "true")
        seen.append(explorer.method)
        assert explorer.read(tensor) == expected
    assert sorted(seen) == sorted(METHODS[tensor])


@pytest.mark.parametrize("tensor", METHODS)
def test_the_target_stays_in_its_place(explorer: Explorer, tensor: str) -> None:
    explorer.open(layer="conv1", tensor=tensor)
    corners = {}
    for method in METHODS[tensor]:
        box = explorer.look(method=method).matrix(tensor).bounding_box()
        assert box
        corners[method] = (round(box["x"]), round(box["y"]))
    assert len(set(corners.values())) == 1, corners


@pytest.mark.parametrize(("lesson", "layer"), LAYERS)
def test_every_number_is_the_api_s(explorer: Explorer, api: Api, lesson: str, layer: str) -> None:
    explorer.open(lesson, layer=layer)
    trace = api.trace(api.lesson(lesson)["document"])
    expected = api.numbers(trace)
    for place in places(lesson, layer):
        explorer.look(**place)
        shown = explorer.read_all()
        assert place["tensor"] in shown
        assert shown == {name: expected[name] for name in shown}, place


def test_a_cell_says_its_value_rounded(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="input.grad")
    for address, said in explorer.walk("input.grad").items():
        text = said["text"].replace("−", "-")
        assert abs(float(text.split()[0]) - float(said["value"])) <= 0.005, address
