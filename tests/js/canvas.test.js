/** What a canvas can hold, and when a cell on it is drawn anew. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signature } from "../../static/js/draw/cells.js";
import { sized } from "../../static/js/draw/plane.js";

const canvas = () => ({ ratio: [], getContext() { return { setTransform: (a, _, __, d) => { this.ratio = [a, d]; } }; } });

test("a canvas longer than browsers draw has fewer pixels per cell, others have the device's", () => {
  for (const [width, height, w, h, ratio] of [[40, 20, 40, 20, 1], [80000, 8, 16384, 2, 16384 / 80000], [8, 40000, 3, 16384, 16384 / 40000], [0, 0, 1, 1, 1]]) {
    const one = canvas();
    sized(one, width, height);
    assert.deepEqual([one.width, one.height], [w, h]);
    assert.deepEqual(one.ratio, [ratio, ratio]);
  }
});

test("a cell that the film comes to is drawn anew, also where its number is the same", () => {
  const cell = { address: "x[0]", value: NaN };
  assert.notEqual(signature({ ...cell, later: true }), signature(cell));
});
