/** Where the windows of a pooling lie and what kind of pooling it is, as its settings and its mask's shape tell. */
import { rounded } from "../format.js";
import { kept } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { pair } from "../geometry.js";
import { shapeOf } from "./common.js";
import { reached } from "./window-cells.js";

export const maskOf = (layer) => `${layer.name}.mask`;
export const settingsOf = (layer) => kept.value.layers.find((one) => one.name === layer.name);

/** Winners compete where ties have a rule; a mean has something to count; what is left adds up. @returns {"max" | "mean" | "sum"} */
export function flavour(layer) {
  const settings = settingsOf(layer);
  if (!settings) return "sum";
  return "ties" in settings ? "max" : "count_include_pad" in settings ? "mean" : "sum";
}

/** A share as the fraction that it is: 1∕2, 1∕9; else as a number. @param {number} share */
export function fraction(share) {
  const below = Math.round(1 / share);
  return below > 1 && Math.abs(share * below - 1) < 1e-6 ? `1∕${below}` : rounded(share);
}

/** What the stage says of a layer with a mask. @param {import("../store.js").Layer | undefined} layer @param {string} kind "output" or "input.grad" */
export const poolSays = (layer, kind) => (layer?.derived.includes(maskOf(layer)) ? text.sayPool(`${flavour(layer)}.${kind}`) : "");

/** @param {import("../store.js").Layer} layer */
export function poolLayout(layer) {
  const settings = settingsOf(layer);
  const [stride, padding, dilation] = [settings.stride, settings.padding ?? 0, settings.dilation ?? 1].map(pair);
  const kernel = shapeOf(maskOf(layer)).slice(-2);
  const input = plane(shapeOf(layer.input));
  const out = shapeOf(layer.output).slice(-2);
  /** Padding behind the input, and beyond it what the last window hangs over. */
  const behind = [input.rows, input.cols].map((n, axis) => Math.max(padding[axis], (out[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 - padding[axis] - n));
  const ring = { top: padding[0], left: padding[1], bottom: behind[0], right: behind[1] };
  const layout = { stride, dilation, ring, kernel, out, padding };
  return { ...layout, ...reached(layout, kernel, out, input), input, hangs: (r, c) => r >= input.rows + 2 * padding[0] || c >= input.cols + 2 * padding[1] };
}
