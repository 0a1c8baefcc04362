/** How large cells may be: every figure of a target gives the target the same size, so that it keeps its place. */
import { plane } from "../tensor.js";

/** Height that most figures need; what is over stands one third above them. */
const USUAL = 440;

/** A lower stage scrolls. */
const LEAST = 236;

/** Width of the stage below which gaps shrink, and below which the figure stacks. */
export const MEDIUM = 800;
export const NARROW = 480;

/** Whole pixels, but for pictures whose cells are a few pixels large. */
function clamp(value, low, high) {
  const kept = Math.max(low, Math.min(high, value));
  return kept < 6 ? Math.floor(kept * 4) / 4 : Math.floor(kept + 1e-9);
}

/** @param {{width: number, height: number}} room */
export function gaps({ width }) {
  if (width < NARROW) return { gx: 42, ga: 0, gd: 44, gy: 12, lab: 34 };
  return width < MEDIUM ? { gx: 36, ga: 50, gd: 62, gy: 34, lab: 36 } : { gx: 48, ga: 84, gd: 78, gy: 40, lab: 44 };
}

/** How far below the sentence the figure begins: the same for every method, so that the target stays. @param {{width: number, height: number}} room */
export const lift = ({ width, height }) => (width < NARROW ? 0 : Math.max(0, Math.round((height - USUAL) / 3)));

const most = ({ width }) => (width >= 1150 ? 80 : 64);

/**
 * Cell size of the target, and with it of the table and the stamp.
 * @param {{width: number, height: number}} room @param {number[]} target shape @param {number[]} [table] shape of the padded table
 * @param {number[]} [delta] @param {number[]} [weight]
 */
export function targetCell(room, target, table, delta, weight) {
  const x = plane(target);
  const { gx, ga, gd, gy, lab } = gaps(room);
  const height = Math.max(LEAST, room.height);
  const tall = down(height - lab - 20, x.rows);
  if (!table) return clamp(Math.min(tall, (room.width * (room.width < NARROW ? 0.8 : 0.3)) / x.cols), 2, most(room));
  const [t, d, w] = [plane(table), plane(delta), plane(weight)];
  if (room.width < NARROW) return clamp((room.width - gd - 24) / (t.cols + x.cols), 2, 64);
  const wide = (room.width - gx - ga - gd - 4) / (t.cols + x.cols + 0.6875 * (d.cols + w.cols));
  const high = (height - lab - 30) / Math.max(t.rows, 0.6875 * d.rows + w.rows + gy / 64);
  return clamp(Math.min(wide, high), 2, most(room));
}

/** A matrix of so few rows keeps cells in which a number has room: the stage scrolls before numbers go. */
const [SMALL, READABLE] = [8, 28];
const down = (height, rows) => (rows <= SMALL ? Math.max(READABLE, height / rows) : height / rows);

/** The largest cell for `cols` in a width and `rows` in a height. */
export const fit = (width, cols, height, rows, largest = 54) => clamp(Math.min(width / cols, down(height, rows)), 1, largest);

/**
 * The room beside the target. @param {import("./common.js").Stage} stage
 * @returns {{width: number, height: number, narrow: boolean, c: number}} `height` without captions
 */
export function leftRoom(stage, tall = false) {
  const { width, height } = stage.room.value;
  const narrow = width < NARROW;
  const { lab } = gaps(stage.room.value);
  const c = stage.size.value;
  const target = plane(stage.shape()).cols * c;
  return { width: narrow ? width - 28 : width - target - (width < MEDIUM ? 44 : 56), height: Math.max(176, narrow ? 320 : height - lab - 12 - (tall ? 0 : lift(stage.room.value))), narrow, c };
}

const cols = (shape) => plane(shape).cols;
const rows = (shape) => plane(shape).rows;

/** What stands left of a stamp. */
const STAMP_NAME = 128;
/** What the caption of δ needs, its size included. */
const CAPTION = 196;
/** Below this many pixels the cells of δ and w may be larger than the table's. */
const LEGIBLE = 24;

/**
 * δ and w beside the table, as large as the room left of it and above the stamp lets them be;
 * the stamp's name stands above it where it has no room beside it.
 */
export function scatterSizes(stage, delta, weight, table) {
  const { width, height, narrow, c } = leftRoom(stage);
  const { gx, ga, gd, gy } = gaps(stage.room.value);
  const beside = width - ga - gd - cols(table) * c - gx;
  const above = height - gy - rows(weight) * c - 24;
  const s = narrow
    ? fit(width - 2 * gx, cols(delta) + 2 * cols(weight), 600, rows(delta), 40)
    : Math.max(Math.round(c * 0.6875), fit(beside, cols(delta) + cols(weight), above, rows(delta), Math.max(c * 0.8, LEGIBLE)));
  const apart = narrow ? gx : Math.max(gx, Math.min(CAPTION, beside + gx - cols(weight) * s) - cols(delta) * s);
  const across = (cols(delta) + cols(weight)) * s + apart;
  return { s, gx: apart, stamp: narrow ? s : Math.min(c, across / cols(weight)), stacked: !narrow && across < cols(weight) * c + (stage.parts.count > 1 ? 108 : STAMP_NAME) };
}

/** What stands beside kernel and products in one line: signs, brackets, a bias. */
const ASIDE = 190;
/** Which map it is, said below a matrix. */
const MAP = 24;

/** A plane under a window, the kernel twice, the products; `over`: the plane stands above the others, where beside them its numbers had no room; `aside`: the products stand beside the kernel, where below it they were out of sight. */
export function windowSizes(stage, plane_, kernel, kernels, biases = 1) {
  const { width, height, narrow } = leftRoom(stage);
  const between = width < 620 ? 24 : 36;
  const beside = fit(width * 0.44 - 20, cols(plane_), height, rows(plane_), 56);
  const above = fit(width - 20, cols(plane_), height - 2 * READABLE * rows(kernel) - 130, rows(plane_), READABLE + 4);
  const over = !narrow && rows(plane_) <= SMALL && beside < READABLE && above > beside;
  const d = narrow ? fit(width, cols(plane_), 300, rows(plane_), 48) : over ? above : beside;
  const rest = narrow || over ? width : width - d * cols(plane_) - between - 20;
  const high = over ? height - d * rows(plane_) - 40 : height;
  const aside = kernels === 1 && !narrow && !over && rows(kernel) > 3 && 2 * READABLE * rows(kernel) + 150 > high
    ? fit((rest - ASIDE) / 2, cols(kernel), high - 60, rows(kernel), 48) : 0;
  if (aside >= READABLE) return { over, aside: true, sizes: { d: fit(width * 0.44 - 20, cols(plane_), height - MAP, rows(plane_), 56), q: aside, p: aside, b: aside } };
  const turning = kernels > 1 ? (width < 620 ? 76 : 118) + 40 : 80;
  const q = fit(rest - turning - 36, kernels * cols(kernel), high * (rows(kernel) > 3 ? 0.26 : 0.36), rows(kernel), 48);
  const p = fit(rest - 150, cols(kernel), narrow ? 180 : Math.max(60, high - 150 - q * rows(kernel)), rows(kernel), narrow ? 60 : 72);
  const b = biases === 1 ? q : fit(rest - cols(kernel) * q - 100, biases, q, 1, q);
  return { over, sizes: { d, q, p, b } };
}

/** The sum below δ, and how many pairs it has. */
const TOTAL = 124;

/** δ over the padded input. */
export function correlationSizes(stage, padded, delta) {
  const { width, height, narrow } = leftRoom(stage);
  if (narrow) return { d: fit(width, cols(padded), 300, rows(padded), 40), s: fit(width, cols(delta), 260, rows(delta), 32) };
  const d = fit(width - 110, cols(padded) + 0.75 * cols(delta), height, rows(padded), 60);
  return { d, s: Math.min(d * 0.75, fit(width, cols(delta), height - TOTAL, rows(delta))) };
}

/** A long row and a high column. */
export function structuralSizes(stage, slots) {
  const { width, height, narrow } = leftRoom(stage, true);
  const col = fit(40, 1, narrow ? Math.min(640, slots * 28) : height, slots, 40);
  const beside = Math.max(col, width < 620 ? 150 : 230) + 90; // the column is as wide as its caption
  return { row: fit(width - (narrow ? 0 : beside), slots, 60, 1, 44), col };
}

/** Two small matrices above a list, or beside it. */
export function listSizes(stage, first, second, { tall = false, list } = {}) {
  const { width, height, narrow } = leftRoom(stage, tall);
  const across = cols(first) + cols(second);
  const high = Math.max(rows(first), rows(second));
  const listw = narrow ? width : list ?? Math.min(width * 0.54, 460);
  const s = fit((narrow ? width : width - listw) - 96, across, narrow ? 200 : height * 0.4, high, 40);
  return { s, listw, list: narrow ? 280 : height, derivatives: Math.max(120, height - s * high - 116) };
}

/** On a projector: the lines above, below them two small matrices beside the derivatives. */
export function compositionSizes(stage, first, second) {
  const { width, height } = leftRoom(stage, true);
  const high = Math.max(rows(first), rows(second));
  return { s: fit(width / 2 - 72, cols(first) + cols(second), height * 0.45, high, 40), listw: width, list: height * 0.5, derivatives: height * 0.55 };
}

/** One plane and a column of running totals. */
export function sumSizes(stage, delta) {
  const { width, height } = leftRoom(stage);
  return { d: fit(width - 190, cols(delta) + 1, height, rows(delta), 60) };
}
