/** Network strip: every layer a card, values running right above, gradients running left below. */
import { effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { rounded, size } from "../format.js";
import { gradientOf, layerNamed, roleOf, stops } from "../network.js";
import { kept, structure, trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { el, scope } from "../ui/dom.js";
import { matrix } from "../ui/matrix.js";
import { sheet } from "../ui/sheet.js";
import { named } from "../ui/tex.js";
import { choose, view } from "../view.js";

/** A picture with more cells than this is drawn from every n-th one. */
const ROOM = 44;
const SETTINGS = ["padding", "stride", "dilation", "groups"];

/** @param {HTMLElement} host */
export function strip(host) {
  let live = null;
  const flow = el("div.flow");
  host.append(el("div.lanes", { "aria-hidden": "true" }, el("b.forth", {}, `${text.values} →`), el("b.back", {}, `← ${text.gradients}`)), flow);

  effect(() => {
    structure.value;
    if (!trace.peek()) return;
    untracked(() => {
      live?.dispose();
      live = scope();
      const cards = stops(trace.value, kept.value).map((stop) => card(stop, live));
      flow.replaceChildren(...cards.flatMap((node, i) => (i ? [wire(), node] : [node])));
    });
  });
}

function card(stop, live) {
  const name = el("button.name", { type: "button", onclick: () => choose(stop.name) }, stop.name);
  const node = el("section.card", {}, el("h2", {}, name, el("span", {}, describe(stop))), el("div.cols", {}, ...columns(stop, live)));
  node.addEventListener("click", (event) => { if (!name.contains(event.target)) choose(stop.name); });
  live.effect(() => {
    const here = view.layer.value === stop.name;
    node.classList.toggle("here", here);
    if (here) name.setAttribute("aria-current", "true");
    else name.removeAttribute("aria-current");
  });
  return node;
}

/** What a card does, in few words, from the layer's own settings. */
function describe(stop) {
  if (stop.type === "input") return "";
  if (stop.name === "loss") return text.kinds[stop.type] ?? stop.type.replaceAll("_", " ");
  const spec = kept.value.layers.find((layer) => layer.name === stop.name);
  const weight = trace.value.tensors.get(`${stop.name}.weight`);
  const parts = [stop.type, weight?.shape.length > 2 ? size(weight.shape.slice(-2)) : "", ...SETTINGS.map((key) => setting(key, spec[key]))];
  return parts.filter(Boolean).join(", ");
}

function setting(key, value) {
  if (value === undefined || value === null) return "";
  const flat = [value].flat(2);
  const same = flat.every((part) => part === flat[0]);
  if (same && (flat[0] === 0 || (flat[0] === 1 && key !== "padding" && key !== "stride"))) return "";
  return `${text[key]} ${same ? flat[0] : flat.join("·")}`;
}

function columns(stop, live) {
  if (stop.name === "loss") return lossColumn(live);
  const layer = layerNamed(trace.value, stop.name);
  return (layer ? [...layer.parameters, layer.output] : ["input"]).flatMap((name) => column(name, live));
}

function column(name, live) {
  const symbol = el("span.symbol");
  live.effect(() => symbol.replaceChildren(named(trace.value.tensors.get(name).symbol || name, roleOf(trace.value, name))));
  const shape = trace.value.tensors.get(name).shape;
  const shown = shape.length > 1 && shape[0] === 1 && shape.length !== 2 && roleOf(trace.value, name) !== "weight" ? shape.slice(1) : shape;
  return [el("div.v", {}, thumb(name, live)), el("div.m", {}, symbol, el("span", {}, size(shown))), el("div.g", {}, trace.value.tensors.has(gradientOf(name)) && thumb(gradientOf(name), live))];
}

function thumb(name, live) {
  const part = matrix({ tensor: name, thumb: true, size: "--thumb", model: () => sheet(name) });
  const { rows, cols } = plane(trace.value.tensors.get(name).shape);
  part.element.style.setProperty("--thumb", `calc(${Math.min(20, ROOM / Math.max(rows, cols))}px * var(--thumbs, 1))`);
  live.add(part.dispose);
  return part.element;
}

function lossColumn(live) {
  const value = el("div.v.number");
  const symbol = el("span.symbol");
  live.effect(() => { value.textContent = trace.value.loss === null ? "" : rounded(Number(trace.value.loss)); });
  live.effect(() => symbol.replaceChildren(named(trace.value.tensors.get("loss")?.symbol || "L", "loss")));
  return [value, el("div.m", {}, symbol, el("span", {}, text.scalar)), el("div.g.number.r-gradient", {}, "1")];
}

const wire = () => el("div.wire", { "aria-hidden": "true" }, el("i.forth"), el("i.back"));
