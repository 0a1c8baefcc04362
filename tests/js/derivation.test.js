/** The printed derivation: its address, and numbers set as text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { figures } from "../../static/js/derivation/figures.js";
import { addressOf, readPlace } from "../../static/js/derivation/place.js";

test("numbers are text, powers raised", () => {
  assert.deepEqual(figures("+ (-2) \\cdot 0.5"), [{ text: "+ (−2) · 0.5" }]);
  assert.deepEqual(figures("1.5 \\cdot 10^{-7} \\cdot 2"), [{ text: "1.5 · 10" }, { text: "−7", raised: true }, { text: " · 2" }]);
  assert.deepEqual(figures("\\max(2,"), [{ text: "max(2," }]);
  assert.deepEqual(figures("\\operatorname{share\\ of\\ max}(-\\infty,"), [{ text: "share of max(−∞," }]);
});

test("symbols stay formulas", () => {
  for (const latex of ["x_{11}", "\\frac{\\partial L}{\\partial z_{11}}\\, 0", "+ w_{22}", "\\delta^{\\uparrow}_{11}"]) assert.equal(figures(latex), null);
});

test("the address holds what is derived, and nothing that is empty or unknown", () => {
  const place = { trace: "abc", tensor: "input.grad", slice: "0,1,:,:", cells: "" };
  const address = addressOf(place);
  assert.equal(address, "/derivation?trace=abc&tensor=input.grad&slice=0%2C1%2C%3A%2C%3A");
  assert.deepEqual(readPlace(`${address.slice("/derivation".length)}&evil=1`), { trace: "abc", tensor: "input.grad", slice: "0,1,:,:" });
});
