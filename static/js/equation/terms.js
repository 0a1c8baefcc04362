/** One row per term: its place, symbols, numbers, product, running total. A term and its cells light each other up. */
import { parse, tensorOf } from "../address.js";
import { addressesOf, current, pointedTerm, stamped } from "../explanations.js";
import { rounded } from "../format.js";
import { asDelta, inline } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { el, spoken } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { goDown } from "./head.js";

/** Significant digits in a row; the value above has more, and full precision is in each title. */
const DIGITS = 4;
export const brief = (value, digits = DIGITS) => rounded(Number(value), digits);
const bracketed = (value, digits) => (Number(value) < 0 ? `(${brief(value, digits)})` : brief(value, digits));

/**
 * @param {import("../explanations.js").Explanation} found
 * @param {import("../explanations.js").Term[]} terms those that are shown
 * @param {{start?: number, short?: boolean}} [how] place of the first one; `short` writes ∂L/∂z as δ
 */
export function termTable(found, terms, { start = 0, short = false } = {}) {
  const { columns } = text;
  const adds = found.rule === "sum";
  const arrival = found.method === "scatter" && adds;
  const paired = adds && terms.every((term) => term.factors.length === 2);
  const head = el("tr", {}, el("th", { scope: "col" }, arrival ? columns.step : paired ? columns.pair : columns.place), el("th", { scope: "col" }, columns.term), el("th", { scope: "col" }, adds ? columns.numbers : columns.number),
    adds && el("th", { scope: "col" }, columns.product), adds && el("th", { scope: "col" }, columns.running, el("span.wide", {}, columns.total)));
  const rows = terms.map((term, i) => row(found, term, start + i, { adds, arrival, short }));
  return el("table.terms", {}, el("thead", {}, head), el("tbody", {}, ...rows));
}

function row(found, term, i, { adds, arrival, short }) {
  const note = noteOn(found, term, i);
  const step = arrival ? arrivalOf(term) : null;
  const node = el("tr", {},
    el("td", {}, String(step ?? i + 1)),
    el("td.symbols", {}, ...symbols(term, short), term.zero && el("small", {}, text.zero[term.zero] ?? term.zero)),
    el("td.numbers", {}, ...numbers(term), note && el("small", {}, ` ${note}`)),
    adds && el("td.product", {}, brief(term.value)),
    adds && el("td.run", {}, brief(term.running_total)));
  node.classList.toggle("zero", Boolean(term.zero));
  node.classList.toggle("end", (adds && i === found.term_count - 1) || found.chosen === i);
  node.step_ = step;
  return linked(node, addressesOf(term));
}

/** What sets an argument of a maximum, or of a share of it, apart. */
function noteOn(found, term, i) {
  if (found.rule === "max") return found.chosen === i ? text.chosen : Number(term.value) === Number(found.value) ? text.tied : "";
  return found.function?.name === "share_of_max" && found.function.parameters.place === i ? text.thisPlace : "";
}

/** A row, or a bar, and the cells on the stage light each other up. @param {Element} node @param {string[]} cells */
export function linked(node, cells) {
  const light = (on) => { pointedTerm.value = on ? cells : null; };
  for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) node.addEventListener(event, () => light(on));
  node.cells_ = new Set(cells);
  return node;
}

/** Rows that read the cell under the pointer stand out; the row of the stamp that the stage shows is framed, where none falls the last one. @param {HTMLElement} host */
export function markRows(host, pinned) {
  const cell = current.value;
  const now = stamped.value;
  const all = [...host.querySelectorAll("tbody tr")];
  const stamping = now && all.some((node) => node.step_ && [...node.cells_].some((one) => tensorOf(one) === tensorOf(now)));
  const at = stamping ? arrivalAt(now) : null;
  for (const node of all) {
    node.classList.toggle("met", cell !== pinned && node.cells_.has(cell));
    node.classList.toggle("now", at ? node.cells_.has(now) : node.classList.contains("end"));
    node.classList.toggle("later", Boolean(at) && node.step_ > at);
  }
}

/** Under scatter a term is known by when its δ arrives. */
function arrivalOf(term) {
  const delta = term.factors.map((one) => one.cell).find((cell) => cell && roleOf(trace.value, tensorOf(cell)) === "gradient");
  return delta ? arrivalAt(delta) : null;
}

function arrivalAt(delta) {
  const { shape } = trace.value.tensors.get(tensorOf(delta));
  return offset(shape.slice(1), parse(delta).index.slice(1)) + 1;
}

/** Where a factor's number stands for the reader: the cell that it was copied from, if any. */
export const home = (factor) => factor.source ?? factor.cell;

const roleFor = (factor) => (factor.cell ? roleOf(trace.value, tensorOf(home(factor))) : "loss");

/** A factor's symbol in one line; where the law says δ for the gradient that comes back, so does the row. @param {boolean} short */
function factorSymbol(factor, short) {
  return (short && roleFor(factor) === "gradient" && asDelta(factor.symbol)) || inline(factor.symbol) || rounded(Number(factor.value));
}

/** @param {import("../explanations.js").Term} term */
export function symbols(term, short) {
  return term.factors.map((factor) => {
    const shown = tex(`\\htmlClass{r-${term.zero ? "padding" : roleFor(factor)}}{${factorSymbol(factor, short)}}`);
    return factor.cell
      ? el("button.factor", { type: "button", title: home(factor), onclick: () => goDown(home(factor)) }, shown, spoken(text.goDown(home(factor))))
      : el("span.factor", {}, shown);
  });
}

/** @param {import("../explanations.js").Term} term @param {number} [digits] */
export function numbers(term, digits) {
  return term.factors.flatMap((factor, i) => [
    ...(i ? [el("span.dot", {}, "·")] : []),
    el(`span.r-${term.zero ? "padding" : roleFor(factor)}`, { title: String(factor.value) }, i ? bracketed(factor.value, digits) : brief(factor.value, digits)),
  ]);
}
