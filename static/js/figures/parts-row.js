/** The parts of a sum side by side, each a small map with what it adds; the one that is shown large is framed. */
import { effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { arrived, isComing } from "../film/presence.js";
import { rounded } from "../format.js";
import { gradientOf, layerNamed, suffix } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { parse } from "../address.js";
import { el, say, scope, set } from "../ui/dom.js";
import { mapImage } from "../ui/map-image.js";
import { sheet } from "../ui/sheet.js";
import { vars } from "../ui/vars.js";
import { targetCell } from "../view.js";
import { arrowToTarget } from "./arrow.js";
import { explained, op, shapeOf } from "./common.js";
import { partsOf, summedOver } from "./parts.js";
import { NARROW } from "./sizes.js";
import { reach } from "./window-cells.js";

/** With plus signs while all parts have room in one line, else closer. */
const THUMB = { roomy: 36, close: 28 };
const CHIP = { roomy: { width: 104, height: 96 }, close: { width: 62, height: 74 } };

/** More parts stand in a box of their own that scrolls. */
const MANY = 20;

/** What the scatter figure has below its matrices: a note, or the choice of a map. */
const NOTE = 48;
/** In a lower stage the parts stand in one line that scrolls; what they add up to stands behind it, in sight. */
const LOW = 420;
/** The share of the stage that a row may take: the rest is the target's. */
const SHARE = 0.66;
const looks = (count, { width }) => ((count + 2) * CHIP.roomy.width > width * SHARE ? "close" : "roomy");

/** The room above a row of parts. @param {string} name @param {string} target @param {{width: number, height: number}} room */
export function roomAbove(name, target, room) {
  const layer = layerNamed(trace.peek(), name);
  const over = layer?.derived.includes(`${name}.padded`) ? summedOver(layer, target) : null;
  if (!over || over.count < 2 || room.width < NARROW) return room;
  const { width, height } = CHIP[looks(over.count, room)];
  const lines = room.height < LOW ? 1 : Math.ceil(((over.count + 2) * width) / Math.max(200, room.width * SHARE));
  const below = target === gradientOf(layer.input) ? NOTE : 0;
  return { ...room, height: Math.max(200, room.height - Math.min(lines, 2) * height - below) };
}

/**
 * A figure with its parts below it; with one part there is nothing to choose.
 * @param {import("./common.js").Stage} stage @param {(stage: any) => {element: HTMLElement, dispose: () => void}} figure
 */
export function inParts(stage, figure) {
  const live = scope();
  const parts = untracked(() => partsOf(stage, live));
  const kind = suffix(stage.layer, stage.target);
  if (kind === "input.grad" && stage.method !== "scatter") {
    const { read } = reach(stage.layer);
    stage.dress.value = (r, c) => ({ unread: !read(r, c) });
    live.add(() => { stage.dress.value = null; });
  }
  const inner = figure({ ...stage, parts });
  if (parts.count < 2) return { element: inner.element, dispose() { inner.dispose(); live.dispose(); } };
  const row = partsRow(stage, parts, live);
  const element = el("div.summed", {}, inner.element, row.element);
  if (stage.method !== "scatter" || kind !== "input.grad") arrowToTarget({ stage, element, from: row.total, live });
  return { element, dispose() { inner.dispose(); row.dispose(); live.dispose(); } };
}

function partsRow(stage, parts, live) {
  const kind = parts.axis ? "map" : "sample";
  const { rows, cols } = plane(shapeOf(parts.tensor));

  function chip(at) {
    const small = mapImage({ model: () => sheet(parts.tensor, leadAt(at)), label: () => text.nth(kind, at + 1) }, live);
    const number = el("b");
    const plus = at ? op(text.operator.plus) : null;
    const node = el("button.part", { type: "button", onclick: () => { if (parts.read(at)) parts.choose(at); } }, el("small", {}, text.nth(kind, at + 1)), small, number);
    live.effect(() => {
      const read = !explained() || parts.read(at);
      set(node, "aria-pressed", read ? parts.shown.value === at : null);
      set(node, "aria-disabled", read ? null : "true");
      say(number, read ? rounded(parts.sum(at), 4) : text.notRead);
      node.title = read ? text.partOf(kind, at + 1, rounded(parts.sum(at))) : text.partUnread(kind, at + 1);
      node.classList.toggle("unread", !read);
      if (plus) plus.hidden = !read || ![...Array(at).keys()].some(parts.read);
    });
    return [plus, node].filter(Boolean);
  }

  /** Where a part's own map lies: the chosen cell's sample and this map, or this sample and the chosen cell's map. */
  function leadAt(at) {
    const own = parts.mapsOf(parts.tensor).lead.value;
    return own.length ? own.with(parts.axis, at) : [parse(targetCell()).index[0], at];
  }

  const rest = el("span.part.plain", {});
  const total = el("span.part.total");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    rest.hidden = !parts.read(-1);
    rest.replaceChildren(el("small", {}, text.bias), el("b", {}, rounded(parts.sum(-1), 4)));
    const come = isComing(found.cell) ? arrived(found.cell, parts.terms.value) : null;
    total.replaceChildren(el("small", {}, !come && parts.whole() ? text.allTogether : text.firstTerms((come ?? parts.terms.value).length)), el("b", {}, rounded(come ? come.at(-1)?.running_total ?? 0 : found.value)));
  });
  const chips = [...Array(parts.count).keys()].map(chip);
  const sign = op(text.operator.plus);
  live.effect(() => { explained(); sign.hidden = !parts.read(-1); });
  const element = el("div.parts", { role: "group", "aria-label": text.partsOf(kind) },
    el(`div.parts-run${parts.count > MANY ? ".parts-many" : ""}`, {}, ...chips.flat()), sign, rest, el("span.op.equals", { "aria-hidden": "true" }, text.operator.equals), total);
  live.effect(() => {
    const look = looks(parts.count, stage.room.value);
    element.classList.toggle("close", look === "close");
    element.classList.toggle("one-line", stage.room.value.height < LOW && stage.room.value.width >= NARROW);
    vars(element, { thumb: THUMB[look] / Math.max(rows, cols) });
  });
  const stop = effect(() => { const n = parts.shown.value; untracked(() => bringIn(chips[n]?.at(-1))); });
  return { element, total, dispose() { stop(); } };
}

/** Scrolls the row's own box, never the stage: a figure opens at its top. @param {HTMLElement | undefined} chip */
function bringIn(chip) {
  const box = chip?.closest(".parts-many, .one-line>.parts-run");
  if (!box?.clientWidth) return;
  const [own, room] = [chip.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollBy(past(own.left, own.right, room.left, room.right), past(own.top, own.bottom, room.top, room.bottom));
}

/** How far a stretch lies before (below zero) or behind the room. */
const past = (start, end, from, to) => Math.min(0, start - from) || Math.max(0, end - to);
