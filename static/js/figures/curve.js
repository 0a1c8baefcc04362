/** The curve of an elementwise function with the layer's own cells on it. The points are the server's; nothing is worked out here. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { api } from "../api.js";
import { shownValues } from "../film/presence.js";
import { rounded } from "../format.js";
import { inline } from "../latex.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { el, svg } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { targetCell } from "../view.js";
import { shapeOf } from "./common.js";

const WIDTH = 232;
const HEIGHT = 168;
const RIM = 14;
/** More cells than this are not drawn one by one. */
const DOTS = 400;
/** Curves by their address: they depend on the options of the layer alone. */
const known = new Map();

function samples(type, query) {
  const key = JSON.stringify([type, query]);
  if (!known.has(key)) {
    const found = signal(null);
    known.set(key, found);
    api.curve(type, query).then((reply) => { found.value = reply; }, () => known.delete(key));
  }
  return known.get(key);
}

/** How far the numbers of a layer's input go, rounded up so that an edit seldom asks for another curve. */
const reach = (name) => Math.max(2, Math.ceil(trace.value.tensors.get(name).max * 1.15));

/**
 * @param {{layer: import("../store.js").Layer, live: any, across: "z" | "a", up: "a" | "slope"}} options which quantity goes to the right and which one up
 */
export function curve({ layer, live, across, up }) {
  const names = { z: layer.input, a: layer.output, slope: `${layer.name}.derivative` };
  const spec = () => kept.value.layers.find((one) => one.name === layer.name);
  const axes = svg("path", { class: "axes" });
  const line = svg("path", { class: up === "slope" ? "slope" : "value" });
  const dots = svg("g", { class: "dots" });
  const guide = svg("path", { class: "guide" });
  const dot = svg("circle", { class: "here", r: 5 });
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "plot" }, axes, line, dots, guide, dot);
  const title = el("div.cap.lab", {});
  const value = (key, address) => {
    return shownValues(names[key])?.[offset(shapeOf(names[key]), parse(address).index)] ?? NaN;
  };

  live.effect(() => {
    const { type, negative_slope, amplitude, slope } = spec();
    const found = samples(type, { reach: reach(names.z), negative_slope, amplitude, slope }).value;
    const numbers = (key) => found[{ z: "z", a: "value", slope: "derivative" }[key]];
    const here = targetCell();
    const at = { x: value(across, here), y: value(up, here) };
    title.replaceChildren(tex(up === "slope" ? "f'" : "f"), el("small", {}, text.over), tex(inline(trace.value.tensors.get(names[across]).symbol)));
    picture.setAttribute("aria-label", text.curveSays(up === "slope", rounded(at.x), rounded(at.y)));
    if (!found) return;
    const [xs, ys] = [numbers(across), numbers(up)].map((all) => all.map(Number));
    const place = scaleOf(xs, ys);
    const [x0, y0] = place(0, 0);
    axes.setAttribute("d", `M${RIM} ${y0}H${WIDTH - RIM}M${x0} ${RIM}V${HEIGHT - RIM}`);
    line.setAttribute("d", pathOf(xs, ys, place));
    const [own, other] = [across, up].map((key) => shownValues(names[key]) ?? []);
    const both = own.length > DOTS ? [] : [...own].map((x, i) => place(x, other[i])).filter(([x, y]) => Number.isFinite(x + y));
    dots.replaceChildren(...both.map(circle));
    const [cx, cy] = place(at.x, at.y);
    const seen = Number.isFinite(cx + cy);
    dot.setAttribute("cx", seen ? cx : -9);
    dot.setAttribute("cy", seen ? cy : -9);
    guide.setAttribute("d", seen ? `M${cx} ${y0}V${cy}H${x0}` : "");
  });
  return el("div.curve", {}, title, picture);
}

/** A function that has a jump is drawn with the jump, one that folds back over itself point by point. */
function pathOf(xs, ys, place) {
  const points = xs.map((x, i) => place(x, ys[i])).filter(([x, y]) => Number.isFinite(x + y));
  const jump = (HEIGHT - 2 * RIM) / 3;
  return points.map(([x, y], i) => `${i && Math.abs(y - points[i - 1][1]) < jump ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

const circle = ([cx, cy]) => svg("circle", { cx, cy, r: 2 });

/** Numbers → pixels, with 0 on both axes and the same room on every side. */
function scaleOf(xs, ys) {
  const range = (all) => { const real = all.filter(Number.isFinite); return [Math.min(0, ...real), Math.max(0, ...real)]; };
  const [[x0, x1], [y0, y1]] = [range(xs), range(ys)];
  const [w, h] = [x1 - x0 || 1, (y1 - y0 || 1) * 1.08];
  return (x, y) => [RIM + ((x - x0) / w) * (WIDTH - 2 * RIM), HEIGHT - RIM - ((y - y0) / h) * (HEIGHT - 2 * RIM)];
}
