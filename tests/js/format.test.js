/** How numbers are written: rounded in one place, with a real minus, never "-0". */
import assert from "node:assert/strict";
import test from "node:test";
import { added, agree, exact, factor, rounded, typed } from "../../static/js/format.js";

const ROUNDED = [
  [0, "0"], [-0, "0"], [1, "1"], [-1.5, "−1.5"], [0.1 + 0.2, "0.3"], [21.25, "21.25"], [-13.75, "−13.75"],
  [1 / 3, "0.33333"], [123456, "123456"], [1234567.8, "1.235·10⁶"], [0.00012345, "1.234·10⁻⁴"], [-1e-300, "−1·10⁻³⁰⁰"],
  [0.999999, "1"], [99999.4, "99999"], [174.25, "174.25"], [NaN, "NaN"], [Infinity, "∞"], [-Infinity, "−∞"],
];

test("numbers are rounded for reading", () => {
  for (const [value, written] of ROUNDED) assert.equal(rounded(value), written);
});

test("a negative factor stands in brackets, a stamp shows its sign", () => {
  assert.deepEqual([factor(-2), factor(3), added(-2), added(0.5)], ["(−2)", "3", "− 2", "+ 0.5"]);
});

test("full precision is what the API writes", () => {
  assert.deepEqual([exact(0.1 + 0.2), exact(-0)], ["0.30000000000000004", "-0.0"]);
});

test("what was typed is a number, or stays as it is for the server to refuse", () => {
  const cases = [["1.5", 1.5], [" −2 ", -2], ["-.5", -0.5], ["1e3", 1000], ["", ""], ["0x10", "0x10"], ["abc", "abc"], ["1e999", "1e999"]];
  for (const [text, value] of cases) assert.equal(typed(text), value);
});

test("methods agree but for rounding", () => {
  assert.ok(agree(-1.5, -1.5 + 1e-12));
  assert.ok(agree(NaN, NaN));
  assert.ok(!agree(1, 1.001));
});
