/** Where the numbers of a paste go: one number fills, a block lies at the cursor, a print of the whole tensor fills it. */
import { size } from "../format.js";
import { Fault } from "./fault.js";

/**
 * @typedef {{row: number, col: number, rows: number, cols: number}} Box
 * @typedef {{shape: number[], rows: number, cols: number, origin: [number, number], box: Box}} Place
 *   the tensor's shape, the map that is shown of it, where its first cell lies in the picture, and what is selected there
 */

/**
 * @param {import("./read.js").Block} block @param {Place} place @param {string} name the tensor
 * @returns {{whole: true} | {cells: [row: number, col: number, value: number][]}} throws a Fault when it does not fit
 */
export function fit(block, place, name) {
  const { values } = block;
  const { box, origin } = place;
  if (values.length === 1) return { cells: every(box, () => values[0]) };
  if (isWhole(block.shape, place.shape)) return { whole: true };
  const lead = block.shape.slice(0, -2);
  if (lead.some((n) => n > 1)) throw new Fault("otherShape", { name, has: size(block.shape), shape: size(place.shape) });
  const [rows, cols] = plane(block.shape, place);
  const left = [origin[0] + place.rows - box.row, origin[1] + place.cols - box.col];
  if (rows > left[0] || cols > left[1]) {
    throw new Fault(rows <= place.rows && cols <= place.cols ? "tooLargeHere" : "tooLarge", {
      name, has: size([rows, cols]), left: size(left), map: size([place.rows, place.cols]), row: box.row - origin[0] + 1, col: box.col - origin[1] + 1,
    });
  }
  return { cells: every({ ...box, rows, cols }, (r, c) => values[r * cols + c]) };
}

const every = ({ row, col, rows, cols }, value) => Array.from({ length: rows * cols }, (_, i) => {
  const [r, c] = [Math.floor(i / cols), i % cols];
  return [row + r, col + c, value(r, c)];
});

/** A print of all maps: the very shape, or the same but for axes of length 1 and blank lines between maps. */
function isWhole(shape, of) {
  if (of.length > 2 && shape.join() === of.join()) return true;
  const maps = (one) => one.slice(0, -2).reduce((product, n) => product * n, 1);
  return maps(of) > 1 && maps(shape) === maps(of) && shape.slice(-2).join() === of.slice(-2).join();
}

/** A vector lies as a row; a column goes into a tensor that only has a row. */
function plane(shape, place) {
  const [rows, cols] = [shape.at(-2) ?? 1, shape.at(-1)];
  return cols === 1 && place.rows === 1 && rows > 1 ? [1, rows] : [rows, cols];
}
