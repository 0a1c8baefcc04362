/** The end of the colour scale: one for all maps of a tensor, or each map its own. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";

export const ownScale = signal(false);

/** The largest finite magnitude of some numbers. @param {number} count @param {(i: number) => number} at */
export function rangeOf(count, at) {
  let most = 0;
  for (let i = 0; i < count; i++) {
    const size = Math.abs(at(i));
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/** @param {import("../tensor.js").Tensor} tensor @param {number} count @param {(i: number) => number} where its numbers lie in the flat values */
export const lineScale = (tensor, count, where) => (ownScale.value && tensor.values ? rangeOf(count, (i) => tensor.values[where(i)]) : tensor.max);

/** @param {import("../tensor.js").Tensor} tensor @param {number} start @param {number} count */
export const mapScale = (tensor, start, count) => lineScale(tensor, count, (i) => start + i);
