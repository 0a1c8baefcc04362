"""The page in a test's words: choose a layer and a method, read a matrix, type a number.

It knows only what the page promises to outside tests: `data-tensor`, `data-stage`, `data-method`, `data-lit`,
the live `gridcell` with `data-cell` and `data-value`, tabs, the address bar, and the names of buttons.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Self

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.links import fragment

Values = dict[str, float]
"""Full-precision numbers by address."""

PLAIN = "padding-1-kernel-2x2"
RELU = "padding-1-kernel-2x2-relu"
PATIENCE = 5
"""Seconds within which a page says what follows from an edit."""
ADDRESS = re.compile(r"[\w.]+\[[\d,]*\]")

# Walks through every cell of a matrix with the arrow keys, as a reader would, and notes what each one says.
WALK = """async (matrix) => {
  const seen = {};
  const cell = () => matrix.querySelector('[role="gridcell"][data-cell]');
  const note = () => {
    const { cell: address, value } = cell().dataset;
    const fresh = !(address in seen);
    seen[address] = { value, text: cell().textContent, lit: matrix.dataset.lit ?? "" };
    return fresh;
  };
  const settle = () => new Promise((done) => setTimeout(done));
  const press = async (key, ctrlKey = false) => {
    const before = cell().dataset.cell;
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true }));
    if (cell().dataset.cell === before) await settle();
    return cell().dataset.cell !== before;
  };
  matrix.focus();
  await settle();
  await press("Home", true);
  for (let across = "ArrowRight"; ; across = across === "ArrowRight" ? "ArrowLeft" : "ArrowRight") {
    do note(); while (await press(across));
    if (!(await press("ArrowDown"))) return seen;
  }
}"""


@dataclass
class Explorer:
    """One open page."""

    page: Page
    base: str

    def open(self, lesson: str = PLAIN, **look: str) -> Self:
        """Opens the page at a lesson; `look` is what its address may hold: layer, tensor, method, cell."""
        place = "&".join(f"{key}={value}" for key, value in {"lesson": lesson, **look}.items())
        self.page.goto(f"{self.base}/#{place}")
        return self.ready()

    def open_document(self, document: dict[str, Any], lesson: str = PLAIN, **look: str) -> Self:
        """Opens a link that holds a document."""
        self.page.goto(f"{self.base}/{fragment(document, lesson=lesson, **look)}")
        return self.ready()

    def kept(self) -> dict[str, Any]:
        """The document that the page holds now."""
        document: dict[str, Any] = self.page.evaluate("explorer.document()")
        return document

    def look(self, **look: str) -> Self:
        """Goes to another place of the same document, as a followed link does."""
        place = "&".join(f"{key}={value}" for key, value in look.items())
        self.page.evaluate("place => { location.hash = place; }", place)
        if "method" in look:
            expect(self.stage).to_have_attribute("data-method", look["method"])
        return self.ready()

    def ready(self) -> Self:
        """Waits until a stage shows numbers."""
        expect(self.page.locator("[data-stage]").first).to_be_visible()
        expect(self.page.locator("[data-stage] [data-tensor] [role=gridcell][data-cell]").first).to_be_attached()
        return self

    @property
    def stage(self) -> Locator:
        return self.page.locator("[data-stage]").first

    @property
    def method(self) -> str:
        return self.stage.get_attribute("data-method") or ""

    def matrix(self, tensor: str) -> Locator:
        """The matrix of a tensor on the stage, where it is shown there, else anywhere on the page."""
        staged = self.stage.locator(f'[data-tensor="{tensor}"]').first
        return staged if staged.count() else self.page.locator(f'[data-tensor="{tensor}"]').first

    def tensors(self) -> list[str]:
        """The names of all matrices that the page shows now, in reading order."""
        found = self.page.locator("[data-tensor]:visible")
        return list(dict.fromkeys(found.evaluate_all("all => all.map(one => one.dataset.tensor)")))

    def walk(self, tensor: str) -> dict[str, dict[str, str]]:
        """`value`, `text` and `lit` of every cell of a matrix, by address."""
        seen: dict[str, dict[str, str]] = self.matrix(tensor).evaluate(WALK)
        return seen

    def read(self, tensor: str) -> Values:
        return {address: float(said["value"]) for address, said in self.walk(tensor).items()}

    def read_all(self) -> dict[str, Values]:
        """The numbers of every matrix that the page shows now."""
        return {tensor: self.read(tensor) for tensor in self.tensors()}

    def current(self, tensor: str) -> Locator:
        return self.matrix(tensor).locator("[role=gridcell][data-cell]")

    def go(self, address: str) -> Locator:
        """Moves the current cell of a matrix to an address by the arrow keys; returns the matrix."""
        tensor, index = split(address)
        matrix = self.matrix(tensor)
        matrix.focus()
        for axis, (back, forth) in ((-2, ("ArrowUp", "ArrowDown")), (-1, ("ArrowLeft", "ArrowRight"))):
            for _ in range(200):
                now = split(self.current(tensor).get_attribute("data-cell") or "")[1]
                if len(index) < -axis or now[axis] == index[axis]:
                    break
                self.page.keyboard.press(forth if now[axis] < index[axis] else back)
        expect(self.current(tensor)).to_have_attribute("data-cell", address)
        return matrix

    def type(self, address: str, text: str) -> None:
        """Opens a cell with Enter, types over its number and keeps the new one."""
        self.go(address)
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def expect_value(self, address: str, value: float) -> None:
        """Waits until the page says this value of this cell, at full precision."""
        deadline = time.monotonic() + PATIENCE
        said = None
        while time.monotonic() < deadline:
            self.go(address)
            said = self.current(split(address)[0]).get_attribute("data-value")
            if said and float(said) == value:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"{address} is {value} and the page says {said}")

    def share(self) -> str:
        """The link of the share window, copied there."""
        self.page.get_by_role("button", name="Share", exact=True).click()
        window = self.page.get_by_role("dialog", name="Share this view")
        expect(window.get_by_text("characters")).to_be_visible()
        link = window.get_by_role("textbox", name="Link").input_value()
        window.get_by_role("button", name="Copy").click()
        expect(window.get_by_text("Copied.")).to_be_visible()
        window.get_by_role("button", name="Close").click()
        return link

    def method_tabs(self) -> Locator:
        """The tabs that choose the stage's method."""
        return self.page.get_by_role("tablist", name="Method").get_by_role("tab")


def split(address: str) -> tuple[str, tuple[int, ...]]:
    """("conv1.weight", (0, 0, 1, 1)) of "conv1.weight[0,0,1,1]"."""
    tensor, _, inside = address.rstrip("]").partition("[")
    return tensor, tuple(int(part) for part in inside.split(",") if part)


def flat(tensor: str, data: Any) -> Values:
    """The cells of a nested list by address."""
    if not isinstance(data, list):
        return {f"{tensor}[]": float(data)}
    cells: Values = {}

    def visit(part: Any, index: tuple[int, ...]) -> None:
        if isinstance(part, list):
            for position, inner in enumerate(part):
                visit(inner, (*index, position))
        else:
            cells[f"{tensor}[{','.join(map(str, index))}]"] = float(part)

    visit(data, ())
    return cells


class Api:
    """The same server without the page: what every figure is held against."""

    def __init__(self, base: str) -> None:
        self.client = httpx.Client(base_url=f"{base}/api/v1", timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.client.close()

    def lesson(self, slug: str) -> dict[str, Any]:
        return self.ok(self.client.get(f"/lessons/{slug}"))

    def trace(self, document: Any) -> str:
        return str(self.ok(self.client.post("/traces", json=document))["id"])

    def edit(self, trace: str, *edits: tuple[str, float]) -> str:
        body = [{"cell": cell, "value": value} for cell, value in edits]
        return str(self.ok(self.client.post(f"/traces/{trace}/edits", json=body))["id"])

    def values(self, trace: str, tensor: str) -> Values:
        return flat(tensor, self.ok(self.client.get(f"/traces/{trace}/tensors/{tensor}"))["data"])

    def tensors(self, trace: str) -> list[str]:
        return list(self.ok(self.client.get(f"/traces/{trace}"))["tensors"])

    def explain(self, trace: str, cell: str, method: str | None = None) -> dict[str, Any]:
        query = {"cell": cell, **({"method": method} if method else {})}
        return self.ok(self.client.get(f"/traces/{trace}/explain", params=query))

    @staticmethod
    def ok(reply: httpx.Response) -> dict[str, Any]:
        assert reply.is_success, reply.text
        body: dict[str, Any] = reply.json()
        return body
