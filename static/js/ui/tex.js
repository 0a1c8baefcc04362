/** Formulas: KaTeX, each piece in the colour of its role. */
import katex from "../../vendor/katex/katex.min.mjs";
import { inline, painted } from "../latex.js";

const OUR_CLASS = /^r-[a-z]+$/;
const made = new Map();
const OPTIONS = {
  throwOnError: false,
  strict: (code) => (code === "htmlExtension" ? "ignore" : "warn"),
  trust: ({ command, class: name }) => command === "\\htmlClass" && OUR_CLASS.test(name),
};

/** @param {string} latex @param {{display?: boolean}} [how] @returns {HTMLElement} */
export function tex(latex, { display = false } = {}) {
  const key = `${display}${latex}`;
  if (!made.has(key)) {
    if (made.size > 3000) made.clear();
    const span = document.createElement("span");
    span.className = "tex";
    katex.render(latex, span, { ...OPTIONS, displayMode: display });
    made.set(key, span);
  }
  return made.get(key).cloneNode(true);
}

/** A symbol on one line, coloured by its role. @param {string} latex @param {string} role */
export function named(latex, role) {
  const span = tex(inline(latex));
  span.classList.add(`r-${role}`);
  return span;
}

/** A whole formula whose symbols are coloured one by one. @param {string} latex @param {Record<string, string>} roles */
export const coloured = (latex, roles, how) => tex(painted(latex, roles), how);
