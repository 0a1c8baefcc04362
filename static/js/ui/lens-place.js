/** Where a lens stands: beside the matrix, else above or below the cells that it shows; inside of its home, never over its cell. Pure. */

const GAP = 24;
const EDGE = 4;

/** @typedef {{left: number, top: number, right: number, bottom: number, width: number, height: number}} Rect */

/**
 * @param {{frame: Rect, cell: Rect, looked: Rect, home: Rect, size: {width: number, height: number}}} where
 *   `frame` of the matrix, `looked` at: the cells that the lens shows, `cell`: the one in their middle
 * @returns {{left: number, top: number, hairs: number[][]}} hairs run from the corners of what is looked at to those of the lens
 */
export function beside({ frame, cell, looked, home, size }) {
  const within = (at, length, from, to) => Math.max(from + EDGE, Math.min(to - length - EDGE, at));
  const top = within((cell.top + cell.bottom - size.height) / 2, size.height, home.top, home.bottom);
  if (frame.right + GAP + size.width + EDGE <= home.right) {
    const left = frame.right + GAP;
    return { left, top, hairs: [[looked.right, looked.top, left, top], [looked.right, looked.bottom, left, top + size.height]] };
  }
  if (frame.left - GAP - size.width - EDGE >= home.left) {
    const left = frame.left - GAP - size.width;
    return { left, top, hairs: [[looked.left, looked.top, left + size.width, top], [looked.left, looked.bottom, left + size.width, top + size.height]] };
  }
  const left = within((cell.left + cell.right - size.width) / 2, size.width, home.left, home.right);
  const above = looked.top - GAP - size.height;
  const below = looked.bottom + GAP;
  if (above >= home.top + EDGE || below + size.height + EDGE > home.bottom) {
    const up = Math.max(EDGE, above);
    return { left, top: up, hairs: [[looked.left, looked.top, left, up + size.height], [looked.right, looked.top, left + size.width, up + size.height]] };
  }
  return { left, top: below, hairs: [[looked.left, looked.bottom, left, below], [looked.right, looked.bottom, left + size.width, below]] };
}
