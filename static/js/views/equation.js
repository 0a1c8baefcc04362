/** Equation panel: why the pinned cell has its value, term by term. */
import { effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { agreement } from "../equation/agreement.js";
import { copyRow } from "../equation/copy.js";
import { crumbs, law, result } from "../equation/head.js";
import { markRows, termTable } from "../equation/terms.js";
import { explain, pinnedExplanation } from "../explanations.js";
import { rounded } from "../format.js";
import { inline, leftSide } from "../latex.js";
import { editable, roleOf } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { tensorOf } from "../address.js";
import { el, icon } from "../ui/dom.js";
import { tex } from "../ui/tex.js";

/** Terms that are shown at first, and how many more each time. */
const FIRST = 12;
const MORE = 24;

/** @param {HTMLElement} host */
export function equation(host) {
  const crumb = el("nav.crumb", { "aria-label": text.trail });
  const head = el("div.result");
  const formula = el("div.law");
  const terms = el("div.term-list");
  const more = el("div.more");
  const check = el("div.agreement");
  const say = el("p.given");
  const peek = el("button.peek", { type: "button", "aria-expanded": false, onclick: () => pull(!host.classList.contains("open")) });
  const body = el("div.body", {}, crumb, head, formula, say, terms, more, check, copyRow(() => pinnedExplanation.peek()));
  host.append(peek, body);

  const count = signal(FIRST);
  /** Terms beyond the first page that were asked for. */
  const further = signal({ cell: "", terms: [] });
  let about = "";

  function pull(open) {
    host.classList.toggle("open", open);
    peek.setAttribute("aria-expanded", String(open));
  }

  effect(() => {
    const found = pinnedExplanation.value;
    if (!found || !trace.value) return;
    const key = `${found.cell} ${found.method}`;
    if (key !== about) untracked(() => { about = key; count.value = FIRST; });
    untracked(() => draw(found));
  });
  effect(() => {
    const found = pinnedExplanation.value;
    const extra = further.value;
    const shown = count.value;
    if (found && trace.value) untracked(() => list(found, extra, shown));
  });
  effect(() => { markRows(terms, pinnedExplanation.value?.cell); });

  /** Who went down by a factor with the keyboard stands on the way back, not nowhere. */
  function keeping(part, change) {
    const inside = part.contains(document.activeElement);
    change();
    if (inside) [...crumb.querySelectorAll("button")].at(-1)?.focus({ preventScroll: true });
  }

  function draw(found) {
    keeping(crumb, () => crumb.replaceChildren(...crumbs(found)));
    head.replaceChildren(...result(found));
    const law_ = law(found);
    formula.replaceChildren(...(law_ ? [law_] : []));
    formula.hidden = !law_;
    shrink(formula.querySelector(".katex"), formula, 11);
    const given = found.rule === "given";
    say.hidden = !given && found.term_count > 0;
    say.textContent = given ? (editable(trace.value, kept.value, found.cell) ? text.givenEdit : text.givenCell) : text.nothing;
    preview(found);
    agreement(found).then((node) => { if (pinnedExplanation.peek() === found) check.replaceChildren(...(node ? [node] : [])); }, () => {});
  }

  function list(found, extra, shown) {
    const same = extra.cell === found.cell && extra.method === found.method && extra.value === found.value;
    const all = [...found.terms, ...(same ? extra.terms : [])].slice(0, shown);
    keeping(terms, () => terms.replaceChildren(...(all.length ? [termTable(found, all)] : [])));
    const table = terms.firstElementChild;
    if (table && table.scrollWidth > terms.clientWidth) table.classList.add("tight");
    shrink(table, terms, 11);
    const rest = found.term_count - all.length;
    more.hidden = found.term_count <= FIRST;
    more.replaceChildren(el("span", {}, text.shownOf(all.length, found.term_count)),
      rest > 0 && el("button.btn.line", { type: "button", onclick: () => showMore(found, all.length) }, text.showMore(Math.min(MORE, rest))));
  }

  async function showMore(found, shown) {
    if (shown + MORE > found.terms.length && found.terms.length < found.term_count) {
      const start = found.terms.length + (further.peek().cell === found.cell ? further.peek().terms.length : 0);
      const page = await explain(found.cell, found.method, `${start},${MORE}`).catch(() => null);
      if (!page) return;
      const before = start > found.terms.length ? further.peek().terms : [];
      further.value = { cell: found.cell, method: found.method, value: found.value, terms: [...before, ...page.terms] };
    }
    count.value = shown + MORE;
    more.querySelector("button")?.focus();
  }

  /** The one line that a closed sheet shows on a phone. */
  function preview(found) {
    const role = roleOf(trace.value, tensorOf(found.cell));
    const symbol = tex(`\\htmlClass{r-${role}}{${inline(leftSide(found.latex.symbolic))}}`);
    const sum = found.rule === "sum" && found.term_count > 1 && found.term_count <= 5
      ? ` = ${found.terms.map((term, i) => (i && term.value >= 0 ? `+ ${rounded(term.value)}` : i ? `− ${rounded(-term.value)}` : rounded(term.value))).join(" ")}`
      : "";
    peek.replaceChildren(el("span.line", {}, symbol, sum, " = ", el("b", {}, rounded(Number(found.value)))), icon("m4 10 4-4 4 4"), el("small", {}, text.pull));
  }
}

/** Make something wide small enough for its box. @param {HTMLElement | null} inner @param {HTMLElement} box @param {number} least font size */
function shrink(inner, box, least) {
  if (!inner) return;
  inner.style.fontSize = "";
  const wide = Math.max(inner.scrollWidth, inner.offsetWidth);
  const size = parseFloat(getComputedStyle(inner).fontSize);
  if (wide > box.clientWidth && box.clientWidth > 0) inner.style.fontSize = `${Math.max(least, (size * box.clientWidth) / wide - 0.3)}px`;
}
