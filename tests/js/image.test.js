/** Cells that are mere colours: each pixel of the device has the colour of the cell that it lies in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { paintPicture } from "../../static/js/draw/image.js";

const palette = { panel: "#ffffff", picture: (value) => (value < 0 ? "#ff0000" : "#0000ff") };
const [RED, BLUE, WHITE, NONE] = ["255,0,0,255", "0,0,255,255", "255,255,255,255", "0,0,0,0"];

function painted(model, s, { view = { row: 0, col: 0, rows: model.rows, cols: model.cols }, transform = { a: 1, e: 0, f: 0 }, alpha = 1 } = {}) {
  let put = null;
  paintPicture({
    globalAlpha: alpha, getTransform: () => transform,
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (image, x, y) => { put = { image, at: [x, y] }; },
  }, model, s, { palette, view });
  const { width, height, data } = put.image;
  const pixel = (x, y) => [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)].join();
  return { at: put.at, rows: Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => pixel(x, y))) };
}

const cells = [[{ value: 1 }, { value: -1 }], [{ value: NaN, blank: true, later: true }, null]];
const model = { rows: 2, cols: 2, max: 1, at: (r, c) => cells[r][c] };

test("cells of two pixels each: a number's colour, an empty one's, nothing", () => {
  const [above, below] = [[BLUE, BLUE, RED, RED], [WHITE, WHITE, NONE, NONE]];
  assert.deepEqual(painted(model, 2).rows, [above, above, below, below]);
});

test("a model that knows numbers is asked for them alone", () => {
  const at = Object.assign(() => assert.fail("no cell is needed"), { number: (r, c) => [[1, -1], [null, undefined]][r][c] });
  assert.deepEqual(painted({ ...model, at }, 1).rows, [[BLUE, RED], [WHITE, NONE]]);
});

test("cells below a pixel, and a screen with two pixels for one", () => {
  assert.deepEqual(painted(model, 0.5).rows, [[NONE]]);
  assert.deepEqual(painted(model, 1, { transform: { a: 2, e: 6, f: 8 } }), { at: [6, 8], rows: painted(model, 2).rows });
});

test("the part in view begins within a cell", () => {
  assert.deepEqual(painted(model, 2, { view: { row: 0, col: 0.5, rows: 1, cols: 1.5 } }).rows, [[BLUE, RED, RED], [BLUE, RED, RED]]);
});

test("what is past is weaker", () => {
  assert.deepEqual(painted(model, 1, { alpha: 0.6 }).rows[0], ["0,0,255,153", "255,0,0,153"]);
});
