/** A matrix with very long rows, such as the weights of a layer after flatten: one row at a time, folded as its picture was. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse } from "../address.js";
import { trace } from "../store.js";
import { pin, targetCell } from "../view.js";

/** Longer rows are folded. */
const LONG = 100;
const FOLD = 16;

/** @param {number[]} shape */
export const isWide = (shape) => shape.length === 2 && shape[0] > 1 && shape[1] > LONG;

/** A row that was a square picture is one again. */
function width([, cols]) {
  const side = Math.sqrt(cols);
  return Number.isInteger(side) ? side : FOLD;
}

/** The shape on paper of one row. @param {number[]} shape */
export const foldedShape = (shape) => [Math.ceil(shape[1] / width(shape)), width(shape)];

/** @param {string} name @param {number} row @param {((r: number, c: number, cell: any) => object) | null} [more] */
export function foldedRow(name, row, more) {
  const { shape, values, max } = trace.value.tensors.get(name);
  const [rows, cols] = foldedShape(shape);
  return {
    rows, cols, max, empty: !values,
    at(r, c) {
      const k = r * cols + c;
      if (k >= shape[1]) return null;
      const cell = { address: format(name, [row, k]), value: values?.[row * shape[1] + k] ?? NaN, blank: !values };
      return more ? Object.assign(cell, more(r, c, cell)) : cell;
    },
  };
}

/** Which row of the stage's target is shown, and a way to the others. @param {string} name */
export function rowsOf(name) {
  const index = () => parse(targetCell()).index;
  return {
    lead: computed(() => [index()[0]]), axes: () => [trace.value.tensors.get(name).shape[0]],
    turn: (_axis, to) => pin(format(name, [to, index()[1]])),
  };
}

/** Where the chosen cell lies on paper. @param {number[]} shape @param {number[]} index */
export const foldedPlace = (shape, [, col]) => [Math.floor(col / width(shape)), col % width(shape)];
