/** Ways to lay a tensor of the trace on paper: the models that a matrix draws. Addresses and numbers, no pixels. */
import { format } from "../address.js";
import { coming } from "../film/presence.js";
import { geometry } from "../geometry.js";
import { shapedDocument } from "../store.js";
import { shapeNamed, tensorNamed } from "../tensors.js";
import { indexAt, plane } from "../tensor.js";
import { mapScale } from "./scale.js";

/** A cell as the film has it: its number, its number so far, or none yet. @param {string} address @param {number | undefined} value @param {number | null | undefined} now what `coming` says */
export function cellNow(address, value, now) {
  if (now === null) return { address, value: NaN, blank: true, later: true, awaited: value };
  return { address, value: now ?? value ?? NaN, blank: value === undefined, awaited: value };
}

/** One map of a tensor. @param {string} name @param {number[]} [lead] leading indices @param {(r: number, c: number, cell: any) => object} [more] */
export function sheet(name, lead, more) {
  const tensor = tensorNamed(name);
  const { rows, cols, lead: axes, folded } = plane(tensor.shape);
  const first = lead?.length === axes.length ? lead : axes.map(() => 0);
  const start = first.reduce((sum, i, axis) => sum * axes[axis] + i, 0) * rows * cols;
  const rank = tensor.shape.length;
  const come = coming(name);
  function at(r, c) {
    const k = r * cols + c;
    if (folded && k >= tensor.shape.at(-1)) return null;
    const index = rank === 0 ? [] : folded ? [...tensor.shape.slice(0, -1).map(() => 0), k] : rank === 1 ? [c] : [...first, r, c];
    const cell = cellNow(format(name, index), tensor.values?.[start + k], come?.(start + k));
    return more ? Object.assign(cell, more(r, c, cell)) : cell;
  }
  if (!more && !folded) at.number = (r, c) => {
    const k = start + r * cols + c;
    const now = come?.(k);
    return now === null ? null : now ?? tensor.values?.[k];
  };
  return {
    rows, cols, at, max: axes.length ? mapScale(tensor, start, rows * cols) : tensor.max, empty: !tensor.values,
    map: { tensor: name, shape: tensor.shape, start, count: folded ? tensor.shape.at(-1) : rows * cols, cols, row: 0, col: 0 },
  };
}

/** A map turned by 180°, with the addresses of the cells as they came. @param {import("../draw/plane.js").Model} model */
export const turned = (model) => ({ ...model, map: null, at: (r, c) => model.at(model.rows - 1 - r, model.cols - 1 - c) });

/** A map inside a hatched ring of zeros, which are no cells of it. @param {import("../draw/plane.js").Model} model */
export function ringed(model, { top, left, bottom, right }) {
  return {
    ...model,
    rows: model.rows + top + bottom,
    cols: model.cols + left + right,
    inner: { row: top, col: left, rows: model.rows, cols: model.cols },
    map: model.map && { ...model.map, row: model.map.row + top, col: model.map.col + left },
    at: (r, c) => (r < top || c < left || r >= top + model.rows || c >= left + model.cols
      ? { address: null, value: 0, hatch: true }
      : model.at(r - top, c - left)),
  };
}

/** Numbers that are no tensor (products under a window): a grid of given cells. @param {any[][]} cells @param {number} max */
export const table = (cells, max) => ({ rows: cells.length, cols: cells[0]?.length ?? 0, max, at: (r, c) => cells[r][c] ?? null });

/** All numbers of one sample of a tensor under each other. @param {string} name @param {number} sample */
export function column(name, sample = 0) {
  const tensor = tensorNamed(name);
  const rows = tensor.shape.slice(1).reduce((product, n) => product * n, 1);
  const come = coming(name);
  return {
    rows, cols: 1, max: tensor.max,
    at: (r) => cellNow(format(name, indexAt(tensor.shape, sample * rows + r)), tensor.values?.[sample * rows + r], come?.(sample * rows + r)),
  };
}

/** Index geometry of a layer that pads its input. @param {import("../store.js").Layer} layer */
export function layout(layer) {
  const shape = shapeNamed;
  const spec = shapedDocument().layers.find((one) => one.name === layer.name);
  return geometry(spec, shape(`${layer.name}.padded`), shape(layer.input));
}

/** Cells of a padded, bordered or table plane that the ring hides. */
export const outside = (r, c, { top, left, bottom, right }, rows, cols) => r < top || c < left || r >= rows - bottom || c >= cols - right;
