/** Where the reader looks: layer, tensor, method, pinned cell, notation. Kept in the address bar. */
import { batch, signal } from "../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "./address.js";
import { gradientOf, layerNamed, makerOf, suffix, targets } from "./network.js";
import { catalogue, lesson, trace } from "./store.js";

/** Methods that open first, where they are offered; else the first one. */
const FIRST = ["scatter", "correlate"];

export const view = {
  layer: signal(""),
  tensor: signal(""),
  method: signal(""),
  /** The pinned cell: the equation is about it. */
  cell: signal(""),
  /** Cells from which the reader went down to the pinned one, outermost first. */
  trail: signal([]),
  /** What stands in place of the stage: nothing, or all layers at once. */
  page: signal(""),
  /** The film's place: how far the network is worked out; null at rest, where all of it is. */
  step: signal(null),
  /** How the film works input gradients out: "scatter" by stamps, "chain" cell by cell. */
  film: signal("scatter"),
  /** Counts how often the reader was sent to a place, which says where the film stands. */
  sent: signal(0),
  notation: signal("000"),
  base: signal(1),
};

/** Last pinned cell and last method of every target that was looked at. */
const cells = new Map();
const methods = new Map();

/** The methods that a tensor offers, from the catalogue. @param {string} name @returns {string[]} */
export function offered(name) {
  const layer = trace.value && layerNamed(trace.value, makerOf(trace.value, name));
  return (layer && catalogue.value.layers?.[layer.type]?.methods?.[suffix(layer, name)]) ?? ["chain"];
}

/** The stage's method where a tensor offers it; undefined leaves the choice to the server. */
export function methodFor(name) {
  return offered(name).includes(view.method.value) ? view.method.value : undefined;
}

/** Look at a layer: at the tensor of the same kind, else at its input's gradient. @param {string} name */
export function choose(name) {
  const list = targets(trace.peek(), name);
  const layer = layerNamed(trace.peek(), name);
  const before = layerNamed(trace.peek(), view.layer.peek());
  const kind = before && suffix(before, view.tensor.peek());
  const same = layer && list.find((tensor) => suffix(layer, tensor) === kind);
  show(same ?? list.find((tensor) => tensor.endsWith(".grad")) ?? list[0], name);
}

/** Look at one of a layer's tensors. @param {string} tensor @param {string} [layer] */
export function show(tensor, layer = view.layer.peek()) {
  const list = offered(tensor);
  const method = methods.get(tensor) ?? FIRST.find((name) => list.includes(name)) ?? list[0];
  batch(() => {
    view.layer.value = layer;
    view.tensor.value = tensor;
    view.method.value = method;
    pin(cells.get(tensor) ?? firstCell(tensor));
  });
}

/** @param {string} method */
export function use(method) {
  methods.set(view.tensor.peek(), method);
  batch(() => {
    view.method.value = method;
    if (tensorOf(view.cell.peek()) !== view.tensor.peek()) pin(cells.get(view.tensor.peek()) ?? firstCell(view.tensor.peek()));
  });
}

/** Explain this cell. @param {string} address */
export function pin(address) {
  cells.set(tensorOf(address), address);
  batch(() => {
    view.trail.value = [];
    view.cell.value = address;
  });
}

/** Explain a factor of the pinned cell, with a way back. @param {string} address */
export function descend(address) {
  batch(() => {
    view.trail.value = [...view.trail.peek(), view.cell.peek()];
    view.cell.value = address;
  });
}

/** Back up to a cell of the trail. @param {number} step */
export function ascend(step) {
  const trail = view.trail.peek();
  batch(() => {
    view.cell.value = trail[step];
    view.trail.value = trail.slice(0, step);
  });
}

/** Show an explained cell's own layer on the stage; the way back stays. @param {string} address */
export function bring(address) {
  const name = tensorOf(address);
  const layer = makerOf(trace.peek(), name);
  const list = targets(trace.peek(), layer);
  const home = layerNamed(trace.peek(), layer);
  const derived = trace.peek().tensors.get(name).role === "derived" && home && gradientOf(home.input);
  const target = list.includes(name) ? name : list.includes(derived) ? derived : list[0];
  const methods_ = offered(target);
  cells.set(name, address);
  batch(() => {
    view.layer.value = layer;
    view.tensor.value = target;
    if (!methods_.includes(view.method.peek())) view.method.value = methods.get(target) ?? FIRST.find((one) => methods_.includes(one)) ?? methods_[0];
  });
}

/** The cell of the stage's target that the figure is about. */
export function targetCell() {
  const name = view.tensor.value;
  const root = view.trail.value[0] ?? view.cell.value;
  return tensorOf(root) === name ? root : (cells.get(name) ?? firstCell(name));
}

const firstCell = (name) => format(name, (trace.peek()?.tensors.get(name)?.shape ?? []).map(() => 0));

/** Whether an address names a cell of the trace. */
export function exists(address) {
  const cell = parse(address ?? "");
  const shape = cell && trace.peek()?.tensors.get(cell.tensor)?.shape;
  return Boolean(shape && shape.length === cell.index.length && cell.index.every((i, axis) => i < shape[axis]));
}

/** Go where a lesson or the address bar points, as far as it exists. @param {{layer?: string, tensor?: string, method?: string, cell?: string, step?: string | number, film?: string}} focus */
export function goTo(focus) {
  const known = trace.peek();
  const layer = layerNamed(known, focus.layer) || targets(known, focus.layer ?? "").length ? focus.layer : (known.layers[0]?.name ?? "input");
  if (targets(known, layer).includes(focus.tensor)) show(focus.tensor, layer);
  else choose(layer);
  if (offered(view.tensor.peek()).includes(focus.method)) use(focus.method);
  if (exists(focus.cell)) pin(focus.cell);
  batch(() => {
    const step = /^\d{1,9}$/.test(focus.step ?? "") ? Number(focus.step) : null;
    if (step !== null) view.film.value = focus.film === "chain" ? "chain" : "scatter";
    view.step.value = step;
    view.sent.value += 1;
  });
}

/** After another document came: stay where we are if that still exists. */
export function stay() {
  const valid = targets(trace.peek(), view.layer.peek()).includes(view.tensor.peek()) && exists(view.cell.peek());
  if (!valid) goTo({ layer: view.layer.peek(), tensor: view.tensor.peek() });
}

/** Where the reader is: what undo and a reload bring back. */
export const placeNow = () => ({ layer: view.layer.value, tensor: view.tensor.value, method: view.method.value, cell: view.cell.value, trail: view.trail.value, page: view.page.value, ...film() });

/** Back to a place, as far as it exists. @param {ReturnType<typeof placeNow>} place */
export function returnTo(place) {
  batch(() => {
    goTo(place);
    if (place.trail?.length && place.trail.every(exists)) view.trail.value = place.trail;
    if (place.page !== undefined) view.page.value = place.page;
  });
}

/** @returns {Record<string, string>} */
export const readHash = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

/** Counts what the browser's Back leads away from: another document, another page. */
export const visits = signal(0);

/** Another page in place of the stage; the browser's Back leads here again. @param {"" | "sensitivities"} page */
export function turnTo(page) {
  batch(() => {
    if (page) visits.value += 1;
    view.page.value = page;
  });
}

/** @param {Record<string, string>} hash */
export const pageIn = (hash) => (hash?.view === "sensitivities" ? hash.view : "");

const KNOWN = ["layer", "tensor", "method", "cell", "step", "film", "notation", "base"];

/** A place as a link or a file brought it: what is known of it, in the form in which it is known. @param {any} foreign @returns {Record<string, string>} */
export const knownPlace = (foreign) => ({
  ...Object.fromEntries(KNOWN.filter((key) => ["string", "number"].includes(typeof foreign?.[key])).map((key) => [key, String(foreign[key])])),
  page: pageIn(foreign),
});

/** The film's place, as far as it is not at rest. */
const film = () => (view.step.value === null ? {} : { step: view.step.value, ...(view.film.value === "chain" && { film: "chain" }) });

/** The place as the address bar and links say it. */
export const addressParts = () => ({
  lesson: lesson.value, ...(view.page.value && { view: view.page.value }), layer: view.layer.value, tensor: view.tensor.value, method: view.method.value, cell: view.cell.value, ...film(),
});

export const hashNow = () => `#${Object.entries(addressParts()).map(([key, value]) => `${key}=${value}`).join("&")}`;
