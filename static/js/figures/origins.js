/** Where the steps in a figure come from: each with its formula, and a way to its own stage. */
import { inline } from "../latex.js";
import { isDerived, makerOf, roleOf } from "../network.js";
import { catalogue, kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el, spoken } from "../ui/dom.js";
import { named, tex } from "../ui/tex.js";
import { show } from "../view.js";

/** Shorter descriptions say no more than the symbol. */
const ALIKE = 8;

/** What the catalogue says of a derived tensor. */
function facts(name) {
  const owner = makerOf(trace.peek(), name);
  const layer = kept.peek().layers.find((one) => one.name === owner);
  const key = name.slice(owner.length + 1);
  const found = layer ? catalogue.peek().layers[layer.type] : catalogue.peek().losses[kept.peek().loss?.type];
  return { formula: found?.formulas[key]?.chain, words: found?.derived[key] ?? "", owner };
}

/** The keyboard goes along. */
function go(name, owner) {
  show(name, owner);
  document.querySelector(".target .grid")?.focus({ preventScroll: true });
}

/** @param {string[]} names tensors of a figure */
export function origins(names) {
  const steps = names.filter((name) => isDerived(trace.peek(), name)).map((name) => ({ name, ...facts(name) })).filter(({ formula }) => formula);
  if (!steps.length) return null;
  return el("ul.origins", { "aria-label": text.steps }, ...steps.map(({ name, formula, words, owner }) => el("li", {},
    el("button.link", { type: "button", onclick: () => go(name, owner) },
      named(trace.peek().tensors.get(name).symbol || name, roleOf(trace.peek(), name)), spoken(text.goToStep(text.step(name.slice(owner.length + 1))))),
    text.operator.equals, tex(inline(formula.includes("=") ? formula.slice(formula.indexOf("=") + 1).trim() : formula)), words.length > ALIKE && el("small", {}, words))));
}
