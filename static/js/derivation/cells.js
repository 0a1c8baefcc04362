/** The equations, cell by cell: a few at a time, so that the page stays at hand while many are set. */
import { letter } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { coloured } from "../ui/tex.js";
import { figures } from "./figures.js";

/** So many cells are set before the browser gets its turn. */
const AT_ONCE = 8;
/** A cell with more terms may go on on the next page, between two of its lines. */
const TOGETHER = 100;

/** Fractions at full size, as in a line of its own; numbers alone need no formula. */
function set(latex, roles) {
  const plain = figures(latex);
  if (!plain) return coloured(`\\displaystyle {}${latex}`, roles);
  return el("span.tex.figures", {}, ...plain.map((part) => (part.raised ? el("sup", {}, part.text) : part.text)));
}

/** @param {{cell: string, left: string, sides: string[][], terms: number, zeros: Record<string, number>}} one @param {number} number @param {Record<string, string>} roles */
function equation(one, number, roles) {
  const zeros = Object.entries(one.zeros);
  return el("li", { class: one.terms > TOGETHER ? "long" : null, "data-cell": one.cell },
    el("span.nr", {}, `(${number})`),
    el("span.left", {}, set(one.left, roles)),
    el("div.sides", {}, ...one.sides.map((pieces) => el("p.equals", {}, el("span.eq", {}, "="), ...pieces.map((piece) => set(piece, roles)))),
      zeros.length > 0 && el("small", {}, text.derivation.zeros(zeros))));
}

/** Letters of the tensors that take part, in the colours of their roles. @param {string[]} names */
export function rolesOf(names) {
  const known = names.filter((name) => trace.peek().tensors.has(name));
  return Object.fromEntries(known.map((name) => [letter(trace.peek().tensors.get(name).symbol), roleOf(trace.peek(), name)]).filter(([symbol]) => symbol));
}

/**
 * @param {any[]} cells @param {Record<string, string>} roles
 * @param {{stale: () => boolean, told: (done: number) => void}} how
 * @returns {{list: HTMLElement, done: Promise<void>}}
 */
export function equations(cells, roles, { stale, told }) {
  const list = el("ol.equations");
  async function write() {
    for (let at = 0; at < cells.length && !stale(); at += AT_ONCE) {
      list.append(...cells.slice(at, at + AT_ONCE).map((one, i) => equation(one, at + i + 1, roles)));
      told(Math.min(cells.length, at + AT_ONCE));
      if (at + AT_ONCE < cells.length) await new Promise((next) => { setTimeout(next); });
    }
  }
  return { list, done: write() };
}
