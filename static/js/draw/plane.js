/**
 * The cells of a matrix on a canvas of their own: only those that changed are painted again.
 * @typedef {{tensor: string, shape: number[], start: number, count: number, cols: number, row: number, col: number, every?: number}} Run cells of a tensor that follow each other, row by row from a place on; `every`: of the rows and columns only each n-th
 * @typedef {{rows: number, cols: number, inner?: {row: number, col: number, rows: number, cols: number}, map?: Run | null, max: number,
 *            at: At}} Model
 * @typedef {((row: number, col: number) => import("./cells.js").DrawnCell | null) & {number?: (row: number, col: number) => number | null | undefined}} At
 *   `number` says the same of a cell that is a mere colour, and faster: null before the film has come to it, undefined where none is
 * @typedef {{row: number, col: number, rows: number, cols: number}} View the part of the model that is shown, in cells
 * @typedef {{palette: any, writing: import("./writing.js").Writing | null, view?: View, alpha?: number}} Look `alpha`: how strong it is drawn
 */
import { paintCell, signature } from "./cells.js";
import { paintPicture } from "./image.js";

/** Below this many pixels a cell is a mere colour, without a gap to the next one. */
const PICTURE_BELOW = 5;

/** Pixels of a canvas per CSS pixel: the screen's, or the sharper ones that a palette for paper asks for. */
export const ratioOf = (palette) => palette?.ratio ?? (globalThis.devicePixelRatio || 1);

/** No browser draws a canvas that is longer in device pixels: a longer one gets fewer of them. */
const LONGEST = 16384;

/** Give a canvas its size in device pixels and a context that counts in CSS pixels. @returns {CanvasRenderingContext2D} */
export function sized(canvas, width, height, wished = ratioOf()) {
  const ratio = Math.min(wished, ...[width, height].map((side) => (side ? LONGEST / side : Infinity)));
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  return g;
}

/**
 * @param {HTMLCanvasElement} canvas not in the page: a font that is set on one there has all styles computed that were touched before
 * @param {Model} model @param {number} s cell size @param {Look} look @param {{key: string, cells: string[]}} painted what stands there; changed in place
 * @returns {boolean} whether anything was painted
 */
export function paintPlane(canvas, model, s, look, painted) {
  const view = look.view ?? wholeOf(model);
  const key = `${model.rows}x${model.cols}@${s}*${ratioOf(look.palette)}|${Object.values(view)}|${model.max}|${look.palette.ink}|${Object.values(look.writing ?? {})}`;
  const g = sized(canvas, view.cols * s, view.rows * s, ratioOf(look.palette));
  const other = painted.key !== key;
  if (other) {
    painted.key = key;
    painted.cells = [];
    g.clearRect(0, 0, view.cols * s, view.rows * s);
  }
  return paintCells(g, model, s, look, painted.cells) || other;
}

/** @param {CanvasRenderingContext2D} g @param {Model} model @param {number} s @param {Look} look @param {string[]} [painted] what stands in each cell; without it all are painted */
export function paintCells(g, model, s, look, painted) {
  const view = look.view ?? wholeOf(model);
  if (s < PICTURE_BELOW) {
    paintPicture(g, model, s, { ...look, view });
    return true;
  }
  const own = { ...look, max: model.max };
  let fresh = false;
  for (const [r, c] of placesIn(view, model)) {
    const cell = model.at(r, c);
    if (painted) {
      const now = signature(cell);
      const at = r * model.cols + c;
      if (painted[at] === now) continue;
      painted[at] = now;
    }
    paintCell(g, (c - view.col) * s, (r - view.row) * s, s, cell, own);
    fresh = true;
  }
  return fresh;
}

/** @param {Model} model @returns {View} */
export const wholeOf = ({ rows, cols }) => ({ row: 0, col: 0, rows, cols });

/** The cells of which some part is in view, row by row. @param {View} view @param {Model} model */
function* placesIn(view, model) {
  const [bottom, right] = [Math.min(model.rows, Math.ceil(view.row + view.rows - 1e-6)), Math.min(model.cols, Math.ceil(view.col + view.cols - 1e-6))];
  for (let r = Math.floor(view.row + 1e-6); r < bottom; r++) for (let c = Math.floor(view.col + 1e-6); c < right; c++) yield [r, c];
}
