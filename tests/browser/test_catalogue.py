"""The catalogue on the stage: every type, tensor and method, lit as the API explains it.

The long tests put them all on one contact sheet, build/contact-sheet/index.html: look at it after changing a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Api, Explorer
from tests.browser.test_access import THEMES, findings
from tests.browser.test_highlight import expect_lit, reads

TWO = [
    [[1, -2, 3, 0.5], [4, 0, -1, 2], [2, 2, 1, -3], [0.5, 1, -2, 3]],
    [[0, 1, 1, -1], [2, -2, 3, 1], [1, 0, 2, 2], [-1, 3, 0.5, 1]],
]
MAPS, MAP, SMALL = [TWO], [TWO[:1]], [[one[:2] for one in TWO]]
ROWS = [[0.5, -1, 2], [1, 0, -0.5]]
KERNELS = [[[[1, -2], [3, 0.5]], [[0, 1], [-1, 2]]], [[[2, 0], [1, -1]], [[1, 1], [0, 3]]]]


def net(kind: str, given: Any, **options: Any) -> dict[str, Any]:
    """A network of one layer, named "it"."""
    return {"input": given, "layers": [{"type": kind, "name": "it", **options}]}


LAYERS = {
    made["layers"][0]["type"]: made
    for made in (
        net("conv2d", MAPS, weight=KERNELS, bias=[0.25, -1], stride=2, padding=1),
        net("channel_affine", MAPS, weight=[2, -0.5], bias=[0.25, 1]),
        net("combine_maps", MAPS, logits=[[0, 1], [1, -1]]),
        net("relu", MAP),
        net("leaky_relu", MAP, negative_slope=0.25),
        net("sigmoid", MAP),
        net("tanh", MAP, amplitude=1.7159, slope=0.6667),
        net("identity", MAP),
        net("max_pool2d", MAP, kernel_size=2, stride=1, ties="split"),
        net("avg_pool2d", MAP, kernel_size=3, stride=2, padding=1, count_include_pad=False),
        net("sum_pool2d", MAP, kernel_size=2),
        net("flatten", SMALL, order="column_major"),
        net("linear", ROWS, weight=[[1, -2, 0.5], [3, 0, 1]], bias=[0.5, -1]),
        net("softmax", ROWS),
    )
}
LOSSES: dict[str, dict[str, Any]] = {
    "upstream": {"gradient": [[1, -1, 2], [0, 3, -2]]},
    "squared_error": {"target": [[1, 0, 2], [0, 1, -1]]},
    "mse": {"target": [[1, 0, 2], [0, 1, -1]]},
    "cross_entropy": {"target": [2, 0]},
    "binary_cross_entropy": {"target": [[1, 0, 1], [0, 1, 0]]},
}


@dataclass(frozen=True)
class Place:
    """One stage: a tensor that a card explains, by one method."""

    card: str
    tensor: str
    method: str


SHEET = Path(__file__).parents[2] / "build" / "contact-sheet"
STYLE = (
    "body{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:12px;font:14px sans-serif}"
    "figure{margin:0;border:1px solid #999}img{width:100%}figcaption{padding:4px 8px}"
)


def keep_picture(name: str, png: bytes) -> None:
    """Adds a stage to the sheet, which shows whatever pictures are there."""
    SHEET.mkdir(parents=True, exist_ok=True)
    (SHEET / f"{name}.png").write_bytes(png)
    pictures = sorted(path.stem for path in SHEET.glob("*.png"))
    figures = "".join(f'<figure><figcaption>{one}</figcaption><img src="{one}.png"></figure>' for one in pictures)
    (SHEET / "index.html").write_text(f"<!doctype html><title>Contact sheet</title><style>{STYLE}</style>{figures}")


def places(api: Api, trace: str, card: str) -> list[Place]:
    """Every tensor that a card explains with every method that the API offers for it."""
    reply = api.ok(api.client.get(f"/traces/{trace}", params={"values": "none"}))
    tensors = reply["tensors"]
    layer = next((one for one in reply["layers"] if one["name"] == card), None)
    if layer:
        gradients = [f"{name}.grad" for name in (layer["input"], *layer["parameters"])]
        names = [layer["output"], *gradients, *layer["derived"]]
    else:
        derived = (name for name in tensors if name.startswith("loss.") and tensors[name]["role"] == "derived")
        names = ["loss", *derived]
        names.append(f"{reply['layers'][-1]['output']}.grad")
    found = []
    for name in names:
        first = f"{name}[{','.join('0' for _ in tensors[name]['shape'])}]"
        found += [Place(card, name, method) for method in api.explain(trace, first)["methods"]]
    return found


def middle(cells: list[str]) -> str:
    return cells[len(cells) // 2]


def document(kind: str) -> dict[str, Any]:
    if kind in LAYERS:
        return {**LAYERS[kind], "loss": {"type": "upstream", "gradient": None}}
    given = [[0.5, 0.25, 0.75], [0.125, 0.5, 0.9]] if kind == "binary_cross_entropy" else ROWS
    return {**net("identity", given), "loss": {"type": kind, **LOSSES[kind]}}


def whole(api: Api, kind: str) -> dict[str, Any]:
    """The document of a type; a missing upstream gradient gets small readable numbers in the output's shape."""
    made = document(kind)
    if made["loss"].get("gradient", 0) is None:
        del made["loss"]
        reply = api.ok(api.client.post("/traces", json=made))
        shape = reply["tensors"]["it.output"]["shape"]
        values = iter(range(10**6))

        def numbers(axes: list[int]) -> Any:
            return [numbers(axes[1:]) for _ in range(axes[0])] if axes else (next(values) * 7) % 5 - 2 + 0.5

        made = {**made, "loss": {"type": "upstream", "gradient": numbers(shape)}}
    return made


def check_access(explorer: Explorer, name: str, theme: str) -> None:
    """The stage under axe's rules in a theme."""
    explorer.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    assert findings(explorer.page, "#stage") == [], (name, theme)
    explorer.page.evaluate("document.documentElement.dataset.theme = 'light'")


@pytest.mark.parametrize("kind", [*LAYERS, *LOSSES])
def test_every_tensor_and_method_has_its_stage(explorer: Explorer, api: Api, kind: str) -> None:
    made = whole(api, kind)
    card = "it" if kind in LAYERS else "loss"
    trace = api.trace(made)
    numbers = api.numbers(trace)
    explorer.open_document(made)
    stages = places(api, trace, card)
    for number, place in enumerate(stages):
        cell = middle(list(numbers[place.tensor]))
        explorer.look(layer=place.card, tensor=place.tensor, method=place.method, cell=cell)
        expect(explorer.stage).to_have_attribute("data-stage", kind)
        expect(explorer.stage).to_have_attribute("data-method", place.method)
        expect_lit(explorer, place.tensor, reads(api, trace, cell, place.method))
        name = f"{kind} {place.tensor} {place.method}"
        if number in (0, len(stages) - 1):
            check_access(explorer, name, THEMES[number % 2])


@pytest.mark.long
@pytest.mark.parametrize("kind", [*LAYERS, *LOSSES])
def test_every_stage_is_for_everybody(explorer: Explorer, api: Api, kind: str) -> None:
    """Axe on every stage in both themes, and a picture of each: minutes."""
    made = whole(api, kind)
    explorer.open_document(made)
    for place in places(api, api.trace(made), "it" if kind in LAYERS else "loss"):
        explorer.look(layer=place.card, tensor=place.tensor, method=place.method)
        name = f"{kind} {place.tensor} {place.method}"
        keep_picture(name, explorer.stage.screenshot(animations="disabled"))
        for theme in THEMES:
            check_access(explorer, name, theme)


def test_the_walk_knows_the_whole_catalogue(api: Api) -> None:
    catalogue = api.ok(api.client.get("/layers"))
    assert (set(LAYERS), set(LOSSES)) == (set(catalogue["layers"]), set(catalogue["losses"]))
