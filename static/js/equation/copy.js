/** Copying a formula. */
import { code } from "../explanations.js";
import { text } from "../strings.js";
import { rounded } from "../format.js";
import { el } from "../ui/dom.js";
import { toClipboard as copy } from "../ui/writing.js";

export { copy };

/** How long "Copied" stands. */
const STANDS = 2000;

/** A word beside the buttons on what became of it. */
export function told() {
  const element = el("span", { role: "status" });
  return {
    element,
    say(words) {
      element.textContent = words;
      setTimeout(() => { if (element.textContent === words) element.textContent = ""; }, STANDS);
    },
  };
}

/** The sum in plain characters. @param {import("../explanations.js").Explanation} found */
export function plain(found) {
  const product = (term) => term.factors.map((one, i) => (i && one.value < 0 ? `(${rounded(Number(one.value))})` : rounded(Number(one.value)))).join(" · ");
  const parts = found.terms.map(product);
  const cut = found.term_count > found.terms.length ? " + …" : "";
  const made = found.rule === "sum" ? parts.join(" + ") + cut : found.rule === "given" ? "" : `${found.function?.name ?? found.rule}(${parts.join(", ")})`;
  return [found.cell, made, rounded(Number(found.value))].filter(Boolean).join(" = ");
}

/** @param {() => import("../explanations.js").Explanation | null} found */
export function copyRow(found) {
  const status = told();
  const button = (name, content) => el("button.link", {
    type: "button",
    async onclick() {
      const one = found();
      if (!one) return;
      const words = await Promise.resolve(content(one)).catch(() => null);
      status.say(words === null ? text.noPython : (await copy(words)) ? text.copied : text.notCopied);
    },
  }, name);
  return el("div.copy", {}, text.copy, button(text.copyLatex, (one) => `${one.latex.symbolic}\n${one.latex.numeric}`), button(text.copyText, plain),
    button(text.copyPython, async (one) => (await code(one.cell, one.method)).expression), status.element);
}
