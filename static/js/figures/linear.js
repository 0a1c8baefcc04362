/** Fully connected: one matrix product, or the same numbers as nodes and edges. */
import { signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { tensorOf } from "../address.js";
import { rounded } from "../format.js";
import { gradientOf, suffix } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { largest, plane } from "../tensor.js";
import { segmented } from "../ui/controls.js";
import { el, scope } from "../ui/dom.js";
import { table } from "../ui/sheet.js";
import { board, flow, upright } from "./board.js";
import { explained, has, shapeOf } from "./common.js";
import { nodes } from "./nodes.js";
import { fit, leftRoom } from "./sizes.js";

/** Longer vectors lie folded; of the weights only what the chosen cell reads is then shown. */
const LONG = 40;
const FOLD = 16;

/** What the reader chose, by target and method. */
const views = signal(new Map());

/** @param {import("./common.js").Stage} stage */
export function linear(stage) {
  const live = scope();
  const key = `${stage.target} ${stage.method}`;
  const kind = suffix(stage.layer, stage.target);
  const usual = kind === "output" || stage.method === "matrix" ? "matrix" : "nodes";
  const choice = segmented({
    label: text.drawnAs, hidden: true, choose: (value) => { views.value = new Map(views.peek()).set(key, value); },
    options: ["matrix", "nodes"].map((value) => ({ value, label: text.drawnAsOf(value) })),
  });
  choice.element.classList.add("figure-switch");
  const drawn = el("div");
  const element = el("div.left.fully", {}, choice.element, drawn);
  let inner = null;
  live.effect(() => {
    const view = views.value.get(key) ?? usual;
    choice.show(view);
    untracked(() => {
      inner?.dispose();
      inner = (view === "nodes" ? nodes : product)(stage, kind);
      drawn.replaceChildren(inner.element);
    });
  });
  return { element, dispose() { live.dispose(); inner?.dispose(); } };
}

/** The two factors of the product, each as the document stores it, transposed where the product asks for it. */
function product(stage, kind) {
  const of = board(stage);
  const { layer } = stage;
  const names = { x: layer.input, w: `${layer.name}.weight`, b: `${layer.name}.bias`, d: gradientOf(layer.output) };
  const outIn = kept.peek().layers.find((one) => one.name === layer.name)?.layout !== "in_out";
  const long = shapeOf(names.x)[1] > LONG;
  /** [tensor, whether it is transposed]: z = x Wᵀ, δ W, δᵀ x; the other layout the other way round. */
  const pair = {
    output: [[names.x], [names.w, outIn]],
    "input.grad": [[names.d], [names.w, !outIn]],
    "weight.grad": outIn ? [[names.d, true], [names.x]] : [[names.x, true], [names.d]],
  }[kind];
  const laid = ([name, turned]) => {
    if (name === names.w && long) return { lay: () => readOnly(names.w, kind === "output" ? plane(shapeOf(names.x)).cols : 1), note: text.readPart };
    return turned && name !== names.w ? { lay: upright } : {};
  };
  const parts = pair.map((one) => of.tensor(one[0], laid(one)));
  const sup = ([name, turned]) => turned && !(name === names.w && long) && el("sup.power", {}, "T");
  const bias = kind === "output" && has(names.b) ? of.tensor(names.b) : null;
  const pill = of.numbers();
  const added = of.picture({
    size: "--g",
    model: () => { const all = explained()?.terms ?? []; return all.length ? table(folded(all.map((term) => ({ address: null, value: term.value }))), largest(Float64Array.from(all.map((term) => term.value)))) : null; },
    label: () => text.products((explained()?.terms ?? []).map((term) => rounded(term.value)).join(", ")),
  });
  const products = el("div.added", {}, el("small", {}, text.itsProducts), added.element);
  of.live.effect(() => { const count = explained()?.term_count ?? 0; products.hidden = count < 2 || count > LONG; });
  const shape = ([name, turned], i) => {
    const read = kind === "output" ? plane(shapeOf(names.x)) : { rows: shapeOf(names.d)[1], cols: 1 };
    const { rows, cols } = name === names.w && long ? read : plane(shapeOf(name));
    return turned && name !== names.w && i >= 0 ? [cols, rows] : [rows, cols];
  };
  const sizes = () => {
    const { width, height, narrow } = leftRoom(stage);
    const shapes = [...pair.map(shape), ...(bias ? [[1, plane(shapeOf(names.b)).cols]] : [])];
    const across = shapes.reduce((sum, [, cols]) => sum + cols, 0);
    const high = Math.max(...shapes.map(([rows]) => rows));
    const [widest, down] = [Math.max(...shapes.map(([, cols]) => cols)), shapes.reduce((sum, [rows]) => sum + rows, 0)];
    const stacked = fit(width - 60, widest, narrow ? 400 : height - 90 - 64 * shapes.length, down + 1, 44);
    const g = Math.max(fit(width - 60 * shapes.length - 20, across, height - 150, high, 56), stacked);
    return { g, mid: (g * Math.min(...shapes.map(([rows]) => rows), 3)) / 2 };
  };
  return of.done("as-product", { from: pill, sizes },
    flow(parts[0].element, sup(pair[0]), text.operator.inner, parts[1].element, sup(pair[1]), bias && text.operator.plus, bias?.element),
    el("p.note", {}, text.productOf(kind, outIn)),
    el("div.outcome", {}, products, pill));
}

/** The weights that the chosen cell reads, laid out as the vector that they meet. */
function readOnly(name, width) {
  const found = (explained()?.terms ?? []).flatMap((term) => term.factors).filter((one) => one.cell && tensorOf(one.cell) === name);
  const cells = found.map((one) => ({ address: one.cell, value: one.value }));
  return table(folded(cells, width), trace.value.tensors.get(name).max);
}

const folded = (cells, width = FOLD) => {
  if (!cells.length) return [[null]];
  if (cells.length <= LONG && width !== 1) return [cells];
  return [...Array(Math.ceil(cells.length / width)).keys()].map((r) => Array.from({ length: width }, (_, c) => cells[r * width + c] ?? null));
};
