/** What is framed of the cells that changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { marked } from "../../static/js/ui/flash.js";

const block = (rows, cols) => Array.from({ length: rows * cols }, (_, k) => [2 + Math.floor(k / cols), 3 + (k % cols)]);

test("each of a few, the rectangle of many", () => {
  assert.deepEqual(marked([[1, 2]]), [{ row: 1, col: 2, rows: 1, cols: 1 }]);
  assert.equal(marked(block(10, 10)).length, 100);
  assert.deepEqual(marked(block(28, 28)), [{ row: 2, col: 3, rows: 28, cols: 28 }]);
  assert.deepEqual(marked([]), []);
});
