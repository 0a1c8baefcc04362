/** A drawing is scaled and centred as MNIST's digits were. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, digit, graded, resampled } from "../../static/js/drawing/digit.js";

/** Ink of a rectangle. */
function drawn(width, height, { left, top, wide, high }) {
  const values = new Float64Array(width * height);
  for (let y = top; y < top + high; y++) values.fill(1, y * width + left, y * width + left + wide);
  return { width, height, values };
}
const rowsOf = (values, cols) => Array.from({ length: values.length / cols }, (_, r) => [...values.subarray(r * cols, (r + 1) * cols)]);
const boxIn = (values, rows, cols) => boxOf({ width: cols, height: rows, values });

test("nothing drawn is nothing", () => {
  assert.ok(digit(drawn(280, 280, { left: 0, top: 0, wide: 0, high: 0 }), 28, 28).every((value) => value === 0));
});

test("the box becomes 20 of 28, its ratio kept, in the middle, wherever it was drawn and however large", () => {
  for (const [left, top, wide, high] of [[10, 10, 60, 120], [200, 150, 40, 80], [0, 0, 140, 280]]) {
    const made = digit(drawn(280, 280, { left, top, wide, high }), 28, 28);
    assert.deepEqual(boxIn(made, 28, 28), { left: 9, top: 4, width: 10, height: 20 });
    assert.ok(made.every((value) => value === 0 || Math.abs(value - 1) < 1e-9));
  }
});

test("a wide drawing is bound by its width", () => {
  const made = digit(drawn(280, 280, { left: 20, top: 100, wide: 200, high: 50 }), 28, 28);
  assert.deepEqual(boxIn(made, 28, 28), { left: 4, top: 11, width: 20, height: 5 });
});

test("the centre of mass, not of the box, is the middle", () => {
  const ink = drawn(100, 100, { left: 10, top: 10, wide: 20, high: 80 });
  for (let y = 70; y < 90; y++) ink.values.fill(1, y * 100 + 10, y * 100 + 90);
  const made = digit(ink, 28, 28);
  let [mass, row, col] = [0, 0, 0];
  made.forEach((value, i) => { mass += value; row += value * (Math.floor(i / 28) + 0.5); col += value * ((i % 28) + 0.5); });
  assert.ok(Math.abs(row / mass - 14) <= 0.5 && Math.abs(col / mass - 14) <= 0.5);
  assert.notDeepEqual(boxIn(made, 28, 28).left, 4);
});

test("other maps take the same proportions", () => {
  assert.deepEqual(boxIn(digit(drawn(160, 160, { left: 0, top: 0, wide: 160, high: 160 }), 16, 16), 16, 16), { left: 2, top: 2, width: 11, height: 11 });
  const tall = digit(drawn(80, 160, { left: 0, top: 0, wide: 80, high: 160 }), 28, 14);
  assert.deepEqual([boxIn(tall, 28, 14).width, boxIn(tall, 28, 14).height], [10, 20]);
});

test("edges are averaged", () => {
  const ink = { width: 4, height: 2, values: [1, 0, 0, 1, 1, 0, 1, 1] };
  assert.deepEqual(rowsOf(resampled(ink, { left: 0, top: 0, width: 4, height: 2 }, 1, 2), 2), [[0.5, 0.75]]);
  assert.deepEqual(rowsOf(resampled(ink, { left: 0, top: 0, width: 3, height: 1 }, 1, 2), 2), [[2 / 3, 0]]);
});

test("numbers are hundredths or whole", () => {
  assert.deepEqual([...graded(Float64Array.of(0, 0.333, 1), 1)], [0, 0.33, 1]);
  assert.deepEqual([...graded(Float64Array.of(0, 0.333, 1), 255)], [0, 85, 255]);
});
