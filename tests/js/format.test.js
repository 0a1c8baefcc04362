/** How numbers are written: rounded in one place, with a real minus, never "-0". */
import assert from "node:assert/strict";
import test from "node:test";
import { added, agree, breadth, exact, factor, formFor, power, rounded, typed, written } from "../../static/js/format.js";

const ROUNDED = [
  [0, "0"], [-0, "0"], [1, "1"], [-1.5, "−1.5"], [0.1 + 0.2, "0.3"], [21.25, "21.25"], [-13.75, "−13.75"],
  [1 / 3, "0.33333"], [123456, "123456"], [1234567.8, "1.235·10⁶"], [0.00012345, "1.234·10⁻⁴"], [-1e-300, "−1·10⁻³⁰⁰"],
  [0.999999, "1"], [99999.4, "99999"], [174.25, "174.25"], [NaN, "NaN"], [Infinity, "∞"], [-Infinity, "−∞"],
];

test("numbers are rounded for reading", () => {
  for (const [value, words] of ROUNDED) assert.equal(rounded(value), words);
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

const matrix = (values, room = 4.6, squeezed = 5.6) => {
  const form = formFor(values, room, squeezed);
  return form && [...values.map((value) => written(value, form)), power(form)];
};

test("the numbers of one matrix are written in one form", () => {
  assert.deepEqual(matrix([15, -6.5, 2.5]), ["15", "−6.5", "2.5", ""]);
  assert.deepEqual(matrix([0.25, 1.5, 0, -2]), ["0.25", "1.50", "0", "−2", ""]);
  assert.deepEqual(matrix([0.0761, -0.00019, -0.04, 0]), ["76.1", "−0.2", "−40.0", "0", "×10⁻³"]);
  assert.deepEqual(matrix([0.0331234, 0.1171234, -0.11012]), ["33", "117", "−110", "×10⁻³"]);
  assert.deepEqual(matrix([0.333333, 0.5, 1]), ["0.333", "0.500", "1", ""]);
  assert.deepEqual(matrix([123456, 7], 4, 4), ["123", "≈0", "×10³"]);
});

test("what is not zero never looks like zero", () => {
  assert.deepEqual(matrix([0.1171234, 1e-9, 0, -1e-9], 5.6), ["0.117", "0.000", "0", "0.000", ""]);
  assert.deepEqual(matrix([-117.1234, 1e-9, 0], 4), ["−117", "≈0", "0", ""]);
});

test("a form fits its room or there is none", () => {
  const samples = [[0.1, -0.22222], [1e-7, 3e-7], [-12345.678], [9.9996, -99.96], [0.5, -0.123456], [1e300, -1], [1, 2, 3], [0, 0]];
  for (const values of samples) for (const room of [3, 3.7, 4.4, 5.6, 8]) {
    const form = formFor(values, room);
    for (const value of form ? values : []) assert.ok(breadth(written(value, form)) <= room, `${value} in ${room}`);
  }
  assert.equal(formFor([-0.123456], 1.9), null);
  assert.deepEqual(matrix([NaN, Infinity, -Infinity, 0.5]), ["NaN", "∞", "−∞", "0.5", ""]);
});
