/** The camera of a matrix: zoom to a point, pan to the edges, keep a cell in sight. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellSize, deepest, panned, pixels, placeAt, showing, view, WHOLE, zoomed } from "../../static/js/ui/camera.js";

const MAP = { rows: 28, cols: 28, base: 8 };

test("as it comes, a frame shows all cells", () => {
  assert.deepEqual(view(WHOLE, MAP), { row: 0, col: 0, rows: 28, cols: 28 });
  assert.deepEqual(pixels(WHOLE, MAP, { row: 2, col: 3 }), { x: 24, y: 16, width: 8, height: 8 });
});

test("zooming keeps the cell under the pointer and the frame's size", () => {
  const point = [112, 56];
  const before = placeAt(WHOLE, MAP, point);
  const near = zoomed(WHOLE, MAP, 3, point);
  assert.equal(cellSize(near, MAP), 24);
  placeAt(near, MAP, point).forEach((at, i) => assert.ok(Math.abs(at - before[i]) < 1 / 24));
  const { rows, cols } = view(near, MAP);
  assert.deepEqual([Math.round(rows * 24), Math.round(cols * 24)], [224, 224]);
});

test("it goes as deep as numbers need, and back to the whole", () => {
  const deep = zoomed(WHOLE, MAP, 100, [0, 0]);
  assert.equal(deep.zoom, deepest(MAP));
  assert.equal(cellSize(deep, MAP), 56);
  assert.deepEqual(zoomed(deep, MAP, 0.001, [200, 200]), WHOLE);
  assert.equal(deepest({ rows: 3, cols: 3, base: 64 }), 1);
});

test("many small steps are one large one", () => {
  let camera = WHOLE;
  for (let i = 0; i < 40; i++) camera = zoomed(camera, MAP, 1.02, [100, 100]);
  assert.ok(Math.abs(camera.zoom - 1.02 ** 40) < 1e-9);
});

test("panning ends at the edges", () => {
  const near = zoomed(WHOLE, MAP, 4, [0, 0]);
  assert.deepEqual([panned(near, MAP, [1e6, 1e6]).row, panned(near, MAP, [1e6, 1e6]).col], [0, 0]);
  const far = panned(near, MAP, [-1e6, -1e6]);
  assert.deepEqual([far.row, far.col], [21, 21]);
  assert.deepEqual(panned(near, MAP, [-32, -64]), { zoom: 4, row: 2, col: 1 });
});

test("a cell is brought into sight, and one that is in sight moves nothing", () => {
  const near = zoomed(WHOLE, MAP, 4, [0, 0]);
  assert.deepEqual(showing(near, MAP, [3, 3]), near);
  const { row, rows, col } = view(showing(near, MAP, [20, 2]), MAP);
  assert.ok(20 >= row && 21 <= row + rows && col === 0);
});
