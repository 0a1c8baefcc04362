/**
 * A tensor as the page keeps it: the API's nested list, flat and row-major.
 * @typedef {{name: string, shape: number[], role: string, symbol: string,
 *            values: Float64Array | null, max: number}} Tensor
 */

/** @param {string} name @param {{shape: number[], role: string, symbol?: string, data?: any, values?: Float64Array}} json @returns {Tensor} */
export function tensor(name, json) {
  const flat = json.data === null || json.data === undefined ? null : [json.data].flat(Infinity);
  const values = json.values ?? (flat && Float64Array.from(flat, Number));
  return { name, shape: json.shape, role: json.role, symbol: json.symbol ?? "", values, max: values ? largest(values) : 0 };
}

/** The largest finite magnitude: the end of the colour scale. @param {Float64Array} values */
export function largest(values) {
  let max = 0;
  for (const v of values) if (Number.isFinite(v) && Math.abs(v) > max) max = Math.abs(v);
  return max;
}

/** Where an index lies in the flat values, or -1 outside of the shape. @param {number[]} shape @param {number[]} index */
export function offset(shape, index) {
  if (index.length !== shape.length) return -1;
  let at = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    if (index[axis] >= shape[axis]) return -1;
    at = at * shape[axis] + index[axis];
  }
  return at;
}

/** The index that lies at a flat offset. @param {number[]} shape @param {number} at */
export function indexAt(shape, at) {
  const index = new Array(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = at % shape[axis];
    at = Math.floor(at / shape[axis]);
  }
  return index;
}

/** A single row longer than this is folded into rows of FOLD. */
const LONG = 40;
const FOLD = 16;

/**
 * How a tensor lies on paper: its last two axes, a vector as one row, a scalar as one cell, a long row folded.
 * @param {number[]} shape @returns {{rows: number, cols: number, lead: number[], folded?: boolean}}
 */
export function plane(shape) {
  const rank = shape.length;
  const rows = rank > 1 ? shape[rank - 2] : 1;
  const cols = rank > 0 ? shape[rank - 1] : 1;
  const lead = shape.slice(0, Math.max(0, rank - 2));
  return rows === 1 && cols > LONG && !lead.length
    ? { rows: Math.ceil(cols / FOLD), cols: FOLD, lead, folded: true }
    : { rows, cols, lead };
}

/** The row and column at which an index lies on paper. @param {number[]} shape @param {number[]} index */
export function placeOf(shape, index) {
  const col = index.at(-1) ?? 0;
  return plane(shape).folded ? [Math.floor(col / FOLD), col % FOLD] : [index.length > 1 ? index.at(-2) : 0, col];
}

/** Offsets at which two versions of a tensor differ. @param {Tensor | undefined} before @param {Tensor} after */
export function differences(before, after) {
  const found = [];
  if (!before?.values || !after.values || before.values.length !== after.values.length) return found;
  for (let i = 0; i < after.values.length; i++) if (!Object.is(before.values[i], after.values[i])) found.push(i);
  return found;
}

/** A nested list with one number replaced; everything else is shared. @param {any} data @param {number[]} index @param {number} value */
export function replaced(data, index, value) {
  if (index.length === 0) return value;
  const copy = data.slice();
  copy[index[0]] = replaced(data[index[0]], index.slice(1), value);
  return copy;
}
