/** What stands where in a trace. Names and roles only; no layer type is named here. */
import { parse, format, tensorOf } from "./address.js";

const GRADIENT = ".grad";
/** Colour role of derived tensors whose name says more than "derived". */
const DERIVED = { stuffed: "gradient", bordered: "gradient", table: "gradient", residual: "gradient", inner: "gradient", turned: "weight", alpha: "weight", one_hot: "input", target_complement: "input" };

/** The cards of the strip: the input, every layer, the loss. @param {import("./store.js").Trace} trace @param {any} document */
export function stops(trace, document) {
  const ends = document.loss ? [{ name: "loss", type: document.loss.type }] : [];
  return [{ name: "input", type: "input" }, ...trace.layers.map(({ name, type }) => ({ name, type })), ...ends];
}

export const layerNamed = (trace, name) => trace.layers.find((layer) => layer.name === name);
export const lastOutput = (trace) => trace.layers.at(-1)?.output ?? "input";
export const gradientOf = (name) => name + GRADIENT;

/** The tensors that a card explains, in the order of its switch: what goes out and comes back, then the steps between. */
export function targets(trace, name) {
  const layer = layerNamed(trace, name);
  const wanted = layer
    ? [layer.output, gradientOf(layer.input), ...layer.parameters.map(gradientOf), ...layer.derived]
    : name === "input"
      ? ["input"]
      : name !== "loss" ? [] : ["loss", gradientOf(lastOutput(trace)), ...[...trace.tensors.keys()].filter((key) => key.startsWith("loss.") && isDerived(trace, key))];
  return wanted.filter((key) => trace.tensors.has(key));
}

/** Whether a tensor is a step of a derivation, written on the board between what goes in and what comes out. */
export const isDerived = (trace, name) => trace.tensors.get(name)?.role === "derived";

/** The card whose work made a tensor. */
export function makerOf(trace, name) {
  if (name.endsWith(GRADIENT)) {
    const base = name.slice(0, -GRADIENT.length);
    const reader = trace.layers.find((layer) => layer.input === base);
    const owner = trace.layers.find((layer) => layer.parameters.includes(base) || layer.derived.includes(name));
    return (reader ?? owner)?.name ?? "loss";
  }
  const owner = trace.layers.find((layer) => name.startsWith(`${layer.name}.`));
  return owner?.name ?? (name.startsWith("loss") ? "loss" : "input");
}

/** The catalogue's name of a tensor, seen from its layer: "output", "input.grad", "weight.grad", "table". */
export function suffix(layer, name) {
  if (name === gradientOf(layer.input)) return "input.grad";
  return name.startsWith(`${layer.name}.`) ? name.slice(layer.name.length + 1) : name;
}

/** One of input, weight, bias, activation, gradient, loss: the colour of a tensor everywhere. */
export function roleOf(trace, name) {
  const tensor = trace.tensors.get(name);
  if (!tensor) return "loss";
  if (name.endsWith(GRADIENT) || tensor.role === "gradient") return "gradient";
  if (tensor.role === "parameter") return tensor.shape.length === 1 ? "bias" : "weight";
  if (tensor.role !== "derived") return tensor.role;
  const layer = layerNamed(trace, name.split(".")[0]);
  const last = name.split(".").at(-1);
  if (last === "padded" && layer) return roleOf(trace, layer.input);
  return DERIVED[last] ?? "activation";
}

/** The cell that typing into `address` edits, or null: a gradient that just is the given one edits that. */
export function editable(trace, document, address) {
  const name = tensorOf(address);
  const tensor = trace.tensors.get(name);
  if (!tensor) return null;
  if (name === "input" || tensor.role === "parameter" || name === "loss.gradient" || name === "loss.target") return address;
  if (document.loss?.type === "upstream" && name === gradientOf(lastOutput(trace))) return format("loss.gradient", parse(address).index);
  return null;
}

/** The same number in other words: the cells that must be repainted with it. */
export function aliases(trace, document, address) {
  if (document.loss?.type !== "upstream" || tensorOf(address) !== "loss.gradient") return [address];
  return [address, format(gradientOf(lastOutput(trace)), parse(address).index)];
}

/** Where in the document the tensor of an editable cell is kept: [owner object path, key]. */
export function placeInDocument(document, name) {
  if (name === "input") return { path: [], key: "input" };
  const [owner, key] = name.split(".");
  if (owner === "loss") return { path: ["loss"], key };
  return { path: ["layers", document.layers.findIndex((layer) => layer.name === owner)], key };
}
