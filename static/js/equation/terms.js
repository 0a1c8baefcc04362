/** One row per term: its place, symbols, numbers, product, running total. A term and its cells light each other up. */
import { parse, tensorOf } from "../address.js";
import { addressesOf, current, pointedTerm } from "../explanations.js";
import { factor as bracketed, rounded } from "../format.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { el, spoken } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { goDown } from "./head.js";

/** @param {import("../explanations.js").Explanation} found @param {import("../explanations.js").Term[]} terms those that are shown */
export function termTable(found, terms) {
  const { columns } = text;
  const adds = found.rule === "sum";
  const arrival = found.method === "scatter";
  const head = el("tr", {}, el("th", { scope: "col" }, arrival ? columns.step : columns.pair), el("th", { scope: "col" }, columns.term), el("th", { scope: "col" }, columns.numbers),
    adds && el("th", { scope: "col" }, columns.product), adds && el("th", { scope: "col" }, columns.running, el("span.wide", {}, columns.total)));
  const rows = terms.map((term, i) => row(found, term, i, { adds, arrival }));
  return el("table.terms", {}, el("thead", {}, head), el("tbody", {}, ...rows));
}

function row(found, term, i, { adds, arrival }) {
  const last = adds && i === found.term_count - 1;
  const chosen = found.rule === "max" && found.chosen === i;
  const node = el("tr", {},
    el("td", {}, String(arrival ? arrivalOf(term) ?? i + 1 : i + 1)),
    el("td", {}, ...symbols(term)),
    el("td.numbers", {}, ...numbers(term), chosen && el("small", {}, ` ${text.chosen}`)),
    adds && el("td", {}, rounded(term.value)),
    adds && el("td.run", {}, rounded(term.running_total)));
  node.classList.toggle("zero", Boolean(term.zero));
  node.classList.toggle("now", last || chosen);
  if (term.zero) node.title = text.zero[term.zero] ?? term.zero;
  const light = (on) => { pointedTerm.value = on ? addressesOf(term) : null; };
  for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) node.addEventListener(event, () => light(on));
  node.cells_ = addressesOf(term);
  return node;
}

/** Rows that read the cell under the pointer stand out. @param {HTMLElement} host */
export function markRows(host, pinned) {
  const cell = current.value;
  for (const node of host.querySelectorAll("tbody tr")) node.classList.toggle("met", cell !== pinned && node.cells_?.includes(cell));
}

/** Under scatter a term is known by when its δ arrives. */
function arrivalOf(term) {
  const delta = term.factors.map((one) => one.cell).find((cell) => cell && roleOf(trace.value, tensorOf(cell)) === "gradient");
  if (!delta) return null;
  const shape = trace.value.tensors.get(tensorOf(delta)).shape;
  return offset(shape.slice(1), parse(delta).index.slice(1)) + 1;
}

const roleFor = (factor) => (factor.cell ? roleOf(trace.value, tensorOf(factor.source ?? factor.cell)) : "loss");

function symbols(term) {
  return term.factors.map((factor) => {
    const shown = tex(`\\htmlClass{r-${term.zero ? "padding" : roleFor(factor)}}{${factor.symbol || rounded(factor.value)}}`);
    return factor.cell
      ? el("button.factor", { type: "button", title: factor.cell, onclick: () => goDown(factor) }, shown, spoken(text.goDown(factor.cell)))
      : el("span.factor", {}, shown);
  });
}

function numbers(term) {
  return term.factors.flatMap((factor, i) => [
    ...(i ? [el("span.dot", {}, "·")] : []),
    el(`span.r-${term.zero ? "padding" : roleFor(factor)}`, {}, i ? bracketed(Number(factor.value)) : rounded(Number(factor.value))),
  ]);
}
