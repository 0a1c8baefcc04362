/** Where pasted numbers go, and how they are written for other tools. */
import assert from "node:assert/strict";
import test from "node:test";
import { fit } from "../../static/js/paste/fit.js";
import { read } from "../../static/js/paste/read.js";
import { json, numpy, tsv } from "../../static/js/paste/write.js";

const box = (row, col, rows = 1, cols = 1) => ({ row, col, rows, cols });
/** A 3×4 map of a tensor, inside a ring of one cell. */
const map = (more) => ({ shape: [1, 1, 3, 4], rows: 3, cols: 4, origin: [1, 1], box: box(1, 1), ...more });
const block = (shape) => ({ shape, values: Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => i) });

test("one number fills what is selected", () => {
  assert.deepEqual(fit(read("7"), map({ box: box(1, 2, 2, 1) }), "x").cells, [[1, 2, 7], [2, 2, 7]]);
  assert.deepEqual(fit(read("[[7]]"), map(), "x").cells, [[1, 1, 7]]);
});

test("a block lies at the cursor, whatever axes of length 1 stand before it", () => {
  const placed = [[2, 3, 0], [2, 4, 1], [3, 3, 2], [3, 4, 3]];
  for (const shape of [[2, 2], [1, 2, 2], [1, 1, 2, 2]]) assert.deepEqual(fit(block(shape), map({ box: box(2, 3) }), "x").cells, placed);
  assert.deepEqual(fit(block([2]), map(), "x").cells, [[1, 1, 0], [1, 2, 1]]);
});

test("a column goes into a vector that lies as a row", () => {
  const bias = { shape: [3], rows: 1, cols: 3, origin: [0, 0], box: box(0, 0) };
  assert.deepEqual(fit(block([3, 1]), bias, "b").cells, [[0, 0, 0], [0, 1, 1], [0, 2, 2]]);
});

test("a print of all maps fills the tensor", () => {
  const place = map({ shape: [2, 3, 3, 4], box: box(2, 2) });
  for (const shape of [[2, 3, 3, 4], [6, 3, 4]]) assert.deepEqual(fit(block(shape), place, "w"), { whole: true });
  assert.deepEqual(fit(block([1, 1, 3, 4]), map({ box: box(2, 2) }), "x"), { whole: true });
});

test("what does not fit says what, where and how much room there is", () => {
  const refused = (shape, more, kind, ...parts) => assert.throws(() => fit(block(shape), map(more), "conv1.weight"), (fault) => {
    assert.equal(fault.kind, kind);
    for (const part of ["conv1.weight", "Nothing was changed", ...parts]) assert.ok(fault.message.includes(part), fault.message);
    return true;
  });
  refused([2, 2], { box: box(3, 3) }, "tooLargeHere", "row 3, column 3", "room for 1×2", "block is 2×2");
  refused([4, 4], {}, "tooLarge", "4×4", "3×4");
  refused([2, 3, 4], {}, "otherShape", "2×3×4", "1×1×3×4");
  refused([2, 2, 3, 4], { shape: [3, 1, 3, 4] }, "otherShape", "2×2×3×4", "3×1×3×4");
});

const NUMBERS = [1, -0.5, 0.1 + 0.2, 1e-7, -2, 1e21];
test("what is copied can be pasted again, to the last bit", () => {
  assert.equal(tsv([2, 3], NUMBERS), "1\t-0.5\t0.30000000000000004\n1e-7\t-2\t1e+21");
  assert.equal(json([2, 3], NUMBERS), "[[1, -0.5, 0.30000000000000004],\n [1e-7, -2, 1e+21]]");
  assert.equal(numpy([2, 3], NUMBERS), "np.array([[1, -0.5, 0.30000000000000004],\n          [1e-7, -2, 1e+21]])");
  for (const shape of [[2, 3], [1, 2, 3], [3, 1, 2], [2, 3, 1, 1], [6]]) {
    for (const write of [json, numpy]) assert.deepEqual(read(write(shape, NUMBERS)), { shape, values: NUMBERS });
  }
  for (const shape of [[2, 3], [2, 1, 3], [3, 1, 2]]) assert.deepEqual(read(tsv(shape, NUMBERS)), { shape, values: NUMBERS });
});

test("what is no number is copied in words", () => {
  assert.equal(json([2], [NaN, -Infinity]), '["NaN", "-Infinity"]');
  assert.equal(numpy([2], [NaN, -Infinity]), "np.array([np.nan, -np.inf])");
  assert.equal(tsv([1, 2], [NaN, -0]), "NaN\t-0.0");
});
