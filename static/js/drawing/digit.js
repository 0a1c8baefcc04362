/**
 * A drawing becomes a digit as those of MNIST were made: its box scaled to 20 of 28 parts, its shape kept, edges averaged,
 * then its centre of mass put into the middle of the map. Pure.
 */

/** Fainter ink is paper. */
const FAINT = 0.02;
/** The share of a map that the digit's box may take. */
const SHARE = 20 / 28;

/** @typedef {{width: number, height: number, values: ArrayLike<number>}} Ink 0 to 1, row by row */

/** The rectangle of all ink; null without any. @param {Ink} ink */
export function boxOf({ width, height, values }) {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    if (values[y * width + x] <= FAINT) continue;
    top = Math.min(top, y);
    bottom = y;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return bottom < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A part of the ink in fewer or more pixels, each the mean of the area that it covers. @param {Ink} ink @param {{left: number, top: number, width: number, height: number}} box */
export function resampled(ink, box, rows, cols) {
  const [across, down] = [box.width / cols, box.height / rows];
  const made = new Float64Array(rows * cols);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (const [y, high] of covered(r * down, (r + 1) * down)) for (const [x, wide] of covered(c * across, (c + 1) * across)) {
      sum += high * wide * ink.values[(box.top + y) * ink.width + box.left + x];
    }
    made[r * cols + c] = sum / (across * down);
  }
  return made;
}

/** Whole pixels between two places, each with how much of it lies there. @returns {[number, number][]} */
function covered(from, to) {
  const found = [];
  for (let at = Math.floor(from); at < to - 1e-9; at++) found.push([at, Math.min(to, at + 1) - Math.max(from, at)]);
  return found;
}

/** @param {Ink} ink @param {number} rows @param {number} cols @returns {Float64Array} 0 to 1 */
export function digit(ink, rows, cols) {
  const made = new Float64Array(rows * cols);
  const box = boxOf(ink);
  if (!box) return made;
  const scale = Math.min((rows * SHARE) / box.height, (cols * SHARE) / box.width);
  const [high, wide] = [box.height, box.width].map((length) => Math.max(1, Math.round(length * scale)));
  const small = resampled(ink, box, high, wide);
  const [top, left] = [middle(small, high, wide, (i) => Math.floor(i / wide), rows, high), middle(small, high, wide, (i) => i % wide, cols, wide)];
  for (let r = 0; r < high; r++) made.set(small.subarray(r * wide, (r + 1) * wide), (top + r) * cols + left);
  return made;
}

/** Where the box begins along one axis, so that its centre of mass is the middle, above it where it cannot be; the box stays inside. */
function middle(values, high, wide, along, length, own) {
  let [mass, moment] = [0, 0];
  for (let i = 0; i < high * wide; i++) {
    mass += values[i];
    moment += values[i] * (along(i) + 0.5);
  }
  return Math.max(0, Math.min(length - own, Math.round(length / 2 - moment / mass - 1e-6)));
}

/** As numbers of a document: hundredths up to 1, or whole ones up to 255. @param {Float64Array} values @param {1 | 255} most */
export const graded = (values, most) => Float64Array.from(values, (value) => (most === 1 ? Math.round(value * 100) / 100 : Math.round(value * most)));
