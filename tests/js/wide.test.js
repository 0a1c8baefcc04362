/** Long lines are folded, one at a time; every number keeps its index. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedPlace, foldedShape, indexIn, isWide, linesOf, offsetIn } from "../../static/js/ui/wide.js";

test("what is long is folded, a square as a square, a short vector by tens", () => {
  const shapes = [[120, 400], [784, 10], [10, 84], [16], [1, 40], [10, 10], [12], [1, 84], [50, 50], [2, 3, 4, 5]];
  assert.deepEqual(shapes.map(isWide), [true, true, true, true, true, false, false, false, false, false]);
  assert.deepEqual(shapes.slice(0, 5).map(foldedShape), [[20, 20], [28, 28], [6, 16], [2, 10], [4, 10]]);
});

test("every number of every line has its own index, place and offset", () => {
  for (const shape of [[3, 400], [784, 2], [10, 84], [16], [1, 40]]) {
    const { count, length } = linesOf(shape);
    const seen = new Set();
    const [, cols] = foldedShape(shape);
    for (let line = 0; line < count; line++) for (let k = 0; k < length; k++) {
      const index = indexIn(shape, line, k);
      const at = index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
      assert.equal(offsetIn(shape, line, k), at);
      assert.deepEqual(foldedPlace(shape, index), [Math.floor(k / cols), k % cols]);
      seen.add(at);
    }
    assert.equal(seen.size, shape.reduce((product, n) => product * n, 1));
  }
});
