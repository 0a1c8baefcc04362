/** Which figure shows a tensor: told by its method and by the tensors that its layer derives, never by the layer's type. */
import { layerNamed, suffix } from "../network.js";
import { trace } from "../store.js";
import { activation } from "./activation.js";
import { shapeOf } from "./common.js";
import { composition } from "./composition.js";
import { correlate } from "./correlate.js";
import { expression } from "./expression.js";
import { flatten } from "./flatten.js";
import { image } from "./image.js";
import { linear } from "./linear.js";
import { loss } from "./loss.js";
import { mixture } from "./mixture.js";
import { pairs } from "./pairs.js";
import { inParts } from "./parts-row.js";
import { poolHome } from "./pool-home.js";
import { poolWindow } from "./pool-window.js";
import { rearranged, rearranges } from "./rearranged.js";
import { rotated } from "./rotated.js";
import { scatter } from "./scatter.js";
import { entriesOf, structural } from "./structural.js";
import { sum } from "./sum.js";
import { windowFigure } from "./window.js";

/** @param {import("./common.js").Stage} stage @returns {{element: HTMLElement, dispose: () => void}} */
export function figureFor(stage) {
  const { layer, method, target } = stage;
  if (!layer) return target === "input" ? image(stage) : loss(stage);
  const kind = suffix(layer, target);
  const derives = (name) => layer.derived.includes(`${layer.name}.${name}`);
  const windows = derives("table") && derives("padded");
  if (windows && rearranges(layer, target)) return rearranged(stage);
  if (method === "scatter" && windows && kind !== "table") return inParts(stage, scatter);
  if (method === "rot180" && derives("bordered")) return inParts(stage, rotated);
  if ((method === "correlate" || method === "rot180_input") && windows) return inParts(stage, correlate);
  if (method === "matrix" && windows) return structural(stage, entriesOf(stage));
  if (windows && kind === "output") return inParts(stage, windowFigure);
  if (windows && ["input.grad", "table"].includes(kind)) return inParts(stage, composition);
  if (windows && kind === "weight.grad") return inParts(stage, pairs);
  if (windows && kind === "bias.grad") return inParts(stage, sum);
  if (derives("mask") && ["output", "mask"].includes(kind)) return poolWindow(stage);
  if (derives("mask") && kind === "input.grad") return poolHome(stage);
  if (derives("derivative")) return activation(stage);
  if (derives("alpha") && ["output", "input.grad"].includes(kind)) return mixture(stage);
  if (!layer.parameters.length && !layer.derived.length) return flatten(stage);
  const vectors = layer.parameters.some((name) => shapeOf(name).length === 2) && !layer.derived.length;
  if (vectors && kind !== "bias.grad") return linear(stage);
  return expression(stage);
}

/** Whether the figures of a target put a padded table beside it, which decides how large its cells may be. */
export function tableOf(target, name) {
  const layer = layerNamed(trace.peek(), name);
  return layer && suffix(layer, target) === "input.grad" && layer.derived.includes(`${layer.name}.table`) ? layer : null;
}
