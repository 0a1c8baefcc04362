/**
 * The two canvases of a matrix. The lower one repaints only the cells that changed; the upper one holds the frames.
 * @typedef {{rows: number, cols: number, inner?: {row: number, col: number, rows: number, cols: number}, max: number,
 *            at: (row: number, col: number) => import("./cells.js").DrawnCell | null}} Model
 * @typedef {{row: number, col: number, rows?: number, cols?: number, width?: number, dashed?: boolean, colour?: string, pin?: boolean, wrong?: boolean, left?: boolean}} Frame
 */
import { paintCell, signature } from "./cells.js";

/** The upper canvas is larger on every side, so that frames may stand outside of the cells. */
export const RIM = 5;

/** Below this many pixels a cell is drawn as part of a picture. */
const PICTURE_BELOW = 5;

/** Give a canvas its size in device pixels and a context that counts in CSS pixels. @returns {CanvasRenderingContext2D} */
export function sized(canvas, width, height) {
  const ratio = globalThis.devicePixelRatio || 1;
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
 * @param {{palette: any, writing: import("./writing.js").Writing | null}} look @param {{key: string, cells: string[]}} painted what stands there; changed in place
 */
export function paintPlane(canvas, model, s, look, painted) {
  const key = `${model.rows}x${model.cols}@${s}*${globalThis.devicePixelRatio}|${model.max}|${look.palette.ink}|${Object.values(look.writing ?? {})}`;
  const g = sized(canvas, model.cols * s, model.rows * s);
  if (painted.key !== key) {
    painted.key = key;
    painted.cells = [];
    g.clearRect(0, 0, model.cols * s, model.rows * s);
  }
  if (s < PICTURE_BELOW) return paintPicture(g, model, s, look, painted);
  let count = 0;
  for (let r = 0; r < model.rows; r++) {
    for (let c = 0; c < model.cols; c++) {
      const cell = model.at(r, c);
      const now = signature(cell);
      const at = r * model.cols + c;
      if (painted.cells[at] === now) continue;
      painted.cells[at] = now;
      paintCell(g, c * s, r * s, s, cell, { ...look, max: model.max });
      count++;
    }
  }
  return count;
}

/** Cells that are mere colours, without gaps between them: no more than a rectangle each. */
function paintPicture(g, model, s, { palette }, painted) {
  let count = 0;
  for (let r = 0; r < model.rows; r++) {
    for (let c = 0; c < model.cols; c++) {
      const cell = model.at(r, c);
      const fill = !cell || cell.blank || cell.unread ? "" : palette.picture(cell.shown ?? cell.value, model.max);
      const at = r * model.cols + c;
      if (painted.cells[at] === fill) continue;
      painted.cells[at] = fill;
      if (fill) g.fillStyle = fill;
      g[fill ? "fillRect" : "clearRect"](c * s, r * s, s, s);
      count++;
    }
  }
  return count;
}

/** @param {HTMLCanvasElement} canvas @param {Model} model @param {number} s @param {Frame[]} frames @param {{palette: any}} look */
export function paintFrames(canvas, model, s, frames, { palette }) {
  const g = sized(canvas, model.cols * s + 2 * RIM, model.rows * s + 2 * RIM);
  g.clearRect(0, 0, model.cols * s + 2 * RIM, model.rows * s + 2 * RIM);
  for (const frame of frames) {
    const width = frame.width ?? 2;
    const x = frame.col * s + RIM;
    const y = frame.row * s + RIM;
    const w = (frame.cols ?? 1) * s;
    const h = (frame.rows ?? 1) * s;
    g.strokeStyle = g.fillStyle = frame.colour ?? palette.ink;
    if (frame.wrong) {
      crossed(g, x, y, w, h, palette.bad, frame.left);
      continue;
    }
    if (frame.pin) {
      corner(g, x + w, y, Math.min(14, s * 0.34));
      continue;
    }
    g.lineWidth = width * palette.stroke;
    g.setLineDash(frame.dashed ? [4, 3] : []);
    const out = width > 2 ? 1 : -width / 2 - (s >= 8 ? 0.5 : 0);
    g.beginPath();
    g.roundRect(x - out, y - out, w + 2 * out, h + 2 * out, 3);
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
