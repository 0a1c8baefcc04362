/** The maps of a tensor, counted through: samples, maps and kernels one after the other, or the folded lines of a large matrix. */
import { format, parse } from "../address.js";
import { coming } from "../film/presence.js";
import { numbersOf } from "../supply.js";
import { indexAt, plane } from "../tensor.js";
import { tensorNamed } from "../tensors.js";
import { foldedShape, indexIn, isWide, linesOf, offsetIn } from "./wide.js";

/**
 * @typedef {{kind: "map" | "row" | "column", count: number, rows: number, cols: number, length: number, label: (i: number, base: number) => string,
 *            value: (i: number, k: number) => number, shown: () => (i: number, k: number) => number | null, of: (address: string) => number, cell: (i: number, address: string) => string}} Stack
 *   `shown`: as `value`, null where the film has not come to it; `of`: which map a cell lies in; `cell`: the same place in another map
 */

/** @param {string} name @returns {Stack} */
export function stackOf(name) {
  const { shape } = tensorNamed(name);
  const numbers = numbersOf(name);
  const values = (at) => numbers?.[at] ?? NaN;
  const shown = (place) => () => {
    const come = coming(name);
    return (i, k) => { const now = come?.(place(i, k)); return now === undefined ? values(place(i, k)) : now; };
  };
  if (isWide(shape)) {
    const { count, length } = linesOf(shape);
    const [rows, cols] = foldedShape(shape);
    const line = (address) => parse(address).index.find((_, axis) => indexIn(shape, -1, 0)[axis] === -1);
    const at = (address) => parse(address).index.find((_, axis) => indexIn(shape, 0, -1)[axis] === -1);
    return {
      kind: indexIn(shape, -1, 0)[0] === -1 ? "row" : "column", count, rows, cols, length, label: (i, base) => String(i + base), value: (i, k) => values(offsetIn(shape, i, k)), shown: shown((i, k) => offsetIn(shape, i, k)),
      of: line, cell: (i, address) => format(name, indexIn(shape, i, at(address))),
    };
  }
  const { rows, cols, lead, folded } = plane(shape);
  const length = folded ? shape.at(-1) : rows * cols;
  const several = lead.map((n, axis) => ({ n, axis })).filter(({ n }) => n > 1).map(({ axis }) => axis);
  return {
    kind: "map", count: lead.reduce((product, n) => product * n, 1), rows, cols, length,
    label: (i, base) => several.map((axis) => indexAt(lead, i)[axis] + base).join("·"),
    value: (i, k) => values(i * length + k), shown: shown((i, k) => i * length + k),
    of: (address) => lead.reduce((at, n, axis) => at * n + parse(address).index[axis], 0),
    cell: (i, address) => format(name, [...indexAt(lead, i), ...parse(address).index.slice(lead.length)]),
  };
}
