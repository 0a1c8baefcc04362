/** How large the cells of the pooling figures may be. */
import { fit, leftRoom } from "./sizes.js";

/** Below this a cell shows no number. */
const READABLE = 24;

/** The ringed input, and the window once or twice. */
export function poolWindowSizes(stage, { input, ring, kernel }, windows) {
  const { width, height, narrow } = leftRoom(stage);
  const [rows, cols] = [input.rows + ring.top + ring.bottom, input.cols + ring.left + ring.right];
  const d = narrow ? fit(width, cols, 300, rows, 48) : fit(width * 0.5 - 20, cols, height - 30, rows, 60);
  const rest = narrow ? width : width - d * cols - 46;
  if (windows === 1) return { d, p: fit(rest - 40, kernel[1], narrow ? 200 : height * 0.5, kernel[0], 64) };
  const beside = fit(rest - 110, 2 * kernel[1], narrow ? 200 : height * 0.5, kernel[0], 64);
  const below = fit(rest - 40, kernel[1], narrow ? 400 : height - 150, 2 * kernel[0], 64);
  return { d, p: Math.max(beside, below), stacked: below > beside };
}

/** δ, and below it δ and the mask window by window: both, or the mask alone where both would be too small to read. */
export function poolHomeSizes(stage, { out, kernel, complete }) {
  const { width, height, narrow } = leftRoom(stage, true);
  const [rows, cols] = [out[0] * kernel[0], out[1] * kernel[1]];
  const s = fit(width * 0.4, out[1], narrow ? 200 : height * 0.22, out[0], 56);
  const below = narrow ? 360 : height - s * out[0] - 90 - (complete ? 0 : 44);
  const alone = fit(width - 20, cols, below, rows, 54);
  const both = narrow ? alone : fit(width - 112, 2 * cols, below, rows, 54);
  const pair = both >= READABLE || alone < READABLE;
  return { s, t: pair ? both : alone, pair };
}
