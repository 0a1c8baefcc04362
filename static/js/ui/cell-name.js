/** A cell as its reader calls it: its symbol, counted from where the reader counts, with the address beside it in small. */
import { parse, tensorOf } from "../address.js";
import { explain, naming } from "../explanations.js";
import { inline, leftSide } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { exists } from "../view.js";
import { el } from "./dom.js";
import { named } from "./tex.js";

const ADDRESS = /([A-Za-z_]\w*(?:\.\w+)*\[\d+(?:, ?\d+)*\])/;

/** @param {string} address @returns {HTMLElement} the address at once, its symbol as soon as the server has said it */
export function cellName(address) {
  const small = el("small", {}, address);
  const name = el("span.cell-name", {}, small);
  const about = naming.peek();
  explain(address, undefined, "0,1").then((found) => {
    if (about === naming.peek()) name.prepend(named(inline(leftSide(found.latex.symbolic)), roleOf(trace.peek(), tensorOf(address))), " ");
  }, () => {});
  return name;
}

/** A sentence of the server's, its cells called by their symbols. @param {string} sentence @returns {(string | HTMLElement)[]} */
export const spelled = (sentence) => sentence.split(ADDRESS).filter(Boolean).map((part) => {
  const address = part.replaceAll(" ", "");
  return ADDRESS.test(part) && parse(address) && exists(address) ? cellName(address) : part;
});
