/** Equation panel: why the pinned cell has its value, term by term, in numbers and as a program. */
import { computed, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { derivationLink } from "../derivation/link.js";
import { codePanel } from "../equation/code.js";
import { copyRow } from "../equation/copy.js";
import { crumbs, result, ways } from "../equation/head.js";
import { lawLines, lawOf } from "../equation/law.js";
import { listing } from "../equation/listing.js";
import { badge, numeric } from "../equation/numeric.js";
import { tabs } from "../equation/tabs.js";
import { markRows } from "../equation/terms.js";
import { sentence } from "../equation/words.js";
import { pinnedExplanation } from "../explanations.js";
import { asFarAs, begun, later, soFar, toStep } from "../equation/moment.js";
import { rounded } from "../format.js";
import { inline, leftSide } from "../latex.js";
import { roleOf } from "../network.js";
import { projector } from "../projector-choice.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { tensorOf } from "../address.js";
import { el, icon } from "../ui/dom.js";
import { fitSoon, shrink } from "../ui/fitting.js";
import { tex } from "../ui/tex.js";
import { ascend, view } from "../view.js";

/** Formulas do not become smaller than this. */
const LEAST = 12;

/** The law is written in the tensors' own letters, which come after the explanation when the reader changes them. */
const letters = computed(() => [...(trace.value?.tensors.values() ?? [])].map(({ symbol }) => symbol).join(" "));

/** @param {HTMLElement} host */
export function equation(host) {
  const crumb = el("nav.crumb", { "aria-label": text.trail });
  const onward = el("div.ways");
  const moment = toStep();
  const head = el("div.result");
  const formula = el("div.law");
  const say = el("p.given");
  const terms = el("div.term-list");
  const check = el("section.check");
  const program = el("div.code");
  const peek = el("button.peek", { type: "button", "aria-expanded": false, onclick: () => pull(!host.classList.contains("open")) });
  const coding = signal(false);
  const choice = tabs({ label: text.views, tabs: [[text.termsTab, [terms, check, el("div.foot", {}, copyRow(() => pinnedExplanation.peek()), derivationLink())]], [text.codeTab, [program]]], choose: (at) => { coding.value = at === 1; } });
  host.append(peek, el("div.body", {}, el("div.crumb-row", {}, crumb, moment), onward, head, formula, say, choice.element));

  const rows = listing(terms, { keeping: (change) => keeping(terms, change), drawn: () => markRows(terms, pinnedExplanation.peek()?.cell) });
  const verdict = numeric(check);
  codePanel(program, coding);
  const whole = signal(false);

  function pull(open) {
    host.classList.toggle("open", open);
    peek.setAttribute("aria-expanded", String(open));
  }

  afterNumbers(() => { view.cell.value; whole.value = false; });
  afterNumbers(() => {
    const found = pinnedExplanation.value;
    const unfolded = whole.value;
    view.layer.value;
    begun.value;
    letters.value;
    projector.value;
    if (found && trace.peek()) untracked(() => draw(found, unfolded));
  });
  afterNumbers(() => {
    const found = pinnedExplanation.value;
    const how = verdict.value;
    begun.value;
    if (found && trace.peek()) untracked(() => preview(found, how));
  });
  afterNumbers(() => { markRows(terms, pinnedExplanation.value?.cell); });

  /** Backspace is the way up wherever no text is typed; Alt and arrows stay the browser's own. */
  host.addEventListener("keydown", (event) => {
    const trail = view.trail.peek();
    if (event.key !== "Backspace" || !trail.length || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    ascend(trail.length - 1);
  });

  /** Who went down by a factor with the keyboard stands on the way back, not nowhere. */
  function keeping(part, change) {
    const inside = part.contains(document.activeElement);
    change();
    if (inside && !part.contains(document.activeElement)) (onward.querySelector("button") ?? [...crumb.querySelectorAll("button")].at(-1))?.focus({ preventScroll: true });
  }

  function draw(found, unfolded) {
    const law = lawOf(found);
    keeping(onward, () => keeping(crumb, () => {
      crumb.replaceChildren(...crumbs(found, unfolded, () => { whole.value = true; }));
      onward.replaceChildren(...ways(found));
    }));
    onward.hidden = !onward.children.length;
    host.classList.toggle("deep", !onward.hidden);
    const [yet, part] = [later(found), soFar(found)];
    host.dataset.moment = yet ? "later" : part ? "coming" : "";
    head.replaceChildren(...result(found, yet ? null : part ? part.value : Number(found.value)));
    formula.replaceChildren(...lawLines(found, law));
    formula.hidden = !law.length;
    const words = yet ? text.notYetSays : part ? text.partsCome(part.come, part.all) : sentence(found);
    say.hidden = !words;
    say.textContent = words;
    if (!yet) rows.draw(part ? asFarAs(found, part) : found, projector.peek() || law.some((latex) => latex.includes("\\delta")));
    fitSoon(fit);
  }

  function fit() {
    shrink([...formula.children].map((line) => line.querySelector(".katex")).filter(Boolean), formula, LEAST);
    shrink([head], head, LEAST);
  }

  /** The one line that a closed sheet shows on a phone. */
  function preview(found, how) {
    const role = roleOf(trace.value, tensorOf(found.cell));
    const symbol = tex(`\\htmlClass{r-${role}}{${inline(leftSide(found.latex.symbolic))}}`);
    const part = soFar(found);
    if (later(found)) return peek.replaceChildren(el("span.line", {}, symbol, ` ${text.notYet}`), icon("m4 10 4-4 4 4"), el("small", {}, text.pull));
    const sum = !part && found.rule === "sum" && found.term_count > 1 && found.term_count <= 5
      ? ` = ${found.terms.map((term, i) => (i && term.value >= 0 ? `+ ${rounded(term.value, 3)}` : i ? `− ${rounded(-term.value, 3)}` : rounded(Number(term.value), 3))).join(" ")}`
      : "";
    peek.replaceChildren(el("span.line", {}, symbol, sum && el("span.addends", {}, sum), el("b", {}, ` = ${rounded(part ? part.value : Number(found.value))}`)), part ? el("span", {}, text.partsOfAll(part.come, part.all)) : how ? badge(how, text.verdict[how]) : "", icon("m4 10 4-4 4 4"), el("small", {}, text.pull));
  }
}

