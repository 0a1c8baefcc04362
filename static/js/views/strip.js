/** Network strip: every layer a card, values running right above, gradients running left below; + and settings change it. */
import { effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { inserter } from "../building/insert.js";
import { movable } from "../building/moving.js";
import { opened, settingsPanel } from "../building/panel.js";
import { done, isThere } from "../film/presence.js";
import { rounded, size } from "../format.js";
import { gradientOf, layerNamed, stops } from "../network.js";
import { kept, structure, trace } from "../store.js";
import { text } from "../strings.js";
import { roleNamed, symbolNamed } from "../tensors.js";
import { sharedCanvas } from "../ui/shared-canvas.js";
import { columnOf } from "../ui/column.js";
import { el, icon, say, scope } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { choose, view } from "../view.js";

const SETTINGS = ["padding", "stride", "dilation", "groups"];

/** @param {HTMLElement} host */
export function strip(host) {
  let live = null;
  const flow = el("div.flow");
  const pictures = sharedCanvas(flow);
  host.append(el("div.lanes", { "aria-hidden": "true" }, el("b.forth", {}, `${text.values} →`), el("b.back", {}, `← ${text.gradients}`)), flow);
  const { ask } = settingsPanel(host);

  effect(() => {
    structure.value;
    if (!trace.peek()) return;
    untracked(() => {
      const stood = document.activeElement?.closest?.(".card")?.dataset.card;
      const button = document.activeElement?.className;
      const scrolled = live ? flow.scrollLeft : 0; // asking, and saying, has the page laid out
      live?.dispose();
      live = scope();
      const all = stops(trace.value, kept.value);
      flow.replaceChildren(...all.flatMap((stop, i) => [...(i ? [wire(i - 1, stop, live)] : []), card(stop, live, ask, pictures)]), ...(kept.value.loss ? [] : [wire(all.length - 1, null, live), lossless(ask)]), pictures.element);
      pictures.follow([...flow.children, ...flow.querySelectorAll(".m")].filter((node) => node !== pictures.element));
      if (scrolled) flow.scrollLeft = scrolled;
      if (stood) flow.querySelector(`[data-card="${stood}"] .${button?.split(" ")[0] ?? "name"}`)?.focus({ preventScroll: true });
    });
  });
  effect(() => {
    const name = view.layer.value;
    structure.value;
    requestAnimationFrame(() => reveal(flow, name));
  });
}

/** Scroll sideways, and only that, until a card is in sight. */
function reveal(flow, name) {
  const node = flow.querySelector(`[data-card="${name}"]`);
  if (!node) return;
  const [box, room] = [node.getBoundingClientRect(), flow.getBoundingClientRect()];
  if (box.left < room.left) flow.scrollLeft -= room.left - box.left + 24;
  else if (box.right > room.right) flow.scrollLeft += box.right - room.right + 24;
}

function card(stop, live, ask, pictures) {
  const name = el("button.name", { type: "button", onclick: () => choose(stop.name) }, stop.name);
  const change = el("button.change", {
    type: "button", "aria-label": text.change(stop.name), title: text.change(stop.name), "aria-haspopup": "dialog",
    onclick: () => toggle(stop.name),
  }, icon("M2 5h6M12 5h2M2 11h2M8 11h6", "M8 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0", "M4 11a2 2 0 1 0 4 0a2 2 0 1 0-4 0"));
  const node = el("section.card", { "data-card": stop.name }, el("h2", {}, name, el("span", {}, describe(stop)), change), el("div.cols", {}, ...columns(stop, live, pictures)));
  node.addEventListener("click", (event) => { if (!event.target.closest("button")) choose(stop.name); });
  if (layerNamed(trace.value, stop.name)) movable(node, stop.name, ask);
  live.effect(() => {
    const here = view.layer.value === stop.name;
    node.classList.toggle("here", here);
    if (here) name.setAttribute("aria-current", "true");
    else name.removeAttribute("aria-current");
    change.setAttribute("aria-expanded", String(opened.value === stop.name));
  });
  return node;
}

function toggle(name) {
  if (opened.peek() === name) opened.value = "";
  else {
    choose(name);
    opened.value = name;
  }
}

/** What a card does, in few words, from the layer's own settings. */
function describe(stop) {
  if (stop.type === "input") return "";
  if (stop.name === "loss") return text.kinds[stop.type] ?? stop.type.replaceAll("_", " ");
  const spec = kept.value.layers.find((layer) => layer.name === stop.name);
  const weight = trace.value.tensors.get(`${stop.name}.weight`);
  const window = weight?.shape.length > 2 ? size(weight.shape.slice(-2)) : spec.kernel_size ? size([spec.kernel_size].flat()) : "";
  const parts = [stop.type, window, ...SETTINGS.map((key) => setting(key, spec[key], spec))];
  return parts.filter(Boolean).join(", ");
}

/** A setting in words; what is as always stays unsaid, and a pool's stride when it is its window's size. */
function setting(key, value, spec) {
  if (value === undefined || value === null) return "";
  if (key === "stride" && spec.kernel_size && [value].flat().join() === [spec.kernel_size].flat().join()) return "";
  const flat = [value].flat(2);
  const same = flat.every((part) => part === flat[0]);
  if (same && (flat[0] === 0 || (flat[0] === 1 && key !== "padding" && key !== "stride"))) return "";
  return `${text[key]} ${same ? flat[0] : flat.join("·")}`;
}

function columns(stop, live, pictures) {
  if (stop.name === "loss") return lossColumn(live);
  const layer = layerNamed(trace.value, stop.name);
  return (layer ? [...layer.parameters, layer.output] : ["input"]).flatMap((name) => columnOf(name, live, pictures));
}

function lossColumn(live) {
  const value = el("div.v.number");
  const symbol = el("span.symbol");
  const back = el("div.g.number.r-gradient");
  live.effect(() => {
    const there = isThere("loss[]");
    say(value, trace.value.loss === null || !there ? "" : rounded(Number(trace.value.loss)));
    say(back, there ? "1" : "");
  });
  live.effect(() => symbol.replaceChildren(named(trace.peek().tensors.has("loss") ? symbolNamed("loss") : "L", roleNamed("loss"))));
  return [value, el("div.m", {}, symbol, el("span", {}, text.scalar)), back];
}

/** The way between two cards, with its + for another layer; dashed while what it carries is not all computed. */
function wire(at, next, live) {
  const where = next && next.name !== "loss" ? text.insertBefore(next.name) : text.insertLast;
  const carried = at ? trace.value.layers[at - 1].output : "input";
  const forth = el("i.forth", { "aria-hidden": "true" });
  const back = el("i.back", { "aria-hidden": "true", hidden: !kept.value.loss });
  live.effect(() => {
    forth.classList.toggle("unborn", done(carried) < Infinity);
    back.classList.toggle("unborn", done(gradientOf(carried)) < Infinity);
  });
  return el("div.wire", { "data-at": at }, forth, back, inserter(at, where));
}

/** Where the loss will stand. */
function lossless(ask) {
  return el("section.card.none", {}, el("button.btn.line", { type: "button", onclick: () => ask({ op: "loss", loss: { type: "upstream" } }, { then: "loss" }) }, text.addLoss));
}
