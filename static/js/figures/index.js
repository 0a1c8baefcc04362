/** Which figure shows a tensor: told by its method and by the tensors that its layer derives, never by the layer's type. */
import { layerNamed, suffix } from "../network.js";
import { trace } from "../store.js";
import { composition } from "./composition.js";
import { correlate } from "./correlate.js";
import { generic } from "./generic.js";
import { pairs } from "./pairs.js";
import { rotated } from "./rotated.js";
import { scatter } from "./scatter.js";
import { entriesOf, structural } from "./structural.js";
import { sum } from "./sum.js";
import { windowFigure } from "./window.js";

/** @param {import("./common.js").Stage} stage @returns {{element: HTMLElement, dispose: () => void}} */
export function figureFor(stage) {
  const { layer, method, target } = stage;
  if (!layer) return generic(stage);
  const kind = suffix(layer, target);
  const derives = (name) => layer.derived.includes(`${layer.name}.${name}`);
  const windows = derives("table") && derives("padded");
  if (method === "scatter" && windows) return scatter(stage);
  if (method === "rot180" && derives("bordered")) return rotated(stage);
  if ((method === "correlate" || method === "rot180_input") && windows) return correlate(stage);
  if (method === "matrix" && windows) return structural(stage, entriesOf(stage));
  if (windows && kind === "output") return windowFigure(stage);
  if (windows && kind === "input.grad") return composition(stage);
  if (windows && kind === "weight.grad") return pairs(stage);
  if (windows && kind === "bias.grad") return sum(stage);
  return generic(stage);
}

/** Whether the figures of a target put a padded table beside it, which decides how large its cells may be. */
export function tableOf(target, name) {
  const layer = layerNamed(trace.peek(), name);
  return layer && suffix(layer, target) === "input.grad" && layer.derived.includes(`${layer.name}.table`) ? layer : null;
}
