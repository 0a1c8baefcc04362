/** The numbers that a tool works on: the selected cells of the map that is shown, or the same ones of all maps. */
import { untracked } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { editable } from "../network.js";
import { kept, trace } from "../store.js";
import { coming } from "../film/presence.js";
import { offset, plane } from "../tensor.js";
import { placesIn } from "./rectangle.js";

/**
 * @typedef {{rows: number, cols: number, addresses: string[], values: number[]}} Cells
 * @typedef {{tensor: string, grid: HTMLElement, model: () => import("../draw/plane.js").Model, inner: () => import("./rectangle.js").Box,
 *            picked: () => import("./rectangle.js").Box | null, cursor: () => number[],
 *            say: (message: string, place?: number[]) => void, focus: () => void}} Surface what a matrix offers to its tools
 */

/** The cell that an edit of this one changes. @param {string | null | undefined} address */
export const targetOf = (address) => (address ? editable(trace.peek(), kept.peek(), address) : null);

/** How many maps the tensor of a matrix has. @param {Surface} surface */
export const mapCount = ({ tensor }) => plane(shapeOf(tensor)).lead.reduce((product, n) => product * n, 1);

/** The tensor that edits in a matrix change; null where its numbers are computed. @param {Surface} surface */
export function editedTensor(surface) {
  const { row, col } = surface.inner();
  const target = targetOf(surface.model().at(row, col)?.address);
  return target && tensorOf(target);
}

/** @param {Surface} surface @param {{all?: boolean, box?: import("./rectangle.js").Box}} [which] @returns {Cells[]} one per map */
export function cellsOf(surface, { all = false, box = surface.picked() ?? surface.inner() } = {}) {
  const model = surface.model();
  const found = placesIn(box).map(([r, c]) => model.at(r, c)?.address).filter(Boolean);
  /** A long vector is folded and its last row may end early: it counts as one row. */
  const [rows, cols] = found.length === box.rows * box.cols ? [box.rows, box.cols] : [1, found.length];
  const maps = all ? leads(shapeOf(surface.tensor)) : [null];
  return maps.map((lead) => {
    const addresses = lead ? found.map((address) => moved(address, lead)) : found;
    return { rows, cols, addresses, values: addresses.map(valueAt) };
  });
}

/** What other numbers in these cells mean as edits; what stays is left out. @param {Cells[]} maps @param {(cells: Cells, nth: number) => number[]} make */
export const editsOf = (maps, make) => maps.flatMap((cells, nth) => make(cells, nth).map((value, i) => [targetOf(cells.addresses[i]), value])
  .filter(([target, value], i) => target && !Object.is(value, cells.values[i])));

export const shapeOf = (name) => trace.peek().tensors.get(name).shape;

function valueAt(address) {
  const { tensor, index } = parse(address);
  const { shape, values } = trace.peek().tensors.get(tensor);
  const place = offset(shape, index);
  const now = targetOf(address) ? undefined : untracked(() => coming(tensor)?.(place));
  return (now === undefined ? values?.[place] : now) ?? NaN;
}

/** The same place in another map. */
function moved(address, lead) {
  const { tensor, index } = parse(address);
  return format(tensor, [...lead, ...index.slice(lead.length)]);
}

/** All leading indices of a shape. @param {number[]} shape @returns {number[][]} */
const leads = (shape) => plane(shape).lead.reduce((all, n) => all.flatMap((lead) => Array.from({ length: n }, (_, i) => [...lead, i])), [[]]);
