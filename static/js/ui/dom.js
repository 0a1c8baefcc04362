/** Small helpers for building elements; no text of its own. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { answered } from "../explanations.js";
import { structure } from "../store.js";

/**
 * @param {string} tag "section.card" or "button"
 * @param {Record<string, any>} [given] attributes; "on…" functions are listeners
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, given = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  attributes(node, given);
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, given = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

function attributes(node, given) {
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key.startsWith("aria-")) set(node, key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, String(value));
  }
}

/** Icon from one path, drawn as a stroke. @param {...string} paths */
export const icon = (...paths) => svg("svg", { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" }, ...paths.map((d) => svg("path", { d })));

/**
 * Effects that end together. They were made for one structure of the network and rest once it is another,
 * so that nobody asks a trace for a tensor that is gone.
 */
export function scope() {
  const born = structure.peek();
  const ends = [];
  const add = (end) => { ends.push(end); };
  return {
    add,
    effect: (run) => add(effect(() => { if (structure.value === born) run(); })),
    afterNumbers: (run) => add(afterNumbers(() => { if (structure.value === born) run(); })),
    answered(question) {
      const result = answered(() => (structure.value === born ? question() : null));
      add(result.dispose);
      return result;
    },
    dispose: () => { for (const end of ends.splice(0)) end(); },
  };
}

/** What a formula is called aloud. @param {string} words */
export const spoken = (words) => el("span.sr", {}, words);

/** Set an attribute only when it differs, so that nobody is told of what did not change. */
export function set(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Say something only when it differs: other words have the page laid out again. @param {HTMLElement} node @param {string} words */
export function say(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

/** Hide or show only what is not so already: a style sheet may ask for it far away. @param {HTMLElement} node @param {boolean} hidden */
export function hide(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
