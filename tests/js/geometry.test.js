import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds, geometry, windowCells } from "../../static/js/geometry.js";
import { placeOf, plane } from "../../static/js/tensor.js";

test("a long single row is folded, a matrix never", () => {
  assert.deepEqual(plane([1, 256]), { rows: 16, cols: 16, lead: [], folded: true });
  assert.deepEqual(plane([10, 256]), { rows: 10, cols: 256, lead: [] });
  assert.deepEqual(plane([2, 3, 4, 5]), { rows: 4, cols: 5, lead: [2, 3] });
  assert.deepEqual([placeOf([1, 256], [0, 17]), placeOf([4, 4], [2, 3]), placeOf([], [])], [[1, 1], [2, 3], [0, 0]]);
});

test("padding may differ on each side; words are read from the shapes", () => {
  const padded = [1, 1, 8, 7];
  const input = [1, 1, 5, 5];
  assert.deepEqual(geometry({ padding: [[1, 2], [0, 2]], stride: 2 }, padded, input), { stride: [2, 2], dilation: [1, 1], ring: { top: 1, left: 0, bottom: 2, right: 2 } });
  assert.deepEqual(geometry({ padding: "same" }, [1, 1, 6, 6], input).ring, { top: 0, left: 0, bottom: 1, right: 1 });
});

test("a window lies where stride and dilation put it", () => {
  assert.deepEqual(windowCells([1, 2], [2, 2], { stride: [2, 1], dilation: [1, 3] }), [[2, 2], [2, 5], [3, 2], [3, 5]]);
});

test("a rectangle of cells knows whether it is filled", () => {
  assert.deepEqual(bounds([[1, 1], [1, 2], [2, 1], [2, 2]]), { row: 1, col: 1, rows: 2, cols: 2, full: true });
  assert.equal(bounds([[0, 0], [2, 2]]).full, false);
  assert.equal(bounds([]), null);
});
