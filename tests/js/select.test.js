/** Rectangles of cells and what the tools of a matrix make of them. */
import assert from "node:assert/strict";
import test from "node:test";
import { arrange, filled } from "../../static/js/ui/arrange.js";
import { between, clipped, holds, nearest, placesIn, summary } from "../../static/js/ui/rectangle.js";

const box = (row, col, rows, cols) => ({ row, col, rows, cols });

test("two corners in any order make one rectangle", () => {
  for (const [a, b] of [[[1, 2], [3, 4]], [[3, 4], [1, 2]], [[1, 4], [3, 2]], [[3, 2], [1, 4]]]) assert.deepEqual(between(a, b), box(1, 2, 3, 3));
  assert.deepEqual(between([2, 2], [2, 2]), box(2, 2, 1, 1));
});

test("a rectangle holds its places, row by row", () => {
  const places = placesIn(box(1, 2, 2, 2));
  assert.deepEqual(places, [[1, 2], [1, 3], [2, 2], [2, 3]]);
  assert.ok(places.every((place) => holds(box(1, 2, 2, 2), place)));
  for (const place of [[0, 2], [1, 1], [3, 2], [1, 4]]) assert.ok(!holds(box(1, 2, 2, 2), place));
});

test("a selection ends where the map ends", () => {
  assert.deepEqual(clipped(box(0, 0, 5, 5), box(1, 1, 3, 3)), box(1, 1, 3, 3));
  assert.deepEqual(clipped(box(2, 0, 9, 2), box(1, 1, 3, 3)), box(2, 1, 2, 1));
  assert.equal(clipped(box(0, 0, 1, 1), box(1, 1, 3, 3)), null);
  assert.deepEqual([nearest([-4, 9], box(1, 1, 3, 3)), nearest([2, 2], box(1, 1, 3, 3))], [[1, 3], [2, 2]]);
});

test("what a selection adds up to", () => {
  assert.deepEqual(summary([1, -2, 0.5, 5]), { count: 4, sum: 4.5, mean: 1.125 });
});

const plane = { rows: 2, cols: 3, values: [1, 2, 3, 4, 5, 6] };
const MADE = {
  transpose: { rows: 3, cols: 2, values: [1, 4, 2, 5, 3, 6] },
  turn: { rows: 2, cols: 3, values: [6, 5, 4, 3, 2, 1] },
  flipAcross: { rows: 2, cols: 3, values: [3, 2, 1, 6, 5, 4] },
  flipDown: { rows: 2, cols: 3, values: [4, 5, 6, 1, 2, 3] },
  negate: { rows: 2, cols: 3, values: [-1, -2, -3, -4, -5, -6] },
};
for (const [name, made] of Object.entries(MADE)) {
  test(`${name}, and twice is nothing`, () => {
    assert.deepEqual(arrange[name](plane), made);
    assert.deepEqual(arrange[name](arrange[name](plane)), plane);
  });
}

test("turning is both flips, and is not transposing", () => {
  const square = { rows: 2, cols: 2, values: [1, 2, 3, 4] };
  assert.deepEqual(arrange.flipDown(arrange.flipAcross(square)), arrange.turn(square));
  assert.notDeepEqual(arrange.transpose(square), arrange.turn(square));
});

test("no zero becomes a minus zero", () => {
  assert.ok(arrange.negate({ rows: 1, cols: 1, values: [0] }).values.every((value) => Object.is(value, 0)));
});

test("filling counts row by row", () => {
  assert.deepEqual(filled(plane, (nth) => nth + 1).values, [1, 2, 3, 4, 5, 6]);
});
