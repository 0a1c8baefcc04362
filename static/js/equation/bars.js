/** Partial sums of a long sum as bars: by map, by row, or term by term. */
import { parse, tensorOf } from "../address.js";
import { addressesOf } from "../explanations.js";
import { inline } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { el, svg } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { heights, partialSums, varying } from "./grouping.js";
import { brief, home, linked } from "./terms.js";
import { view } from "../view.js";

/** More bars than this are lines too thin to tell apart. */
const MOST = 336;

/** @param {import("../explanations.js").Explanation} found @param {boolean} short ∂L/∂z is written δ @returns {HTMLElement | null} */
export function bars(found, short) {
  const guide = guideOf(found);
  if (!guide) return null;
  const { tensor, axis, keyOf } = guide;
  const groups = partialSums(found.terms, keyOf);
  if (groups.length < 2 || groups.length > MOST) return null;
  const tall = heights(groups.map((group) => group.sum));
  const drawing = svg("svg", { viewBox: `0 -1.05 ${groups.length} 2.1`, preserveAspectRatio: "none", role: "img", "aria-label": spokenSums(groups, axis) },
    svg("path", { class: "zero-line", d: `M0 0H${groups.length}` }),
    ...groups.map((group, i) => bar(found, group, i, tall[i], axis)));
  const { symbol } = trace.value.tensors.get(tensor);
  const role = roleOf(trace.value, tensor);
  const name = tex(`\\htmlClass{r-${role}}{${short && symbol.startsWith("\\frac") ? "\\delta" : inline(symbol)}}`);
  return el("section.bars", {}, el("h3", {}, text.sumBy(axis), name), el("small", {}, text.partial(groups.length, found.terms.length < found.term_count ? found.terms.length : 0)), drawing);
}

const GAP = 0.14;

function bar(found, group, i, height, axis) {
  const tall = Math.max(Math.abs(height), 0.012);
  const mark = svg("rect", { class: height < 0 ? "negative" : "positive", x: i + GAP / 2, width: 1 - GAP, y: height < 0 ? 0 : -tall, height: tall });
  const area = svg("rect", { class: "area", x: i, width: 1, y: -1.05, height: 2.1 });
  const title = svg("title");
  title.textContent = text.barOf(axis, nameOf(group.key), brief(group.sum));
  return linked(svg("g", {}, mark, area, title), group.places.flatMap((at) => addressesOf(found.terms[at])));
}

const nameOf = (key) => (key === null ? "" : String(key + view.base.value));

function spokenSums(groups, axis) {
  const [most] = [...groups].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  return text.barsSay(groups.length, text.barOf(axis, nameOf(most.key), brief(most.sum)));
}

/** By which factor the terms are gone through: the gradient that comes back, else the value that comes in; and along which axis. */
function guideOf(found) {
  const factors = found.terms.flatMap((term) => term.factors).filter((factor) => factor.cell);
  const role = (name) => roleOf(trace.value, name);
  const tensors = [...new Set(factors.map((factor) => tensorOf(factor.cell)))];
  const read = tensors.find((name) => role(name) === "gradient") ?? tensors.find((name) => ["input", "activation"].includes(role(name)));
  if (!read) return null;
  /** Where no zero was put in, the cells are known by where they come from. */
  const copies = factors.filter((factor) => tensorOf(factor.cell) === read);
  const from = copies.every((factor) => home(factor) && factor.source !== null) ? home : (factor) => factor.cell;
  const tensor = tensorOf(from(copies[0]));
  const indexOf = (term) => {
    const factor = term.factors.find((one) => one.cell && tensorOf(one.cell) === read);
    return factor ? parse(from(factor)).index : null;
  };
  const axis = varying(found.terms.map(indexOf).filter(Boolean));
  if (axis < 0) return null;
  const rank = trace.value.tensors.get(tensor).shape.length;
  return { tensor, axis: axisName(axis, rank), keyOf: (term) => indexOf(term)?.[axis] ?? null };
}

const axisName = (axis, rank) => (axis === 0 && rank > 1 ? "sample" : rank === 2 || rank === 1 ? "entry" : axis === 1 ? "map" : axis === rank - 2 ? "row" : "column");
