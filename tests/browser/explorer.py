"""The page in a test's words: choose a layer and a method, read a matrix, type a number.

It knows only what the page promises to outside tests: `data-tensor`, `data-stage`, `data-method`, `data-lit`,
the live `gridcell` with `data-cell` and `data-value`, tabs, the address bar, and the names of buttons.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
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
LIVE = "[role=gridcell][data-cell]"
"""The cell of a matrix that screen readers follow."""

# Walks through every cell of a matrix with the arrow keys, as a reader would, and notes what each one says. All of it
# is one task, as a picture between would take longer than the steps do; with `rests` the rows are apart, so that the
# server of a large network gets no more questions at once than it lets wait.
WALK = """async (matrix, rests) => {
  const seen = {};
  const cell = () => matrix.querySelector('[role="gridcell"][data-cell]');
  const note = () => {
    const { cell: address, value } = cell().dataset;
    const fresh = !(address in seen);
    seen[address] = { value, text: cell().textContent, lit: matrix.dataset.lit ?? "" };
    return fresh;
  };
  const press = async (key, ctrlKey = false) => {
    const before = cell().dataset.cell;
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true }));
    if (cell().dataset.cell === before) await (rests ? new Promise((done) => setTimeout(done)) : null);
    return cell().dataset.cell !== before;
  };
  matrix.focus();
  await null;
  await press("Home", true);
  for (let across = "ArrowRight"; ; across = across === "ArrowRight" ? "ArrowLeft" : "ArrowRight") {
    do note(); while (await press(across));
    if (!(await press("ArrowDown"))) return seen;
  }
}"""

# Walks through each of these matrices; of one that is there twice the stage's: tensor → what its cells say.
WALK_ALL = f"""async (matrices) => {{
  const walk = {WALK};
  const seen = {{}};
  for (const one of matrices.sort((one, other) => other.matches("[data-stage] *") - one.matches("[data-stage] *"))) {{
    seen[one.dataset.tensor] ??= await walk(one);
  }}
  return seen;
}}"""

# Moves to a cell with the arrow keys, by rows and then by columns; says where that led.
GO = """async (matrix, index) => {
  const cell = () => matrix.querySelector('[role="gridcell"][data-cell]').dataset.cell;
  const place = (axis) => JSON.parse(cell().slice(cell().indexOf("["))).at(axis);
  matrix.focus();
  for (const [axis, back, forth] of [[-2, "ArrowUp", "ArrowDown"], [-1, "ArrowLeft", "ArrowRight"]]) {
    for (let steps = 0; steps < 200 && index.length >= -axis && place(axis) !== index.at(axis); steps++) {
      const key = place(axis) < index.at(axis) ? forth : back;
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      await new Promise((done) => setTimeout(done));
    }
  }
  return cell();
}"""


# A stage shows numbers. Asked at every frame: Playwright's own patience comes in steps of 100 ms and more.
READY = f"""() => document.querySelector("[data-stage]")?.checkVisibility({{ visibilityProperty: true }})
  && document.querySelector("[data-stage] [data-tensor] {LIVE}")"""

# Follows a link to another place of the page, until the page has followed.
FOLLOW = """(place) => new Promise((done) => {
  const before = location.hash;
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = place;
  if (location.hash === before) done();
})"""


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
        self.page.evaluate(FOLLOW, place)
        if "method" in look:
            expect(self.stage).to_have_attribute("data-method", look["method"])
        return self.ready()

    def ready(self) -> Self:
        """Waits until a stage shows numbers."""
        self.page.wait_for_function(READY)
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
        seen: dict[str, dict[str, str]] = self.matrix(tensor).evaluate(WALK, True)
        return seen

    def read(self, tensor: str) -> Values:
        return numbers(self.matrix(tensor).evaluate(WALK))

    def read_all(self) -> dict[str, Values]:
        """The numbers of every matrix that the page shows now."""
        return walked(self.page.locator("[data-tensor]:visible"))

    def current(self, tensor: str) -> Locator:
        return self.matrix(tensor).locator(LIVE)

    def go(self, address: str) -> Locator:
        """Moves the current cell of a matrix to an address by the arrow keys; returns the matrix."""
        tensor, index = split(address)
        matrix = self.matrix(tensor)
        if matrix.evaluate(GO, index) != address:
            expect(matrix.locator(LIVE)).to_have_attribute("data-cell", address)
        return matrix

    def type(self, address: str, text: str) -> None:
        """Opens a cell with Enter, types over its number and keeps the new one."""
        self.go(address)
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def expect_value(self, address: str, value: float) -> None:
        """Waits until the page says this value of this cell, at full precision."""
        self.eventually(lambda: self.value(address), value)

    def value(self, address: str) -> float:
        """What the page says of this cell now, at full precision; NaN while it has no number."""
        return float(self.go(address).locator(LIVE).get_attribute("data-value") or "nan")

    def expect_numbers(self, tensor: str, values: Values) -> None:
        """Waits until a matrix says exactly these numbers."""
        self.eventually(lambda: self.read(tensor), values)

    def expect_all(self, expected: Mapping[str, Values]) -> None:
        """Waits until every matrix that is shown, and named here, says exactly these numbers."""
        self.eventually(
            lambda: {name: said for name, said in self.read_all().items() if said != expected.get(name, said)}, {}
        )

    def eventually(self, read: Callable[[], object], value: object) -> None:
        """Waits until what is read is this."""
        deadline = time.monotonic() + PATIENCE
        while (found := read()) != value:
            assert time.monotonic() < deadline, f"{found} instead of {value}"
            self.page.wait_for_timeout(20)

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


def walked(matrices: Locator) -> dict[str, Values]:
    """The numbers of some matrices by tensor."""
    return {tensor: numbers(cells) for tensor, cells in matrices.evaluate_all(WALK_ALL).items()}


def numbers(cells: dict[str, dict[str, str]]) -> Values:
    """What the cells of a walk say, as numbers."""
    return {address: float(said["value"] or "nan") for address, said in cells.items()}


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

    def numbers(self, trace: str) -> dict[str, Values]:
        """All numbers of a trace by tensor."""
        reply = self.ok(self.client.get(f"/traces/{trace}", params={"include": "derived"}))
        return {name: flat(name, tensor["data"]) for name, tensor in reply["tensors"].items()}

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
