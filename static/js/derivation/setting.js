/** The setting of a derivation: what was chosen before anything was computed. */
import { size } from "../format.js";
import { layerNamed, makerOf, roleOf } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { named } from "../ui/tex.js";

const words = text.derivation;

/** @param {string} tensor @param {string} method @param {number} base */
export function setting(tensor, method, base) {
  const layer = layerNamed(trace.peek(), makerOf(trace.peek(), tensor));
  const rows = [
    layer ? [words.layer, `${layer.name}: ${text.layerType(layer.type)}`] : kept.peek().loss && [words.loss, text.lossType(kept.peek().loss.type)],
    ...(layer ? options(layer) : lossOptions()),
    [words.shapes, shapes(layer, tensor)],
    [words.method, text.method(method)],
    [words.counted, words.countedFrom(base)],
  ].filter(Boolean);
  return el("dl.setting", {}, ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function options(layer) {
  const spec = kept.peek().layers.find((one) => one.name === layer.name);
  const numbers = new Set(layer.parameters.map((name) => name.split(".").at(-1)));
  return Object.entries(spec).filter(([key, value]) => !["type", "name", "weight", "bias", "logits"].includes(key) && !numbers.has(key) && value !== null)
    .map(([key, value]) => (key === "convention" ? [words.convention, text.switchTo(key, value)] : [text.option(key), said(key, value)]));
}

const lossOptions = () => (kept.peek().loss?.reduction ? [[text.reduction, text.choice(kept.peek().loss.reduction)]] : []);

/** Numbers per axis or side, as one where they agree; which maps are read as a count. */
function said(key, value) {
  if (key === "connections") return value.map((row) => row.map((one) => (one ? "1" : "0")).join("")).join(" ");
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (!Array.isArray(value)) return String(text.choice(value));
  const flat = value.flat();
  if (flat.every((one) => one === flat[0])) return String(flat[0]);
  if (Array.isArray(value[0])) return flat.map((one, i) => `${text[words.side[i]]} ${one}`).join(", ");
  return flat.join(" × ");
}

/** Symbol and shape of what goes in, of the parameters and of what comes out. */
function shapes(layer, tensor) {
  const all = new Set([...(layer ? [layer.input, ...layer.parameters, layer.output] : []), tensor]);
  return el("span.shapes", {}, ...[...all].map((name) => {
    const { shape, symbol } = trace.peek().tensors.get(name);
    return el("span", {}, named(symbol || name, roleOf(trace.peek(), name)), ` ${size(shape) || text.scalar}`);
  }));
}
