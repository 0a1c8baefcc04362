/**
 * What a learner has typed for one tensor: a text per cell, so that nothing is lost before it is a number.
 * @typedef {{shape: number[], cells: string[]}} Attempt row-major; an empty text is a cell left open
 */
import { exact, typed } from "../format.js";
import { quotient } from "../paste/number.js";
import { plane } from "../tensor.js";

const NAMED = { nan: "NaN", inf: "Infinity", infinity: "Infinity", "+inf": "Infinity", "-inf": "-Infinity", "-infinity": "-Infinity", "∞": "Infinity", "-∞": "-Infinity" };

export const count = (shape) => shape.reduce((product, n) => product * n, 1);

/** @param {number[]} shape @returns {Attempt} */
export const blank = (shape) => ({ shape, cells: new Array(count(shape)).fill("") });

/** @param {{shape: number[], values: ArrayLike<number | null>}} block @returns {Attempt} */
export const attemptOf = ({ shape, values }) => ({ shape, cells: Array.from(values, (value) => (value === null ? "" : exact(value))) });

/** One cell's text as the API reads it: a number, "NaN" or "Infinity", null when it is open, undefined when it is no number. @param {string} text */
export function entered(text) {
  if (text.trim() === "") return null;
  const value = typed(text);
  if (typeof value === "number") return value;
  const word = value.replaceAll("\u2212", "-").toLowerCase();
  const ratio = quotient(word);
  return Number.isFinite(ratio) ? ratio : NAMED[word];
}

/** As `entered`, for painting: NaN where there is nothing to paint. @param {string} text */
export const painted = (text) => Number(entered(text) ?? NaN);

export const filled = (attempt) => attempt.cells.some((text) => text.trim() !== "");

/** The offset of the first text that is no number, or -1. @param {Attempt} attempt */
export const firstFault = (attempt) => attempt.cells.findIndex((text) => entered(text) === undefined);

/** The nested list that the API takes. @param {Attempt} attempt */
export function nested({ shape, cells }) {
  let level = cells.map(entered);
  for (const size of shape.slice(1).reverse()) level = Array.from({ length: level.length / size }, (_, i) => level.slice(i * size, (i + 1) * size));
  return shape.length ? level : level[0];
}

/** A nested list, such as the API's, as shape and values; null where rows differ in length. @param {any} data */
export function flat(data) {
  const shape = [];
  let level = [data];
  while (Array.isArray(level[0])) {
    const size = level[0].length;
    if (!level.every((part) => Array.isArray(part) && part.length === size)) return null;
    shape.push(size);
    level = level.flat();
  }
  return level.some(Array.isArray) ? null : { shape, values: level.map((value) => (value === null ? null : Number(value))) };
}

/**
 * A block in the axes of the tensor that it is meant for. A table has two axes where a tensor may have four: several maps stand below
 * each other in it, a single one is the map that there is. Any other shape stays as it came, for the server to name.
 * @param {number[]} shape @param {number[]} like @returns {number[]}
 */
export function fitted(shape, like) {
  const maps = count(like.slice(0, -2));
  if (like.length < 2 && shape.length === 2 && shape.includes(1)) return like.length || count(shape) > 1 ? [count(shape)] : [];
  if (shape.length >= like.length) return shape;
  if (shape.length === 2 && maps > 1 && shape[1] === like.at(-1) && shape[0] === maps * like.at(-2)) return like;
  return [...like.slice(shape.length).map(() => 1), ...shape];
}

/**
 * A table laid into one map from a cell on; null where it does not fit.
 * @param {Attempt} attempt @param {number} at offset of the first cell @param {{shape: number[], values: ArrayLike<number | null>}} block
 */
export function laid(attempt, at, { shape, values }) {
  const { rows, cols } = plane(attempt.shape);
  const width = shape.at(-1) ?? 1;
  const height = values.length / width;
  const start = at - (at % (rows * cols));
  const [row, col] = [Math.floor((at - start) / cols), (at - start) % cols];
  if (row + height > rows || col + width > cols) return null;
  const cells = attempt.cells.slice();
  for (let i = 0; i < values.length; i++) cells[start + (row + Math.floor(i / width)) * cols + col + (i % width)] = values[i] === null ? "" : exact(values[i]);
  return { ...attempt, cells };
}

/** Other rows and columns; what is typed stays at its place. @param {Attempt} attempt @param {number} rows @param {number} cols @returns {Attempt} */
export function resized(attempt, rows, cols) {
  const before = plane(attempt.shape);
  const rank = attempt.shape.length;
  const shape = rank === 0 ? [] : rank === 1 ? [cols] : [...attempt.shape.slice(0, -2), rows, cols];
  const maps = count(before.lead);
  const cells = [];
  for (let map = 0; map < maps; map++) for (let r = 0; r < (rank > 1 ? rows : 1); r++) for (let c = 0; c < cols; c++) {
    cells.push(r < before.rows && c < before.cols ? attempt.cells[map * before.rows * before.cols + r * before.cols + c] : "");
  }
  return { shape, cells };
}
