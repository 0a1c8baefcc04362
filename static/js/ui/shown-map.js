/** Which sample and map of a tensor a card shows: the one that is looked at, until the reader turns to another. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse, tensorOf } from "../address.js";
import { gradientOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { steady } from "../tensors.js";
import { view } from "../view.js";
import { el, icon } from "./dom.js";

/** What the reader turned to, by tensor; kept while cards are made anew. */
const turned = signal(new Map());

/** @param {string} name @param {ReturnType<import("./dom.js").scope>} live */
export function shownMap(name, live) {
  const axes = plane(trace.peek().tensors.get(name).shape).lead;
  const count = axes.reduce((product, n) => product * n, 1);
  const lead = steady(() => {
    const cell = view.cell.value;
    const own = turned.value.get(name);
    if (own && own.cell === cell && own.lead.every((i, axis) => i < axes[axis])) return own.lead;
    if ([name, gradientOf(name)].includes(tensorOf(cell))) return parse(cell).index.slice(0, axes.length);
    return own && own.lead.length === axes.length && own.lead.every((i, axis) => i < axes[axis]) ? own.lead : axes.map(() => 0);
  });
  if (count < 2) return { lead, turner: null };

  const flat = () => lead.value.reduce((sum, i, axis) => sum * axes[axis] + i, 0);
  function turn(by) {
    let at = (flat() + by + count) % count;
    const next = [];
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      next.unshift(at % axes[axis]);
      at = Math.floor(at / axes[axis]);
    }
    turned.value = new Map(turned.peek()).set(name, { cell: view.cell.peek(), lead: next });
  }
  const words = el("span");
  live.effect(() => {
    words.textContent = `${flat() + 1}/${count}`;
    words.title = text.mapShown(name, flat() + 1, count);
  });
  const arrow = (label, path, by) => el("button", { type: "button", "aria-label": `${label}: ${name}`, onclick: () => turn(by) }, icon(path));
  return { lead, turner: el("span.turns", {}, arrow(text.previousMap, "m10 4-4 4 4 4", -1), words, arrow(text.nextMap, "m6 4 4 4-4 4", 1)) };
}
