/** What the tools of a matrix make of the numbers of a rectangle, row by row. Pure. */

/** @typedef {{rows: number, cols: number, values: number[]}} Plane */

/** @param {number} rows @param {number} cols @param {(r: number, c: number) => number} at @returns {Plane} */
const made = (rows, cols, at) => ({ rows, cols, values: Array.from({ length: rows * cols }, (_, i) => at(Math.floor(i / cols), i % cols)) });

/** @type {Record<string, (plane: Plane) => Plane>} */
export const arrange = {
  transpose: ({ rows, cols, values }) => made(cols, rows, (r, c) => values[c * cols + r]),
  turn: ({ rows, cols, values }) => made(rows, cols, (r, c) => values[(rows - 1 - r) * cols + cols - 1 - c]),
  flipAcross: ({ rows, cols, values }) => made(rows, cols, (r, c) => values[r * cols + cols - 1 - c]),
  flipDown: ({ rows, cols, values }) => made(rows, cols, (r, c) => values[(rows - 1 - r) * cols + c]),
  negate: ({ rows, cols, values }) => made(rows, cols, (r, c) => (values[r * cols + c] === 0 ? 0 : -values[r * cols + c])),
};

/** @param {Plane} plane @param {(nth: number) => number} number */
export const filled = ({ rows, cols }, number) => made(rows, cols, (r, c) => number(r * cols + c));
