/** Matrices as they stand in print: numbers in brackets, no canvas. */
import { exact, rounded, size } from "../format.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { el } from "../ui/dom.js";
import { named } from "../ui/tex.js";

/** More columns, or more numbers in all, are not printed. */
const WIDEST = 20;
const MOST = 600;

/** What a leading axis counts. @param {string} name @param {number} axis */
export function leadKind(name, axis) {
  const tensor = trace.peek().tensors.get(name.replace(/\.grad$/, ""));
  return axis > 0 ? "map" : tensor?.role === "parameter" ? "kernel" : "sample";
}

/** All leading indices of a tensor, those that a slice keeps. @param {string} name @param {string} [slice] "0,3,:,:" */
export function leadsOf(name, slice = "") {
  const kept = slice.split(",").map(Number);
  return plane(trace.peek().tensors.get(name).shape).lead
    .reduce((all, n, axis) => all.flatMap((lead) => Array.from({ length: n }, (_, i) => [...lead, i]))
      .filter((lead) => !Number.isInteger(kept[axis]) || !slice || lead[axis] === kept[axis]), [[]]);
}

/** @param {string} name @param {number[]} lead "sample 1, map 2", of axes longer than 1 */
export const leadWords = (name, lead) => lead.map((at, axis) => [at, axis]).filter(([, axis]) => trace.peek().tensors.get(name).shape[axis] > 1)
  .map(([at, axis]) => text.derivation.lead(leadKind(name, axis), at + 1)).join(", ");

/** A tensor in print, map by map. @param {string} name @param {string} [slice] */
export function printed(name, slice) {
  const tensor = trace.peek().tensors.get(name);
  const { rows, cols } = plane(tensor.shape);
  const leads = leadsOf(name, slice);
  const role = roleOf(trace.peek(), name);
  if (cols > WIDEST || rows * cols * leads.length > MOST || !tensor.values) {
    const words = text.derivation.tooLarge("{}", size(tensor.shape)).split("{}");
    return [el("p", {}, words[0], named(tensor.symbol || name, role), words[1])];
  }
  return leads.map((lead) => matrixOf(tensor, lead, { rows, cols, role }));
}

function matrixOf(tensor, lead, { rows, cols, role }) {
  const start = lead.reduce((at, i, axis) => at * tensor.shape[axis] + i, 0) * rows * cols;
  const length = Math.min(tensor.values.length - start, rows * cols);
  const cell = (r, c) => {
    const at = r * cols + c;
    return at < length ? el("td", { title: exact(tensor.values[start + at]) }, rounded(tensor.values[start + at])) : el("td");
  };
  const sizes = tensor.shape.length ? size(tensor.shape.slice(-2)) : text.derivation.scalar;
  const words = leadWords(tensor.name, lead);
  const table = el("table", { "aria-label": text.derivation.matrix([tensor.name, words].filter(Boolean).join(", "), sizes) },
    el("tbody", {}, ...Array.from({ length: rows }, (_, r) => el("tr", {}, ...Array.from({ length: cols }, (__, c) => cell(r, c))))));
  return el("figure.numbers", { "data-name": tensor.name }, el("figcaption", {}, named(tensor.symbol || tensor.name, role), el("small", {}, [sizes, words].filter(Boolean).join(", "))), el(`div.bracketed.r-${role}`, {}, table));
}
