/** What every figure needs: which map of a tensor is shown, its caption, and the explanation of the chosen cell. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { addressesOf, stageExplanation } from "../explanations.js";
import { isComing, isThere } from "../film/presence.js";
import { size } from "../format.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { roleNamed, shapeNamed, steady, symbolNamed } from "../tensors.js";
import { el, icon } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { inline } from "../latex.js";
import { pin, targetCell, view } from "../view.js";

/**
 * Maps without `turn` follow the figure.
 * @typedef {{lead: import("../../vendor/signals-core/signals-core.mjs").ReadonlySignal<number[]>, turn?: (axis: number, to: number) => void, axes: () => number[], kind?: string}} Maps
 * @typedef {{target: string, layer: import("../store.js").Layer | undefined, method: string, maps: Maps,
 *            dress: import("../../vendor/signals-core/signals-core.mjs").Signal<((r: number, c: number, cell: any) => object) | null>,
 *            size: import("../../vendor/signals-core/signals-core.mjs").ReadonlySignal<number>, shape: () => number[], place: (index: number[]) => number[], fig: HTMLElement,
 *            room: import("../../vendor/signals-core/signals-core.mjs").ReadonlySignal<{width: number, height: number}>}} Stage
 */

export const shapeOf = (name) => shapeNamed(name);
export const has = (name) => trace.peek().tensors.has(name);
export const symbolOf = (name) => symbolNamed(name);

/** The explanation of the stage's cell, once it is there and the film has come to its number, or to a part of it. */
export const explained = () => {
  const found = stageExplanation.value;
  return found?.cell === targetCell() && (isThere(found.cell) || isComing(found.cell)) ? found : null;
};

/** Which map of a tensor is shown: the one that the chosen cell reads, until the reader turns to another. @param {string} name @returns {Maps} */
export function mapsOf(name) {
  const turned = signal(null);
  const axes = () => plane(shapeOf(name)).lead;
  const lead = steady(() => {
    const rank = axes().length;
    if (!rank) return [];
    const cell = targetCell();
    if (tensorOf(cell) === name) return parse(cell).index.slice(0, rank);
    if (turned.value?.cell === cell) return turned.value.lead;
    const read = (explained()?.terms ?? []).flatMap(addressesOf).find((address) => tensorOf(address) === name);
    return read ? parse(read).index.slice(0, rank) : axes().map(() => 0);
  });
  function turn(axis, to) {
    const next = lead.peek().with(axis, to);
    const cell = targetCell();
    if (tensorOf(cell) === name) pin(format(name, [...next, ...parse(cell).index.slice(next.length)]));
    else turned.value = { cell, lead: next };
  }
  return { lead, turn, axes };
}

/** Symbol, size, and where there are several maps, which one. @param {string} name @param {{maps?: Maps, note?: string, delta?: boolean, symbol?: string, size?: string}} [more] */
export function caption(name, { maps, note, delta, symbol, size: stated } = {}) {
  const latex = symbol ?? symbolOf(name);
  const role = roleNamed(name);
  const short = delta && !latex.startsWith("\\delta");
  const shape = shapeOf(name);
  const parts = [short ? named(`\\delta = ${inline(latex)}`, role) : named(latex, role)];
  if (note) parts.push(el("span.what", {}, note));
  const length = stated ?? (shape.length ? size(shape.slice(-2)) : text.scalar);
  const several = maps ? maps.axes().map((count, axis) => ({ axis, count, kind: maps.kind ?? along(name, axis) })).filter(({ count }) => count > 1) : [];
  parts.push(el("small", {}, length));
  if (!several.length) return parts;
  if (!maps.turn) return [...parts, el("span.maps.stated", {}, several.map(({ axis, kind }) => text.nth(kind, maps.lead.value[axis] + 1)).join(", "))];
  return [...parts, el("span.maps", {}, ...several.map((one) => turner(maps, one)))];
}

/** What a leading axis counts: "sample" and "map", of weights "kernel" and "map", of a mask also the window's row and column. */
function along(name, axis) {
  const base = name.replace(/\.grad$/, "");
  const weights = trace.peek().tensors.get(base)?.role === "parameter" || roleNamed(base) === "weight";
  return ["", "map", "window row", "window column"][axis] || (weights ? (shapeOf(base).length > 2 ? "kernel" : "row") : "sample");
}

/** Back and forth along one leading axis, all the way round. */
function turner(maps, { axis, count, kind }) {
  const at = maps.lead.value[axis];
  const by = (step) => maps.turn(axis, (at + step + count) % count);
  return el("span", { role: "group", "aria-label": text.whichOf(kind) },
    el("button", { type: "button", "aria-label": text.previousOf(kind), onclick: () => by(-1) }, icon("m10 4-4 4 4 4")),
    el("span", {}, text.nthOf(kind, at + 1, count)),
    el("button", { type: "button", "aria-label": text.nextOf(kind), onclick: () => by(1) }, icon("m6 4 4 4-4 4")));
}

/** An operator sign between matrices. */
export const op = (sign) => el("span.op", { "aria-hidden": "true" }, sign);

/** The factor of a term that lives in one of some tensors. @param {import("../explanations.js").Term} term */
export const factorIn = (term, ...names) => term.factors.find((factor) => [factor.cell, factor.source].some((cell) => cell && names.includes(tensorOf(cell))));

/** The address by which a factor belongs to a tensor. */
export const addressIn = (factor, name) => [factor.cell, factor.source].find((cell) => cell && tensorOf(cell) === name);

/** The index base of the symbols, so that a figure that follows notation reads it. */
export const notation = () => `${view.notation.value}${view.base.value}`;
