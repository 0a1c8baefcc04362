/**
 * The film in closed form: which step works out which cell, and where rows, tensors and layers end.
 * @typedef {{phase: string, layer: string, tensor: string, method: string, cells: string, shape: number[], start: number, count: number}} Segment
 * @typedef {"cell" | "row" | "tensor" | "layer"} Unit
 */
import { format } from "../address.js";
import { indexAt } from "../tensor.js";

export const SCATTER = "scatter";

/** @param {Segment[]} segments */
export const total = (segments) => (segments.length ? segments.at(-1).start + segments.at(-1).count : 0);

/** The place of the segment that a step lies in, by bisection. @param {Segment[]} segments @param {number} step */
export function placeOf(segments, step) {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (segments[middle].start <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The cell that a step visits: its own number, or the δ that stamps. @param {Segment} segment @param {number} step */
export const cellAt = (segment, step) => format(segment.cells, indexAt(segment.shape, step - segment.start));

/** How many steps of a segment are done once `step` is. @param {Segment} segment @param {number} step */
export const doneOf = ({ start, count }, step) => Math.max(0, Math.min(count, step + 1 - start));

/**
 * The same film with the input gradients worked out cell by cell in place of the stamps.
 * @param {Segment[]} segments @param {(segment: Segment) => {tensor: string, shape: number[]}} target what a table is cropped to
 */
export function unstamped(segments, target) {
  let start = 0;
  return segments.map((segment) => {
    const { tensor, shape } = segment.method === SCATTER ? target(segment) : segment;
    const method = segment.method === SCATTER ? "chain" : segment.method;
    const count = shape.reduce((product, n) => product * n, 1);
    const one = { ...segment, tensor, method, cells: segment.method === SCATTER ? tensor : segment.cells, shape, start, count };
    start += count;
    return one;
  });
}

/** The step of another way through the same tensors at which as much is done. @param {Segment[]} from @param {Segment[]} to @param {number} step */
export function carried(from, to, step) {
  const place = placeOf(from, step);
  const done = doneOf(from[place], step);
  return to[place].start + Math.max(1, Math.ceil((done * to[place].count) / from[place].count)) - 1;
}

/** First and last step of the unit that a step lies in. @param {Segment[]} segments @param {number} step @param {Unit} unit @returns {[number, number]} */
export function span(segments, step, unit) {
  if (unit === "cell") return [step, step];
  let [first, last] = [placeOf(segments, step), placeOf(segments, step)];
  const { start, count, shape } = segments[first];
  if (unit === "row") {
    const cols = shape.at(-1) ?? 1;
    const row = start + Math.floor((step - start) / cols) * cols;
    return [row, Math.min(row + cols, start + count) - 1];
  }
  const same = (one) => one && one.phase === segments[first].phase && one.layer === segments[first].layer;
  if (unit === "layer") {
    while (same(segments[last + 1])) last++;
    while (same(segments[first - 1])) first--;
  }
  return [segments[first].start, segments[last].start + segments[last].count - 1];
}

/** The end of the next unit, or of the one before; from rest (null) forward to the first. @param {Segment[]} segments @param {number | null} step @param {Unit} unit @param {1 | -1} by */
export function moved(segments, step, unit, by) {
  const end = total(segments) - 1;
  if (step === null) return by > 0 ? span(segments, 0, unit)[1] : end;
  const [first, last] = span(segments, step, unit);
  if (by < 0) return Math.max(0, first - 1);
  return step < last ? last : step < end ? span(segments, step + 1, unit)[1] : end;
}
