/** A tensor on a card: its picture, its symbol and shape, its gradient's picture below. */
import { size } from "../format.js";
import { gradientOf, roleOf } from "../network.js";
import { trace } from "../store.js";
import { plane } from "../tensor.js";
import { roleNamed, symbolNamed } from "../tensors.js";
import { el } from "./dom.js";
import { matrix } from "./matrix.js";
import { sheet } from "./sheet.js";
import { shownMap } from "./shown-map.js";
import { named } from "./tex.js";
import { rem } from "./vars.js";

/** A picture with more cells than this is drawn from every n-th one. */
const ROOM = 44;

/** Every n-th row and column of a map, where all of them would be smaller than a pixel. @param {import("../draw/plane.js").Model} model */
function sampled(model, n) {
  if (n === 1) return model;
  const { number } = model.at;
  const at = Object.assign((r, c) => model.at(r * n, c * n), number && { number: (r, c) => number(r * n, c * n) });
  return { ...model, at, map: model.map && { ...model.map, every: n }, rows: Math.ceil(model.rows / n), cols: Math.ceil(model.cols / n) };
}

/** @param {string} name @param {ReturnType<import("./dom.js").scope>} live @param {ReturnType<import("./shared-canvas.js").sharedCanvas>} shared what its pictures are drawn on */
export function columnOf(name, live, shared) {
  const symbol = el("span.symbol");
  live.effect(() => symbol.replaceChildren(named(symbolNamed(name), roleNamed(name))));
  const shape = trace.value.tensors.get(name).shape;
  const shown = shape.length > 1 && shape[0] === 1 && shape.length !== 2 && roleOf(trace.value, name) !== "weight" ? shape.slice(1) : shape;
  const maps = shownMap(name, live);
  return [
    el("div.v", {}, thumb(name, live, maps, shared)),
    el("div.m", {}, symbol, el("span", {}, size(shown)), maps.turner),
    el("div.g", {}, trace.value.tensors.has(gradientOf(name)) && thumb(gradientOf(name), live, maps, shared)),
  ];
}

function thumb(name, live, maps, shared) {
  const { rows, cols, lead } = plane(trace.value.tensors.get(name).shape);
  const every = Math.ceil(Math.max(rows, cols) / ROOM);
  const part = matrix({ tensor: name, shared, size: "--thumb", model: () => sampled(sheet(name, maps.lead.value), every) });
  part.element.style.setProperty("--thumb", `calc(${rem(Math.min(20, (ROOM * every) / Math.max(rows, cols)))} * var(--thumbs, 1))`);
  part.element.classList.toggle("stack", lead.some((n) => n > 1));
  live.add(part.dispose);
  return part.element;
}
