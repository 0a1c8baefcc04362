"""The current cell lights up what it reads: the addresses of its explanation, for every method."""

from __future__ import annotations

import pytest
from playwright.sync_api import Position, expect

from tests.browser.explorer import RELU, Api, Explorer
from tests.browser.test_figures import LAYERS, places


def reads(api: Api, trace: str, cell: str, method: str) -> set[str]:
    """What the explanation's factors name: their cells, and where derived ones have their numbers from."""
    terms = api.explain(trace, cell, method)["terms"]
    factors = [factor for term in terms for factor in term["factors"]]
    return {address for factor in factors for address in (factor.get("cell"), factor.get("source")) if address}


def expect_lit(explorer: Explorer, tensor: str, addresses: set[str]) -> None:
    """Waits until the matrix of a tensor lists these addresses, in any order."""
    matrix = explorer.matrix(tensor)
    explorer.eventually(lambda: sorted((matrix.get_attribute("data-lit") or "").split()), sorted(addresses))


@pytest.mark.parametrize(("lesson", "layer"), LAYERS)
def test_lit_is_what_the_explanation_says(explorer: Explorer, api: Api, lesson: str, layer: str) -> None:
    explorer.open(lesson, layer=layer)
    trace = api.trace(api.lesson(lesson)["document"])
    numbers = api.numbers(trace)
    for place in places(lesson, layer):
        explorer.look(**place)
        for cell in numbers[place["tensor"]]:
            explorer.go(cell)
            expect_lit(explorer, place["tensor"], reads(api, trace, cell, place["method"]))


def test_the_pointer_says_the_same_as_the_keyboard(explorer: Explorer, api: Api) -> None:
    explorer.open(RELU, layer="conv1", tensor="input.grad", method="scatter")
    trace = api.trace(api.lesson(RELU)["document"])
    box = explorer.matrix("input.grad").bounding_box()
    assert box
    for row, column in ((0, 0), (1, 2), (2, 1)):
        place = Position(x=box["width"] * (column + 0.5) / 3, y=box["height"] * (row + 0.5) / 3)
        explorer.matrix("input.grad").hover(position=place)
        cell = f"input.grad[0,0,{row},{column}]"
        expect(explorer.current("input.grad")).to_have_attribute("data-cell", cell)
        expect_lit(explorer, "input.grad", reads(api, trace, cell, "scatter"))


def test_a_given_number_reads_nothing(explorer: Explorer) -> None:
    explorer.open(layer="conv1", tensor="input.grad", method="scatter")
    explorer.go("conv1.weight[0,0,0,0]")
    expect_lit(explorer, "conv1.weight", set())
