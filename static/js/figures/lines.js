/** Lines of products, written with the API's symbols; a long list is cut, and says so. */
import { tensorOf } from "../address.js";
import { addressesOf, pointedTerm } from "../explanations.js";
import { factor as bracketed, rounded } from "../format.js";
import { asDelta, inline } from "../latex.js";
import { roleOf } from "../network.js";
import { projector } from "../projector-choice.js";
import { trace } from "../store.js";
import { el } from "../ui/dom.js";
import { tex } from "../ui/tex.js";

const wrap = (role, latex) => `\\htmlClass{r-${role}}{${latex}}`;

/** @param {import("../explanations.js").Factor} factor @param {boolean} [zero] write the put-in zero as 0 */
export function symbolFor(factor, zero = false) {
  if (zero && factor.value === 0 && factor.source === null) return wrap("padding", "0");
  const cell = factor.source ?? factor.cell;
  return cell ? wrap(roleOf(trace.value, tensorOf(cell)), factor.symbol) : factor.symbol || rounded(factor.value);
}

/** A term as the product of its symbols, the zeros of the padding as 0. @param {import("../explanations.js").Term} term */
export const product = (term) => {
  const zero = Boolean(term.zero);
  const latex = term.factors.map((factor) => symbolFor(factor, zero)).join("\\,");
  return zero ? wrap("padding", latex) : latex;
};

/** In one line; on a projector, where δ is said over its matrix, so is ∂L/∂z. */
function brief(factor, zero) {
  const delta = projector.value && !zero && factor.cell && asDelta(factor.symbol);
  return delta ? wrap("gradient", delta) : inline(symbolFor(factor, zero));
}

/** The terms that a list writes out: in a room only those that count. @param {import("../explanations.js").Term[]} terms */
export const listed = (terms) => (projector.value ? terms.filter((term) => !term.zero) : terms);

/** A term as one line of a list: symbols, numbers, product. Pointing at it lights its cells. @param {import("../explanations.js").Term} term */
export function termLine(term) {
  const role = (factor) => (factor.cell && !term.zero ? roleOf(trace.value, tensorOf(factor.source ?? factor.cell)) : "padding");
  const numbers = term.factors.flatMap((factor, i) => [i ? " · " : "= ", el(`span.r-${role(factor)}`, {}, i ? bracketed(factor.value) : rounded(factor.value))]);
  const node = el(`li${term.zero ? ".zero" : ""}`, {},
    tex(term.factors.map((factor) => brief(factor, Boolean(term.zero))).join("\\,")),
    el("span.numbers", {}, ...numbers, " = ", el("b", {}, rounded(term.value))));
  lights(node, term);
  return node;
}

/** @param {HTMLElement} node @param {import("../explanations.js").Term} term */
export function lights(node, term) {
  node.addEventListener("pointerenter", () => { pointedTerm.value = addressesOf(term); });
  node.addEventListener("pointerleave", () => { pointedTerm.value = null; });
}
