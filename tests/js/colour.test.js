import assert from "node:assert/strict";
import { test } from "node:test";
import { letter } from "../../static/js/latex.js";
import { oklab, scale, strength, toHex } from "../../static/js/draw/colour.js";

test("a symbol's letter", () => {
  assert.deepEqual(["x", "w_{11}", "z^{(1)}", "\\delta^{+}", "\\frac{a}{b}", "\\hat{x}", "f'(z)"].map(letter), ["x", "w", "z", "\\delta", null, null, "f"]);
});

test("colours go through OKLab and back", () => {
  for (const hex of ["#86aef0", "#f2a07e", "#f1f1ec", "#000000", "#ffffff"]) assert.equal(toHex(oklab(hex)), hex);
});

test("the scale ends at its tokens, and zero, NaN and an empty tensor are neutral", () => {
  const colour = scale({ zero: "#f1f1ec", positive: "#86aef0", negative: "#f2a07e" });
  assert.deepEqual([colour(5, 5), colour(-5, 5), colour(0, 5), colour(NaN, 5), colour(1, 0)], ["#86aef0", "#f2a07e", "#f1f1ec", "#f1f1ec", "#f1f1ec"]);
  assert.ok(strength(1, 10) > 0.2 && strength(1, 10) < 0.3);
  assert.equal(strength(Infinity, 3), 1);
});
