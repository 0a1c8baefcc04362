/** The terms of a cell: all of a short sum; of a long one the largest, or page by page in order. */
import { explain } from "../explanations.js";
import { text } from "../strings.js";
import { el, icon, set } from "../ui/dom.js";
import { fitSoon } from "../ui/fitting.js";
import { bars } from "./bars.js";
import { groupedTable } from "./grouped.js";
import { termTable } from "./terms.js";

/** Up to so many terms are shown at once. */
export const SHORT = 12;
const PAGE = 24;

/** @param {HTMLElement} host @param {{drawn: () => void, keeping: (change: () => void) => void}} how `drawn` hears of new rows, `keeping` minds the focus */
export function listing(host, { drawn, keeping }) {
  let about = "";
  let found = null;
  let short = false;
  let start = null;
  let turn = 0;

  /** @param {import("../explanations.js").Explanation} next @param {boolean} asDelta ∂L/∂z is written δ */
  function draw(next, asDelta) {
    const key = `${next.cell} ${next.method}`;
    found = next;
    short = asDelta;
    if (key !== about) {
      about = key;
      start = next.rule === "sum" ? null : 0;
    }
    show();
  }

  function put(...parts) {
    keeping(() => host.replaceChildren(...parts.filter(Boolean)));
    fitSoon(fit);
    drawn();
  }

  /** Room first between the columns, then within a row: numbers below their symbols. */
  function fit() {
    const table = host.querySelector(".terms");
    const wide = () => table.scrollWidth > host.clientWidth + 1 && host.clientWidth > 0;
    if (table) for (const step of ["tight", "stacked"]) if (wide()) table.classList.add(step);
  }

  async function show() {
    const mine = ++turn;
    if (!found.term_count) put(found.rule === "given" && el("p.note", {}, text.noTerms));
    else if (found.term_count <= SHORT) put(termTable(found, found.terms, { short }));
    else if (start === null) put(groupedTable(found, short), all(), bars(found, short));
    else {
      const terms = await page(found, start).catch(() => null);
      if (mine === turn && terms) put(termTable(found, terms, { start, short }), pager(terms.length));
    }
  }

  const all = () => el("div.more", {}, el("button.link.all", { type: "button", onclick: () => go(0) }, text.showAll(found.term_count)));

  async function go(to) {
    start = to;
    await show();
    if (!host.contains(document.activeElement)) host.querySelector(".more button:not([aria-disabled])")?.focus({ preventScroll: true });
  }

  function pager(count) {
    const button = (label, path, to) => {
      const node = el("button.btn.line", { type: "button", "aria-label": label, title: label, onclick: () => { if (!node.hasAttribute("aria-disabled")) go(to); } }, icon(path));
      set(node, "aria-disabled", to < 0 || to >= found.term_count ? "true" : null);
      return node;
    };
    return el("div.more", {},
      el("span.bar", {}, button(text.earlier, "m10 3.5-4.5 4.5L10 12.5", start - PAGE), button(text.later, "m6 3.5 4.5 4.5L6 12.5", start + PAGE)),
      el("span", { role: "status" }, text.pageOf(start + 1, start + count, found.term_count)),
      found.rule === "sum" && el("button.link", { type: "button", onclick: () => go(null) }, text.inShort));
  }

  return { draw };
}

/** One page of terms: from the first answer while it reaches, else asked for. */
async function page(found, start) {
  const end = Math.min(start + PAGE, found.term_count);
  if (end <= found.terms.length) return found.terms.slice(start, end);
  return (await explain(found.cell, found.method, `${start},${PAGE}`)).terms;
}

