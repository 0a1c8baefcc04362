/** Index geometry of a convolution as its document states it: where windows lie, never what they hold. */

/**
 * @param {any} spec the layer in the document  @param {number[]} padded shape of the padded input
 * @param {number[]} input shape of the input
 */
export function geometry(spec, padded, input) {
  const stride = pair(spec.stride ?? 1);
  const dilation = pair(spec.dilation ?? 1);
  const total = [padded.at(-2) - input.at(-2), padded.at(-1) - input.at(-1)];
  const ring = Array.isArray(spec.padding) && Array.isArray(spec.padding[0])
    ? { top: spec.padding[0][0], left: spec.padding[1][0] }
    : { top: Math.floor(total[0] / 2), left: Math.floor(total[1] / 2) };
  return { stride, dilation, ring: { ...ring, bottom: total[0] - ring.top, right: total[1] - ring.left } };
}

/** @param {number | number[]} value */
export const pair = (value) => (Array.isArray(value) ? value : [value, value]);

/** The cells of the padded plane that the window of output cell (i, j) covers, kernel cell by kernel cell. */
export function windowCells([i, j], [rows, cols], { stride, dilation }) {
  const cells = [];
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < cols; v++) cells.push([i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]]);
  }
  return cells;
}

/** The rectangle round some (row, column) places; `full` when they fill it. @param {number[][]} places */
export function bounds(places) {
  if (!places.length) return null;
  const rows = places.map(([r]) => r);
  const cols = places.map(([, c]) => c);
  const [r0, r1, c0, c1] = [Math.min(...rows), Math.max(...rows), Math.min(...cols), Math.max(...cols)];
  const box = { row: r0, col: c0, rows: r1 - r0 + 1, cols: c1 - c0 + 1 };
  return { ...box, full: new Set(places.map(String)).size === box.rows * box.cols };
}
