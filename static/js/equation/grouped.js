/** A long sum at a glance: the largest terms, the rest as one number, the zeros by their reason. */
import { tensorOf } from "../address.js";
import { addressesOf } from "../explanations.js";
import { inline } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { summary } from "./grouping.js";
import { brief, linked, numbers, symbols } from "./terms.js";

/** Significant digits: many terms, little room. */
const DIGITS = 3;

/** @param {import("../explanations.js").Explanation} found @param {boolean} short ∂L/∂z is written δ */
export function groupedTable(found, short) {
  const { largest, smaller, zeros, beyond } = summary(found.terms, { count: found.term_count, value: Number(found.value) });
  const { columns } = text;
  const title = beyond ? text.largestOfFirst(found.terms.length, found.term_count) : text.largestTerms(found.term_count);
  const rest = (label, value, places) => linked(el("tr.rest", {}, el("td", { colspan: 2 }, ...label), el("td", {}, value)), places.flatMap((at) => addressesOf(found.terms[at])));
  return el("table.terms.grouped", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, title), el("th", { scope: "col" }, columns.numbers), el("th", { scope: "col" }, columns.product))),
    el("tbody", {},
      ...largest.map((at) => linked(el("tr", {}, el("td.symbols", {}, ...symbols(found.terms[at], short)), el("td.numbers", {}, ...numbers(found.terms[at], DIGITS)), el("td", {}, brief(found.terms[at].value))), addressesOf(found.terms[at]))),
      smaller && rest([text.smallerTerms(smaller.places.length)], brief(smaller.sum), smaller.places),
      ...zeros.map((zero) => rest(zeroLabel(zero, short), "0", zero.places)),
      beyond && rest([text.beyond(beyond.count)], brief(beyond.sum), [])));
}

function zeroLabel({ why, put, places }, short) {
  if (put) return [text.putZeros(places.length, text.zero[why] ?? why)];
  const name = tensorOf(why);
  const { symbol } = trace.value.tensors.get(name) ?? { symbol: "" };
  if (!symbol) return [text.zeroTerms(places.length)];
  const shown = short && symbol.startsWith("\\frac") ? "\\delta" : inline(symbol);
  return [text.termsWith(places.length), tex(`\\htmlClass{r-${roleOf(trace.value, name)}}{${shown}} = 0`)];
}
