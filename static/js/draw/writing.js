/** How the numbers of a matrix are written at a size of its cells: in one form and one font size. */
import { breadth, formFor, written } from "../format.js";

/** Below this many pixels a cell is a colour without a number. */
export const TEXT_FROM = 24;
/** No number is smaller. */
export const LEAST = 9;
/** Width of a digit of the page's font at 1 px. */
export const DIGIT = 0.6;
/** How far numbers shrink before they lose digits, and how far exact ones do. */
const [ROUNDED, EXACT] = [0.9, 0.78];

/** How high a number may grow in its cell, and what is left beside it then. */
const [GROWN, TIGHT] = [0.54, 5];

/** The width that a number may take. @param {number} s */
export const roomIn = (s) => s - Math.max(4, s * 0.16);

/** @typedef {import("../format.js").Form & {px: number}} Writing */

/**
 * @param {import("./plane.js").Model} model @param {number} s cell size
 * @param {number} [wished] a font size that numbers grow to, where it fits (a projector's): never at the cost of digits
 * @returns {Writing | null} null: no number fits
 */
export function writing(model, s, wished = 0) {
  if (s < TEXT_FROM) return null;
  const [size, room] = [s * (s < 40 ? 0.38 : 0.32), roomIn(s)];
  const fits = (shrunk) => room / (DIGIT * Math.max(LEAST, size * shrunk));
  const values = valuesOf(model);
  const form = formFor(values, fits(ROUNDED), fits(EXACT));
  if (!form) return null;
  const widest = values.reduce((most, value) => Math.max(most, breadth(written(value, form))), 1);
  const px = Math.min(size, room / (DIGIT * widest));
  return { ...form, px: Math.max(LEAST, px, Math.min(wished, s * GROWN, (s - TIGHT) / (DIGIT * widest))) };
}

function valuesOf({ rows, cols, at }) {
  const values = [];
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) {
    const cell = at(r, c);
    if (cell) values.push(cell.awaited ?? cell.value);
  }
  return values;
}

/** Whether two matrices are written alike. @param {Writing | null} a @param {Writing | null} b */
export const alike = (a, b) => a?.exponent === b?.exponent && a?.decimals === b?.decimals && a?.px === b?.px;
