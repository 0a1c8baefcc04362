/**
 * The two canvases of a matrix. The lower one repaints only the cells that changed; the upper one holds the frames.
 * @typedef {{tensor: string, shape: number[], start: number, count: number, cols: number, row: number, col: number}} Run cells of a tensor that follow each other, row by row from a place on
 * @typedef {{rows: number, cols: number, inner?: {row: number, col: number, rows: number, cols: number}, map?: Run | null, max: number,
 *            at: (row: number, col: number) => import("./cells.js").DrawnCell | null}} Model
 * @typedef {{row: number, col: number, rows?: number, cols?: number, width?: number, dashed?: boolean, colour?: string, pin?: boolean, wrong?: boolean, left?: boolean}} Frame
 * @typedef {{row: number, col: number, rows: number, cols: number}} View the part of the model that is shown, in cells
 */
import { paintCell, signature } from "./cells.js";
import { later } from "./later.js";

/** The upper canvas is larger on every side, so that frames may stand outside of the cells. */
export const RIM = 5;

/** A smaller cell is framed by a thin line and has no corner, else it were a blot. */
const THIN_BELOW = 12;

/** Below this many pixels a cell is drawn as part of a picture. */
const PICTURE_BELOW = 5;

/** Pixels of a canvas per CSS pixel: the screen's, or the sharper ones that a palette for paper asks for. */
const ratioOf = (palette) => palette?.ratio ?? (globalThis.devicePixelRatio || 1);

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
 * @param {HTMLCanvasElement} canvas @param {Model} model @param {number} s cell size
 * @param {{palette: any, writing: import("./writing.js").Writing | null, view?: View}} look @param {{key: string, cells: string[]}} painted what stands there; changed in place
 */
export function paintPlane(canvas, model, s, look, painted) {
  const view = look.view ?? wholeOf(model);
  const key = `${model.rows}x${model.cols}@${s}*${ratioOf(look.palette)}|${Object.values(view)}|${model.max}|${look.palette.ink}|${Object.values(look.writing ?? {})}`;
  const g = sized(canvas, view.cols * s, view.rows * s, ratioOf(look.palette));
  if (painted.key !== key) {
    painted.key = key;
    painted.cells = [];
    g.clearRect(0, 0, view.cols * s, view.rows * s);
  }
  const fresh = [];
  const picture = s < PICTURE_BELOW;
  const ratio = g.getTransform().a;
  for (const [r, c] of placesIn(view, model)) {
    const cell = model.at(r, c);
    const fill = picture && (cell?.later ? look.palette.panel : !cell || cell.blank || cell.unread ? "" : look.palette.picture(cell.shown ?? cell.value, model.max));
    const now = picture ? fill : signature(cell);
    const at = r * model.cols + c;
    if (painted.cells[at] === now) continue;
    painted.cells[at] = now;
    const [x, y] = [(c - view.col) * s, (r - view.row) * s];
    if (picture) paintPoint(g, x, y, s, fill, ratio);
    else fresh.push([x, y, cell]);
  }
  if (!fresh.length) return;
  const own = { ...look, max: model.max };
  // What was laid out otherwise meanwhile is painted anew by whoever did that.
  later(() => { if (painted.key === key) for (const [x, y, cell] of fresh) paintCell(g, x, y, s, cell, own); });
}

/** A cell that is a mere colour, without a gap to the next one: in whole pixels of the device, so that nothing of an earlier colour stays at its edges. */
function paintPoint(g, x, y, s, fill, ratio) {
  const [left, top, right, bottom] = [x, y, x + s, y + s].map((at) => Math.round(at * ratio) / ratio);
  if (fill) g.fillStyle = fill;
  g[fill ? "fillRect" : "clearRect"](left, top, right - left, bottom - top);
}

/** @param {Model} model @returns {View} */
const wholeOf = ({ rows, cols }) => ({ row: 0, col: 0, rows, cols });

/** The cells of which some part is in view, row by row. @param {View} view @param {Model} model */
function* placesIn(view, model) {
  const [bottom, right] = [Math.min(model.rows, Math.ceil(view.row + view.rows - 1e-6)), Math.min(model.cols, Math.ceil(view.col + view.cols - 1e-6))];
  for (let r = Math.floor(view.row + 1e-6); r < bottom; r++) for (let c = Math.floor(view.col + 1e-6); c < right; c++) yield [r, c];
}

/** What stands on a canvas of frames: it is not drawn again. */
const standing = new WeakMap();

/** @param {HTMLCanvasElement} canvas @param {Model} model @param {number} s @param {Frame[]} frames @param {{palette: any, view?: View}} look */
export function paintFrames(canvas, model, s, frames, { palette, view = wholeOf(model) }) {
  const look = JSON.stringify([frames, view, s, ratioOf(palette), palette.ink, palette.bad]);
  if (standing.get(canvas) === look) return;
  standing.set(canvas, look);
  const [width, height] = [view.cols * s + 2 * RIM, view.rows * s + 2 * RIM];
  const g = sized(canvas, width, height, ratioOf(palette));
  g.clearRect(0, 0, width, height);
  for (const frame of frames) {
    const thin = Math.min(frame.rows ?? 1, frame.cols ?? 1) * s < THIN_BELOW;
    const line = thin ? Math.min(1.5, frame.width ?? 2) : frame.width ?? 2;
    const x = (frame.col - view.col) * s + RIM;
    const y = (frame.row - view.row) * s + RIM;
    const w = (frame.cols ?? 1) * s;
    const h = (frame.rows ?? 1) * s;
    if (x + w <= RIM || y + h <= RIM || x >= width - RIM || y >= height - RIM) continue;
    g.strokeStyle = g.fillStyle = frame.colour ?? palette.ink;
    if (frame.wrong) {
      crossed(g, x, y, w, h, palette.bad, frame.left);
      continue;
    }
    if (frame.pin) {
      if (!thin) corner(g, x + w, y, Math.min(14, s * 0.34));
      continue;
    }
    g.lineWidth = line * palette.stroke;
    g.setLineDash(frame.dashed ? [4, 3] : []);
    const out = line > 2 ? 1 : -line / 2 - (s >= 8 ? 0.5 : 0);
    g.beginPath();
    g.roundRect(x - out, y - out, w + 2 * out, h + 2 * out, thin ? 1 : 3);
    g.stroke();
  }
  g.setLineDash([]);
}

/** Wrong by a learner's hand: told by frame and cross, not by colour alone. */
function crossed(g, x, y, w, h, colour, left) {
  g.strokeStyle = colour;
  const inside = w >= 56 ? 1 : 0.5;
  g.lineWidth = w >= 56 ? 3 : w >= 24 ? 2 : 1.5;
  g.setLineDash([]);
  g.beginPath();
  const edge = inside + g.lineWidth / 2;
  g.roundRect(x + edge, y + edge, w - 2 * edge, h - 2 * edge, 2);
  g.stroke();
  g.lineWidth = w >= 56 ? 2 : 1.5;
  g.beginPath();
  if (w >= 24) {
    const [arm, at, top] = [Math.min(4, w * 0.07), left ? x + w * 0.17 : x + w * 0.83, y + w * 0.17];
    g.moveTo(at - arm, top - arm);
    g.lineTo(at + arm, top + arm);
    g.moveTo(at + arm, top - arm);
    g.lineTo(at - arm, top + arm);
  }
  g.stroke();
}

function corner(g, right, top, t) {
  g.beginPath();
  g.moveTo(right - t, top);
  g.lineTo(right, top);
  g.lineTo(right, top + t);
  g.fill();
}
