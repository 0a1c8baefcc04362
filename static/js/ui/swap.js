/** A kernel or an input with its rows and columns changed: another shape, so the server says whether the network still fits. */
import { api } from "../api.js";
import { layerNamed, placeInDocument } from "../network.js";
import { apply } from "../session.js";
import { kept, trace } from "../store.js";
import { arrange } from "./arrange.js";
import { shapeOf } from "./planes.js";

/** @param {string} name */
export const canSwap = (name) => shapeOf(name).length === 4 && (name === "input" || name.endsWith(".weight"));

/** @param {string} name @param {import("./planes.js").Cells[]} maps all of the tensor's */
export async function swap(name, maps) {
  const shape = shapeOf(name);
  const turned = [...shape.slice(0, -2), shape.at(-1), shape.at(-2)];
  const layer = layerNamed(trace.peek(), name.split(".")[0]);
  const change = layer ? { op: "set", layer: layer.name, options: { kernel_size: turned.slice(-2) } } : { op: "input", shape: turned };
  const { document } = await api.revise(kept.peek(), change);
  const numbers = maps.flatMap((one) => arrange.transpose(one).values);
  return apply(withNumbers(document, name, nestedList(turned, numbers)));
}

function withNumbers(document, name, data) {
  const { path, key } = placeInDocument(document, name);
  return path.length ? { ...document, layers: document.layers.with(path[1], { ...document.layers[path[1]], [key]: data }) } : { ...document, [key]: data };
}

/** @param {number[]} shape @param {number[]} values */
function nestedList([count, ...rest], values) {
  if (!rest.length) return values;
  const step = values.length / count;
  return Array.from({ length: count }, (_, i) => nestedList(rest, values.slice(i * step, (i + 1) * step)));
}
