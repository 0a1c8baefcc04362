/** Rectangles of cells: which cells lie in one, what they add up to. Pure. */

/** @typedef {{row: number, col: number, rows: number, cols: number}} Box */

/** The rectangle with two cells as its corners. @param {number[]} a @param {number[]} b @returns {Box} */
export function between([r0, c0], [r1, c1]) {
  return { row: Math.min(r0, r1), col: Math.min(c0, c1), rows: Math.abs(r1 - r0) + 1, cols: Math.abs(c1 - c0) + 1 };
}

/** @param {Box} box */
export const holds = ({ row, col, rows, cols }, [r, c]) => r >= row && c >= col && r < row + rows && c < col + cols;

/** Its places, row by row. @param {Box} box @returns {[number, number][]} */
export const placesIn = ({ row, col, rows, cols }) => Array.from({ length: rows * cols }, (_, i) => [row + Math.floor(i / cols), col + (i % cols)]);

/** The part of a box that lies in another; null when none does. @param {Box} box @param {Box} inside @returns {Box | null} */
export function clipped(box, inside) {
  const [row, col] = [Math.max(box.row, inside.row), Math.max(box.col, inside.col)];
  const rows = Math.min(box.row + box.rows, inside.row + inside.rows) - row;
  const cols = Math.min(box.col + box.cols, inside.col + inside.cols) - col;
  return rows > 0 && cols > 0 ? { row, col, rows, cols } : null;
}

/** The cell that belongs to a matrix and is nearest to a place. @param {number[]} place @param {Box} inside */
export const nearest = ([r, c], { row, col, rows, cols }) => [Math.min(row + rows - 1, Math.max(row, r)), Math.min(col + cols - 1, Math.max(col, c))];

/** @param {number[]} values */
export function summary(values) {
  const sum = values.reduce((total, value) => total + value, 0);
  return { count: values.length, sum, mean: sum / values.length };
}
