/** What a learner types: texts of cells, the shapes they are taken as, blocks that are laid into them. */
import assert from "node:assert/strict";
import test from "node:test";
import { attemptOf, blank, entered, filled, firstFault, fitted, flat, laid, nested, resized } from "../../static/js/checking/attempt.js";

test("a cell is a number, a fraction, a word that is not finite, open, or no number", () => {
  const read = { "0.5": 0.5, "−2": -2, "1e-3": 0.001, "1/4": 0.25, nan: "NaN", "-inf": "-Infinity", "∞": "Infinity", "": null, "  ": null, x: undefined, "1,5": undefined };
  for (const [text, value] of Object.entries(read)) assert.equal(entered(text), value, text);
});

test("the server gets nested lists, null where a cell is open", () => {
  assert.deepEqual(nested({ shape: [1, 2, 2], cells: ["1", "", "-2", "nan"] }), [[[1, null], [-2, "NaN"]]]);
  assert.equal(nested({ shape: [], cells: ["3"] }), 3);
  assert.equal(filled(blank([2, 2])), false);
  assert.equal(firstFault({ shape: [3], cells: ["1", "", "x"] }), 2);
});

test("nested lists are flattened unless they are ragged", () => {
  assert.deepEqual(flat([[1, null], ["NaN", 4]]), { shape: [2, 2], values: [1, null, NaN, 4] });
  assert.deepEqual(flat(2), { shape: [], values: [2] });
  assert.equal(flat([[1, 2], [3]]), null);
  assert.equal(flat([[1, 2], 3]), null);
});

test("a table becomes the map that it is meant for; a wrong shape stays one", () => {
  const taken = [
    [[3, 3], [1, 1, 3, 3], [1, 1, 3, 3]], [[5, 5], [1, 1, 3, 3], [1, 1, 5, 5]], [[6, 3], [1, 2, 3, 3], [1, 2, 3, 3]], [[3, 3], [1, 2, 3, 3], [1, 1, 3, 3]],
    [[2, 3, 3], [1, 2, 3, 3], [1, 2, 3, 3]], [[1, 4], [4], [4]], [[4, 1], [4], [4]], [[1, 1], [], []], [[4], [1, 4], [1, 4]], [[2, 3, 3, 3], [3, 3], [2, 3, 3, 3]],
  ];
  for (const [shape, like, as] of taken) assert.deepEqual(fitted(shape, like), as, `${shape} for ${like}`);
});

test("a block is laid from a cell on, into its own map, or not at all", () => {
  const two = blank([2, 2, 3]);
  assert.deepEqual(laid(two, 7, { shape: [2, 2], values: [1, 2, 3, null] }).cells, ["", "", "", "", "", "", "", "1", "2", "", "3", ""]);
  assert.deepEqual(laid(blank([3]), 1, { shape: [2], values: [5, 6] }).cells, ["", "5", "6"]);
  assert.equal(laid(two, 8, { shape: [1, 2], values: [1, 2] }), null);
  assert.equal(laid(two, 3, { shape: [2, 1], values: [1, 2] }), null);
});

test("other rows and columns keep what is typed at its place", () => {
  const typed = attemptOf({ shape: [1, 2, 2], values: [1, 2, 3, 4] });
  assert.deepEqual(resized(typed, 3, 1), { shape: [1, 3, 1], cells: ["1", "3", ""] });
  assert.deepEqual(resized(typed, 2, 3).cells, ["1", "2", "", "3", "4", ""]);
});
