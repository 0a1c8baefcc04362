"""Figures with windows: pooling sends δ home, sums over maps and samples show their parts, what is not read is seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.explorer import Api, Explorer, split, walked
from tests.browser.test_highlight import expect_lit

NUMBER = re.compile(r"[−-]?\d[\d.]*")

TIED = [[[[1, 3, 2, 0], [3, 2, 1, 5], [0, -1, 4, 4], [2, -2, 4, 1]]]]
WIDE = [[[[1, 2, 0, -1, 3], [4, 5, 5, 1, 0], [2, 5, 6, 3, -2], [0, 1, 3, 6, 2], [-1, 2, 0, 4, 1]]]]
NINE = [[[[1, 2, -1], [3, -2, 1], [0, 5, -3]]]]


def document(layer: dict[str, Any], input_: Any, gradient: Any) -> dict[str, Any]:
    return {"name": "windows", "input": input_, "layers": [layer], "loss": {"type": "upstream", "gradient": gradient}}


def counted(shape: tuple[int, ...], start: int) -> Any:
    """Small whole numbers from −3 to 3, in an order that repeats nowhere near."""
    if not shape:
        return (start * 5) % 7 - 3
    size = 1
    for n in shape[1:]:
        size *= n
    return [counted(shape[1:], start + i * size) for i in range(shape[0])]


def pool(kind: str, **settings: Any) -> dict[str, Any]:
    return {"type": f"{kind}_pool2d", "name": "pool1", **settings}


def maximum(ties: str) -> dict[str, Any]:
    return document(pool("max", kernel_size=2, ties=ties), TIED, [[[[2, -1], [3, 4]]]])


OVERLAPS = {"kernel_size": 3, "stride": 2, "padding": 1}
POOLS = {
    "max": maximum("first"),
    "max, split": document(pool("max", **OVERLAPS, ties="split"), WIDE, NINE),
    "mean": document(pool("avg", **OVERLAPS, count_include_pad=False), WIDE, NINE),
    "mean, hanging over": document(pool("avg", kernel_size=2, ceil_mode=True), WIDE, NINE),
    "sum": document(pool("sum", kernel_size=2, stride=3), WIDE, [[[[1, 2], [3, -2]]]]),
}


def convolution(kernels: int, maps: int, samples: int, **settings: Any) -> dict[str, Any]:
    weight = (kernels, maps // settings.get("groups", 1), 2, 2)
    layer = {"type": "conv2d", "name": "conv1", "weight": counted(weight, 1), "bias": [0.5] * kernels, **settings}
    return document(layer, counted((samples, maps, 4, 4), 3), counted((samples, kernels, 3, 3), 2))


MAPS = convolution(2, 3, 2)
PARTIAL = convolution(2, 3, 1, connections=[[True, False, True], [True, True, False]])
METHODS = [
    ("conv1.output", "chain"),
    *(("input.grad", method) for method in ("chain", "scatter", "rot180", "matrix")),
    *(("conv1.weight.grad", method) for method in ("chain", "correlate", "rot180_input", "matrix")),
    ("conv1.bias.grad", "chain"),
]


def show(explorer: Explorer, kept: dict[str, Any], **look: str) -> Explorer:
    """Opens the page with a document of its own."""
    return explorer.open_document(kept, **look)


def numbers(of: Locator) -> list[float]:
    return [float(found.replace("−", "-")) for found in NUMBER.findall(of.inner_text())]


def parts(explorer: Explorer) -> Locator:
    return explorer.stage.locator(".parts button")


@pytest.mark.parametrize("name", POOLS)
def test_every_number_of_a_pooling_is_the_api_s(explorer: Explorer, api: Api, name: str) -> None:
    show(explorer, POOLS[name], layer="pool1", tensor="pool1.output")
    expected = api.numbers(api.trace(POOLS[name]))
    for tensor in ("pool1.output", "input.grad"):
        explorer.look(layer="pool1", tensor=tensor)
        on_stage = explorer.stage.locator("[data-tensor]")
        for shown, read in walked(on_stage).items():
            assert read == {address: expected[shown][address] for address in read}, (tensor, shown)


@pytest.mark.parametrize("name", ["max, split", "mean"])
def test_a_cell_of_a_pooling_lights_what_it_reads(explorer: Explorer, api: Api, name: str) -> None:
    show(explorer, POOLS[name], layer="pool1", tensor="pool1.output")
    trace = api.trace(POOLS[name])
    numbers = api.numbers(trace)
    for tensor in ("pool1.output", "input.grad"):
        explorer.look(layer="pool1", tensor=tensor)
        for cell in list(numbers[tensor])[::6]:
            explorer.go(cell)
            terms = api.explain(trace, cell)["terms"]
            expect_lit(explorer, tensor, {f["cell"] for term in terms for f in term["factors"] if f.get("cell")})


@pytest.mark.parametrize(("ties", "arrows", "said"), [("first", 1, "home"), ("all", 3, "copy"), ("split", 3, "1∕3")])
def test_ties_decide_who_gets_the_gradient(explorer: Explorer, ties: str, arrows: int, said: str) -> None:
    """The last window holds 4 three times: one arrow, three arrows, or three with a third each."""
    cell = "input.grad[0,0,2,2]"
    show(explorer, maximum(ties), layer="pool1", tensor="input.grad", cell=cell)
    expect(explorer.stage.locator(".wires .head")).to_have_count(arrows)
    expect(explorer.stage.locator(".homeward")).to_contain_text(said)


def test_the_winner_and_its_rivals_are_told(explorer: Explorer) -> None:
    show(explorer, maximum("split"), layer="pool1", tensor="pool1.output", cell="pool1.output[0,0,1,1]")
    expect(explorer.stage.locator(".rule-note")).to_contain_text("3 times")
    explorer.look(layer="pool1", tensor="pool1.output", cell="pool1.output[0,0,0,1]")
    expect(explorer.stage.locator(".pill")).to_contain_text("5")


def test_overlapping_windows_add_up(explorer: Explorer, api: Api) -> None:
    cell = "input.grad[0,0,1,1]"
    show(explorer, POOLS["mean"], layer="pool1", tensor="input.grad", cell=cell)
    explained = api.explain(api.trace(POOLS["mean"]), cell)
    sums = explorer.stage.locator(".contributions")
    expect(sums.locator("li")).to_have_count(explained["term_count"])
    last = [numbers(line)[-1] for line in sums.locator("li").all()]
    assert last == pytest.approx([term["value"] for term in explained["terms"]], rel=1e-3)
    assert sum(last) == pytest.approx(explained["value"], rel=1e-3)


def test_what_divides_at_an_edge_is_said(explorer: Explorer) -> None:
    show(explorer, POOLS["mean"], layer="pool1", tensor="pool1.output", cell="pool1.output[0,0,0,0]")
    expect(explorer.stage.locator(".pill")).to_have_text("12 ÷ 4 = 3")
    explorer.look(layer="pool1", tensor="pool1.output", cell="pool1.output[0,0,1,1]")
    expect(explorer.stage.locator(".pill")).to_have_text(re.compile("÷ 9 ="))


def test_what_no_window_reads_is_said(explorer: Explorer) -> None:
    show(explorer, POOLS["sum"], layer="pool1", tensor="input.grad", cell="input.grad[0,0,2,2]")
    expect(explorer.stage.locator(".contributions")).to_contain_text("No window reads this cell")
    expect(explorer.stage.locator(".grey-note")).to_be_visible()
    explorer.expect_value("input.grad[0,0,2,2]", 0)


@pytest.mark.parametrize(("tensor", "method"), METHODS)
def test_the_parts_of_a_sum_add_up_to_it(explorer: Explorer, api: Api, tensor: str, method: str) -> None:
    """Over maps or samples: the parts, and the bias, make the number; choosing a part shows it and moves nothing."""
    show(explorer, MAPS, layer="conv1", tensor=tensor, method=method)
    if method == "matrix":
        assert parts(explorer).count() == 0
        return
    cell = explorer.current(tensor).get_attribute("data-cell") or ""
    value = api.explain(api.trace(MAPS), cell)["value"]
    count = parts(explorer).count()
    assert count == (3 if tensor == "conv1.output" else 2)
    last = parts(explorer).nth(count - 1)
    expect(explorer.stage.locator(".parts .total b")).not_to_be_empty()
    added = [numbers(part.locator("b"))[0] for part in parts(explorer).all()]
    bias = explorer.stage.locator(".parts .plain:visible b")
    assert sum(added) + (numbers(bias)[0] if bias.count() else 0) == value
    last.scroll_into_view_if_needed()
    place = explorer.matrix(tensor).bounding_box()
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")
    summed = "input" if tensor == "conv1.output" else "conv1.output.grad"
    over_maps = tensor in ("conv1.output", "input.grad")
    others = [name for name in explorer.tensors() if name.split(".")[-1] in ("padded", "stuffed", "bordered")]
    shown = others[-1] if others else summed
    lead = rf"\[\d,{count - 1}," if over_maps else rf"\[{count - 1},"
    expect(explorer.current(shown)).to_have_attribute("data-cell", re.compile(lead))
    assert explorer.matrix(tensor).bounding_box() == place


def test_maps_that_are_not_read_are_seen(explorer: Explorer) -> None:
    show(explorer, PARTIAL, layer="conv1", tensor="conv1.output", cell="conv1.output[0,0,1,1]")
    expect(parts(explorer).nth(1)).to_have_attribute("aria-disabled", "true")
    expect(parts(explorer).nth(1)).to_contain_text("not read")
    explorer.look(layer="conv1", tensor="conv1.output", cell="conv1.output[0,1,1,1]")
    expect(parts(explorer).nth(2)).to_have_attribute("aria-disabled", "true")
    expect(parts(explorer).nth(1)).not_to_have_attribute("aria-disabled", "true")
    explorer.look(layer="conv1", tensor="input.grad", cell="input.grad[0,2,1,1]")
    expect(parts(explorer).nth(1)).to_contain_text("not read")


@pytest.mark.parametrize(("tensor", "method"), [each for each in METHODS if each[0] in ("conv1.output", "input.grad")])
def test_another_sample_takes_the_whole_figure_with_it(explorer: Explorer, tensor: str, method: str) -> None:
    show(explorer, MAPS, layer="conv1", tensor=tensor, method=method)
    target = explorer.stage.locator(".target")
    target.get_by_role("button", name="Next sample").click()
    expect(target.get_by_text("sample 2 of 2")).to_be_visible()
    expect(explorer.stage.locator(".left [role=gridcell][data-cell*='[0,0,'][data-cell*='input']")).to_have_count(0)
    for shown in explorer.tensors():
        if shown.split(".")[-1] in ("input", "output", "grad", "padded", "bordered", "table"):
            if shown in ("conv1.weight.grad", "conv1.bias.grad"):
                continue
            on_stage = explorer.stage.locator(f'[data-tensor="{shown}"] [role=gridcell][data-cell]')
            for cell in on_stage.all():
                expect(cell).to_have_attribute("data-cell", re.compile(r"\[1,"))


def test_a_sample_and_a_map_are_chosen_apart(explorer: Explorer) -> None:
    show(explorer, MAPS, layer="conv1", tensor="conv1.output")
    target = explorer.stage.locator(".target")
    target.get_by_role("button", name="Next map").click()
    target.get_by_role("button", name="Next sample").click()
    expect(target.get_by_text("map 2 of 2")).to_be_visible()
    assert split(explorer.current("conv1.output").get_attribute("data-cell") or "")[1][:2] == (1, 1)
