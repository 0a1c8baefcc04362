/** Formulas as text, and the rectangles that light up. */
import assert from "node:assert/strict";
import test from "node:test";
import { bounds, geometry, windowCells } from "../../static/js/geometry.js";
import { inline, leftSide, painted } from "../../static/js/latex.js";

test("fractions come onto one line", () => {
  assert.equal(inline("\\frac{\\partial L}{\\partial x_{11}}"), "\\partial L/\\partial x_{11}");
  assert.equal(inline("w_{22}"), "w_{22}");
});

test("the left side ends at the first = outside of braces", () => {
  assert.equal(leftSide("x_{a=b} = 1 = 1"), "x_{a=b}");
  assert.equal(leftSide("x"), "x");
});

test("symbols and derivatives of the loss take the colour of their role", () => {
  assert.equal(painted("w_{22}", { w: "weight" }), "\\htmlClass{r-weight}{w_{22}}");
  const law = painted("\\frac{\\partial L}{\\partial x} = \\delta\\, w", { "\\delta": "gradient", w: "weight" });
  assert.ok(law.startsWith("\\htmlClass{r-gradient}{\\frac{\\partial L}{\\partial x}}"));
  assert.ok(law.includes("\\htmlClass{r-weight}{w}"));
});

test("a window covers what stride and dilation say", () => {
  const spec = { stride: [2, 1], dilation: [1, 2], padding: [[1, 0], [0, 2]] };
  const found = geometry(spec, [1, 1, 5, 7], [1, 1, 4, 5]);
  assert.deepEqual(found.ring, { top: 1, left: 0, bottom: 0, right: 2 });
  assert.deepEqual(windowCells([1, 3], [2, 2], found), [[2, 3], [2, 5], [3, 3], [3, 5]]);
});

test("a full rectangle is told from scattered cells", () => {
  assert.deepEqual(bounds([[1, 1], [1, 2], [2, 1], [2, 2]]), { row: 1, col: 1, rows: 2, cols: 2, full: true });
  assert.equal(bounds([[0, 0], [2, 2]]).full, false);
  assert.equal(bounds([]), null);
});
