/**
 * A vector, or a matrix with very long rows, such as the weights of a layer after flatten, or with very long columns, as where these are stored the
 * other way round: one line at a time, folded as its picture was.
 */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse } from "../address.js";
import { coming } from "../film/presence.js";
import { tensorNamed } from "../tensors.js";
import { pin, targetCell } from "../view.js";
import { lineScale } from "./scale.js";
import { cellNow } from "./sheet.js";

/** Longer lines are folded; those of a matrix that is far longer than high already above the first number. */
const [LONG, VERY] = [40, 100];
const FOLD = 16;
/** A vector of more numbers than these, and no more than LONG, is folded into rows of TENS; longer ones always are. */
const [SHORT, TENS] = [12, 10];

const long = (length, other) => length > VERY || (length > LONG && length > 2 * other);

/** Which axis counts the lines: 0 where rows are long, 1 where columns are; null where a matrix has room. @param {number[]} shape */
function counting(shape) {
  if (shape.length === 1 || (shape.length === 2 && shape[0] === 1)) return shape.at(-1) > SHORT && shape.at(-1) <= LONG ? 0 : null;
  if (shape.length !== 2) return null;
  if (long(shape[1], shape[0])) return 0;
  return long(shape[0], shape[1]) ? 1 : null;
}

/** @param {number[]} shape */
export const isWide = (shape) => counting(shape) !== null;

/** How many lines, and how many numbers each of them has. @param {number[]} shape */
export const linesOf = (shape) => (shape.length === 1 ? { count: 1, length: shape[0] } : { count: shape[counting(shape)], length: shape[1 - counting(shape)] });

/** The index of a number of a line. @param {number[]} shape @param {number} line @param {number} k */
export const indexIn = (shape, line, k) => (shape.length === 1 ? [k] : counting(shape) ? [k, line] : [line, k]);

/** Where a number of a line lies in the flat values. @param {number[]} shape @param {number} line @param {number} k */
export const offsetIn = (shape, line, k) => (counting(shape) ? k * shape[1] + line : line * shape.at(-1) + k);

/** A long line that was a square picture is one again. */
function width(shape) {
  const { length } = linesOf(shape);
  if (length <= LONG) return TENS;
  const side = Math.sqrt(length);
  return Number.isInteger(side) ? side : FOLD;
}

/** The shape on paper of one line. @param {number[]} shape */
export const foldedShape = (shape) => [Math.ceil(linesOf(shape).length / width(shape)), width(shape)];

/** @param {string} name @param {number} line @param {((r: number, c: number, cell: any) => object) | null} [more] */
export function foldedRow(name, line, more) {
  const tensor = tensorNamed(name);
  const { shape, values } = tensor;
  const [rows, cols] = foldedShape(shape);
  const { length } = linesOf(shape);
  const come = coming(name);
  return {
    rows, cols, empty: !values, max: lineScale(tensor, length, (k) => offsetIn(shape, line, k)),
    at(r, c) {
      const k = r * cols + c;
      if (k >= length) return null;
      const at = offsetIn(shape, line, k);
      const cell = cellNow(format(name, indexIn(shape, line, k)), values?.[at], come?.(at));
      return more ? Object.assign(cell, more(r, c, cell)) : cell;
    },
  };
}

/** Which line of the stage's target is shown, and a way to the others. @param {string} name */
export function rowsOf(name) {
  const { shape } = tensorNamed(name);
  const axis = counting(shape);
  const index = () => parse(targetCell()).index;
  return {
    lead: computed(() => [shape.length === 1 ? 0 : index()[axis]]), axes: () => [linesOf(tensorNamed(name).shape).count], kind: axis ? "column" : undefined,
    turn: (_axis, to) => pin(format(name, index().with(axis, to))),
  };
}

/** Where the chosen cell lies on paper. @param {number[]} shape @param {number[]} index */
export function foldedPlace(shape, index) {
  const k = shape.length === 1 ? index[0] : index[1 - counting(shape)];
  return [Math.floor(k / width(shape)), k % width(shape)];
}
