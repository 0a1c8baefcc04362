"""The words of the tests of cells: select, copy and paste, choose a tool, count the requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Request

from tests.browser.explorer import Explorer, Values

PLACE = {"layer": "conv1", "tensor": "input.grad", "method": "scatter"}
DELTA = "conv1.output.grad"
WEIGHT = "conv1.weight"
MAPS: dict[str, Any] = {
    "name": "two kernels on two maps",
    "input": [[[[1, 2, 0], [0, -1, 3], [2, 1, 1]], [[0, 1, 1], [2, 0, -2], [1, 3, 0]]]],
    "layers": [
        {
            "type": "conv2d",
            "name": "conv1",
            "weight": [[[[1, 2], [3, 4]], [[0, 1], [-1, 2]]], [[[2, 0], [1, -1]], [[5, 6], [7, 8]]]],
            "bias": [0.5, -1],
        }
    ],
    "loss": {"type": "upstream", "gradient": [[[[1, 0], [2, -1]], [[3, 1], [0, 2]]]]},
}

# Fires a clipboard event at the focused matrix, as the browser does on Ctrl+C and Ctrl+V; returns what was put into it.
FIRE = """([name, text]) => {
  const clipboardData = new DataTransfer();
  if (text !== null) clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent(name, { clipboardData, bubbles: true, cancelable: true }));
  return clipboardData.getData("text/plain");
}"""


def start(explorer: Explorer, document: dict[str, Any] | None = None) -> Explorer:
    """Opens the page on a lesson, or on a document of its own."""
    if document is None:
        return explorer.open(**PLACE)
    return explorer.open_document(document, **PLACE)


@contextmanager
def edits(explorer: Explorer, requests: int = 1) -> Iterator[list[Any]]:
    """The bodies of the edit requests that the block makes; waits for them and fails if there are more or fewer."""
    seen: list[Any] = []
    answered: list[Request] = []

    def note(request: Request) -> None:
        if request.url.split("?")[0].endswith("/edits"):
            seen.append(request.post_data_json)

    def answer(request: Request) -> None:
        if request.url.split("?")[0].endswith("/edits"):
            answered.append(request)

    explorer.page.on("request", note)
    explorer.page.on("requestfinished", answer)
    yield seen
    explorer.eventually(lambda: len(answered) >= max(requests, len(seen)), True)
    explorer.page.remove_listener("request", note)
    explorer.page.remove_listener("requestfinished", answer)
    assert len(seen) == requests


def select(explorer: Explorer, address: str, rows: int, cols: int) -> Locator:
    """Selects a rectangle by Shift and the arrow keys, from its first cell on."""
    matrix = explorer.go(address)
    for key, times in (("ArrowRight", cols - 1), ("ArrowDown", rows - 1)):
        for _ in range(times):
            explorer.page.keyboard.press(f"Shift+{key}")
    return matrix


def fire(explorer: Explorer, name: str, text: str | None = None) -> str:
    return str(explorer.page.evaluate(FIRE, [name, text]))


def tool(explorer: Explorer, tensor: str, item: str) -> None:
    """Chooses an item of a matrix' tools."""
    explorer.page.get_by_role("button", name=f"Tools for {tensor}", exact=True).click()
    explorer.page.get_by_role("menuitem", name=item).click()


def array(values: Values) -> np.ndarray[Any, Any]:
    """The last two axes of one map, or of as many as there are."""
    indices = [tuple(map(int, address[address.index("[") + 1 : -1].split(","))) for address in values]
    made = np.zeros(tuple(max(index[axis] for index in indices) + 1 for axis in range(len(indices[0]))))
    for index, value in zip(indices, values.values(), strict=True):
        made[index] = value
    return made


def centre(matrix: Locator, row: int, col: int) -> tuple[float, float]:
    box = matrix.bounding_box()
    assert box
    size = box["width"] / int(matrix.get_attribute("aria-colcount") or 1)
    return box["x"] + (col + 0.5) * size, box["y"] + (row + 0.5) * size


def selected(matrix: Locator) -> list[str]:
    return (matrix.get_attribute("data-selected") or "").split()


def pinned(explorer: Explorer) -> str:
    """The pinned cell, as the page's own address bar has it at this moment: Playwright hears of it a little later."""
    return str(explorer.page.evaluate("location.hash")).split("cell=")[1]


def block(tensor: str, rows: range, cols: range) -> list[str]:
    return [f"{tensor}[0,0,{r},{c}]" for r in rows for c in cols]
