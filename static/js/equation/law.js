/** The law behind the explained cell: the catalogue's formula, said for this layer in the letters that the page uses. */
import { tensorOf } from "../address.js";
import { pair } from "../geometry.js";
import { leftSide, letter } from "../latex.js";
import { gradientOf, lastOutput, layerNamed, makerOf, roleOf, suffix } from "../network.js";
import { catalogue, kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { coloured } from "../ui/tex.js";
import { view } from "../view.js";
import { flattened, numbered, pieces, relettered, shortened, subject, windowLaws, withoutSingle } from "./formulas.js";

const symbol = (name) => trace.value.tensors.get(name)?.symbol ?? "";
const shape = (name) => trace.value.tensors.get(name)?.shape ?? [];

/** Formulas of a loss stand under what they are about. */
const lossKey = (name) => (name.endsWith(".grad") ? "output.grad" : name.split(".").at(-1));

/** The law and what it uses, as LaTeX; nothing where the catalogue has none. @param {import("../explanations.js").Explanation} found @returns {string[]} */
export function lawOf(found) {
  const name = tensorOf(found.cell);
  const layer = makerLayer(name);
  if (found.rule === "given") return [];
  return layer ? ofLayer(layer, suffix(layer, name), found.method) : ofLoss(lossKey(name));
}

/** @param {import("../explanations.js").Explanation} found @param {string[]} latexes */
export function lawLines(found, latexes) {
  const roles = coloursOf(makerLayer(tensorOf(found.cell)));
  return latexes.map((latex) => el(`div${DEFINES.test(latex) ? ".defines" : ""}`, {}, coloured(latex, roles, { display: true })));
}

const makerLayer = (name) => layerNamed(trace.value, makerOf(trace.value, name));

function ofLayer(layer, key, method) {
  const spec = kept.value.layers.find((one) => one.name === layer.name);
  const formulas = catalogue.value.layers?.[layer.type]?.formulas ?? {};
  const window = windowOf(spec, layer);
  const base = view.base.value;
  const slides = layer.derived.includes(`${layer.name}.padded`);
  const onTable = slides && key === "table";
  const laws = slides && windowLaws(onTable ? { ...window, before: [0, 0] } : window, base, longAxes(layer));
  let found = laws?.[`${onTable ? "input.grad" : key}.${method}`];
  if (onTable && found) found = found.map((latex) => relettered(latex, { x: "\\hat{x}" }));
  if (found && key !== "weight.grad") found = [...found, readBy(spec)];
  if (!found) {
    const formula = formulas[key]?.[method] ?? formulas[key]?.chain;
    if (!formula) return [];
    const [first, ...rest] = pieces(slides || !window ? formula : numbered(formula, window, base));
    const place = spec.order && rest.length ? [flattened(shape(layer.input).slice(1), spec.order === "column_major", base)] : rest;
    found = [first, ...place].map((latex) => withoutSingle(latex, shortAxes(layer)));
  }
  const letters = lettersOf(layer, formulas);
  return finished(found, letters, [layer.input, layer.output]);
}

/** Which maps a sum goes over, where not over all of them. */
function readBy(spec) {
  const words = spec.connections ? text.connectedMaps : spec.groups > 1 ? text.groupMaps : "";
  return words && `\\text{${words}}`;
}

function ofLoss(key) {
  const formulas = catalogue.value.losses?.[kept.value.loss?.type]?.formulas ?? {};
  const formula = formulas[key]?.chain;
  if (!formula) return [];
  const output = lastOutput(trace.value);
  const own = subject(formulas["output.grad"]?.chain);
  return finished(pieces(formula), { L: symbol("loss") || "L", ...(own && { [own]: symbol(output) }) }, [output]);
}

/** Letters of the page; δ for the gradients that the notation calls so, and explained where it does not; what defines itself is left out. */
function finished(latexes, letters, values) {
  const output = values.at(-1);
  const all = latexes.filter(Boolean).map((latex) => {
    let out = relettered(latex, letters);
    for (const name of values) {
      const delta = symbol(gradientOf(name));
      if (delta && !delta.startsWith("\\frac")) out = shortened(out, letters.L, symbol(name), delta);
    }
    return leftSide(out) === out && !out.startsWith("\\text") ? `= ${out}` : out;
  });
  const explained = all.some((latex) => DEFINES.test(latex));
  if (usesDelta(latexes) && !explained && letters["\\delta"] !== symbol(gradientOf(output))) {
    all.push(`${letters["\\delta"]} = \\frac{\\partial ${letters.L}}{\\partial ${symbol(output)}}`);
  }
  return all.filter((latex) => leftSide(latex) !== latex.slice(leftSide(latex).length).replace(/^[\s=]+/, ""));
}

const DEFINES = /^\\delta[^=]*=/;
const usesDelta = (latexes) => latexes.some((latex) => latex.includes("\\delta"));

/** Catalogue letter → symbol of this trace. */
function lettersOf(layer, formulas) {
  const output = symbol(layer.output);
  const given = symbol(gradientOf(layer.output));
  const delta = given && !given.startsWith("\\frac") ? given : `\\delta${/\^\{.*$/.exec(output)?.[0] ?? ""}`;
  const letters = { L: symbol("loss") || "L", "\\delta": delta };
  const name = (formula, tensor) => { const own = subject(formula); if (own) letters[own] = symbol(tensor) || own; };
  name(formulas.output?.chain, layer.output);
  name(formulas["input.grad"]?.chain, layer.input);
  for (const parameter of layer.parameters) name(formulas[`${suffix(layer, parameter)}.grad`]?.chain, parameter);
  if (letters.w && letters.w !== "w") letters.W = letters.w.replace(/^[a-z]/, (first) => first.toUpperCase());
  return letters;
}

function coloursOf(layer) {
  const roles = { "\\delta": "gradient", d: "gradient", e: "gradient", g: "gradient", p: "activation", s: "activation" };
  const values = layer ? [layer.output, layer.input, ...layer.parameters] : [lastOutput(trace.value)];
  for (const name of values) {
    const own = letter(symbol(name));
    if (own) roles[own] = roleOf(trace.value, name);
    if (own && roles[own] === "weight") roles[own.toUpperCase()] = "weight";
  }
  return roles;
}

/** How a layer's windows lie; null where it has none. @returns {import("./formulas.js").Window | null} */
function windowOf(spec, layer) {
  const kernel = spec.kernel_size ?? shape(`${layer.name}.weight`).slice(-2);
  if (!spec.stride || kernel.length !== 2) return null;
  const before = pair(spec.padding).map((side) => pair(side)[0]);
  return {
    stride: pair(spec.stride), dilation: pair(spec.dilation ?? 1), before, kernel: pair(kernel),
    flips: spec.convention === "convolution", biased: layer.parameters.includes(`${layer.name}.bias`),
  };
}

const longAxes = (layer) => ({ n: shape(layer.output)[0] > 1, c: shape(layer.input)[1] > 1, k: shape(layer.output)[1] > 1 });

function shortAxes(layer) {
  const [samples, maps] = shape(layer.input);
  return [samples === 1 && "n", shape(layer.input).length === 4 && maps === 1 && "c", shape(layer.output)[1] === 1 && "k"].filter(Boolean);
}
