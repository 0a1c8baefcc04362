/** Where windows lie: what the chosen cell's terms read, how a window is framed, and which inputs no window reaches. */
import { parse, tensorOf } from "../address.js";
import { bounds } from "../geometry.js";
import { plane } from "../tensor.js";
import { layout } from "../ui/sheet.js";
import { addressIn, explained, factorIn, shapeOf } from "./common.js";

/**
 * Which cells of a plane the chosen cell's terms read, and the factor that each of them meets.
 * @param {string} name @param {() => number[]} lead the map that is shown
 * @returns {() => {places: number[][], under: Map<string, import("../explanations.js").Factor>}}
 */
export function windowOf(name, lead) {
  return () => {
    const under = new Map();
    const places = [];
    for (const term of explained()?.terms ?? []) {
      const own = factorIn(term, name);
      const address = own && addressIn(own, name);
      if (!address || parse(address).index.slice(0, -2).join() !== lead().join()) continue;
      places.push(parse(address).index.slice(-2));
      const other = term.factors.find((one) => one !== own && one.cell && tensorOf(one.cell) !== name);
      if (other) under.set(address, other);
    }
    return { places, under };
  };
}

/** One frame round a window; the taps of a dilated one are framed each, so that the gaps show. @param {number[][]} places */
export function windowFrames(places) {
  const box = bounds(places);
  if (!box) return [];
  return box.full ? [{ ...box, width: 3 }] : [{ ...box, width: 1, dashed: true }, ...places.map(([row, col]) => ({ row, col, width: 3 }))];
}

/** What of its input a layer that derives a padded one reads. @param {import("../store.js").Layer} layer */
export const reach = (layer) => reached(layout(layer), shapeOf(`${layer.name}.weight`).slice(-2), shapeOf(layer.output).slice(-2), plane(shapeOf(layer.input)));

/**
 * Which cells of the input some window reads, and whether that is all of them.
 * @param {{stride: number[], dilation: number[], ring: {top: number, left: number}}} layout @param {number[]} kernel @param {number[]} out
 * @param {{rows: number, cols: number}} input
 */
export function reached({ stride, dilation, ring }, kernel, out, input) {
  const [rows, cols] = [ring.top, ring.left].map((before, axis) => {
    const found = new Set();
    for (let i = 0; i < out[axis]; i++) for (let u = 0; u < kernel[axis]; u++) found.add(i * stride[axis] + u * dilation[axis] - before);
    return found;
  });
  const all = (n, found) => [...Array(n).keys()].every((i) => found.has(i));
  return { read: (r, c) => rows.has(r) && cols.has(c), complete: all(input.rows, rows) && all(input.cols, cols) };
}
