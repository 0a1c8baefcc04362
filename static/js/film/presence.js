/** Which numbers are there at the film's position: all at rest, else those that its steps have worked out. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { geometry } from "../geometry.js";
import { gradientOf, layerNamed } from "../network.js";
import { shapedDocument, shapedTrace } from "../store.js";
import { numbersOf } from "../supply.js";
import { tensorNamed } from "../tensors.js";
import { indexAt, offset } from "../tensor.js";
import { doneOf, SCATTER } from "./segments.js";
import { readers, stamping } from "./stamps.js";
import { at, segments } from "./state.js";
import { partial } from "./table.js";

/** What a derived tensor follows: x, δ or ∂L/∂x of its layer; `null` only parameters. All others follow the output. */
const SOURCE = { padded: (layer) => layer.input, turned: null, sign: null, alpha: null };
for (const name of ["stuffed", "bordered", "inner", "alpha.grad"]) SOURCE[name] = (layer) => gradientOf(layer.output);
SOURCE.table = (layer) => gradientOf(layer.input);

function sourceOf(name) {
  const layer = layerNamed(shapedTrace(), name.split(".")[0]);
  if (!layer) return "loss";
  const suffix = name.slice(layer.name.length + 1);
  const key = [suffix, suffix.split(".").at(-1)].find((one) => Object.hasOwn(SOURCE, one));
  if (key) return SOURCE[key]?.(layer) ?? null;
  return layer.derived.includes(`${layer.name}.alpha`) ? null : layer.output;
}

/**
 * Which steps make a tensor, and how they fill it: row by row, by stamps, or as a whole once they are done.
 * @param {string} name @returns {{segment: import("./segments.js").Segment, how: "rows" | "stamps" | "whole"} | null} null: it is always there
 */
function making(name) {
  const own = segments.value.find((one) => one.tensor === name && one.method !== SCATTER);
  if (own) return { segment: own, how: "rows" };
  const stamped = segments.value.find((one) => one.method === SCATTER && (one.tensor === name || gradientOf(layerNamed(shapedTrace(), one.layer).input) === name));
  if (stamped) return { segment: stamped, how: "stamps" };
  const tensor = shapedTrace().tensors.get(name);
  const source = tensor?.role === "derived" ? sourceOf(name) : null;
  const made = source && making(source);
  if (!made) return null;
  return made.how === "rows" && made.segment.shape.join() === tensor.shape.join() ? made : { ...made, how: "whole" };
}

const memory = new Map();
/** One value per tensor that changes only when something of this tensor does. @template T @param {string} kind @param {string} name @param {() => T} work @returns {T} */
function follow(kind, name, work) {
  const key = `${kind} ${name}`;
  if (!memory.has(key)) memory.set(key, computed(work));
  return memory.get(key).value;
}

const maker = (name) => follow("maker", name, () => (shapedTrace()?.tensors.has(name) ? making(name) : null));

/** How many of the steps that make a tensor are done; Infinity once it is finished. @param {string} name @returns {number} */
export const done = (name) => follow("done", name, () => {
  const made = at.value === null ? null : maker(name);
  if (!made) return Infinity;
  const count = doneOf(made.segment, at.value);
  return count === made.segment.count ? Infinity : made.how === "whole" ? 0 : count;
});

/** The stamps of a layer, and where its input lies in the table. */
const stampsOf = (name) => follow("stamps", name, () => {
  const layer = layerNamed(shapedTrace(), name);
  const spec = shapedDocument().layers.find((one) => one.name === name);
  const shape = (tensor) => shapedTrace().tensors.get(tensor).shape;
  const { stride, dilation, ring } = geometry(spec, shape(`${name}.padded`), shape(layer.input));
  const reading = readers(spec, shape(layer.input)[1], shape(layer.output)[1]);
  return { ring, ...stamping({ kernel: shape(`${name}.weight`).slice(-2), delta: shape(layer.output), stride, dilation, reading }) };
});

/** @param {import("./segments.js").Segment} stamped @param {string} name @param {number[]} index of the table or of what it is cropped to */
function inTable({ layer, tensor }, name, [n, c, r, q]) {
  const { ring, parts, last } = stampsOf(layer);
  const place = tensor === name ? [n, c, r, q] : [n, c, r + ring.top, q + ring.left];
  return { parts: (count) => parts(place, count), last: () => last(place) };
}

/**
 * How far a tensor's cells have come: null for a finished tensor, else a function that gives a cell's number so far,
 * null for one that is not there yet, undefined for one that is finished.
 * @param {string} name @returns {((place: number) => number | null | undefined) | null}
 */
export function coming(name) {
  const count = done(name);
  if (count === Infinity) return null;
  const { segment, how } = maker(name);
  if (how !== "stamps") return (place) => (place < count ? undefined : null);
  const { shape } = shapedTrace().tensors.get(name);
  const table = segment.tensor === name && partial.value?.table === name ? partial.value : null;
  return (place) => {
    const cell = inTable(segment, name, indexAt(shape, place));
    const { come, all } = cell.parts(count);
    if (all && come === all) return undefined;
    return table && cell.parts(table.stamps).come ? table.values[place] : null;
  };
}

/** The parts of a stamped cell that have come, of how many; null where nothing is being stamped. @param {string} address */
export function partsOf(address) {
  const cell = parse(address ?? "");
  const made = cell && maker(cell.tensor);
  if (made?.how !== "stamps" || at.value === null) return null;
  const count = done(cell.tensor);
  return inTable(made.segment, cell.tensor, cell.index).parts(count === Infinity ? made.segment.count : count);
}

/** Of the terms of a cell those that have arrived. @template {{factors: {cell: string | null}[]}} T @param {string} address @param {T[]} terms @returns {T[]} */
export function arrived(address, terms) {
  const name = address.slice(0, address.indexOf("["));
  const count = done(name);
  if (count === Infinity || maker(name).how !== "stamps") return terms;
  const { cells, shape } = maker(name).segment;
  const places = (term) => term.factors.map((one) => parse(one.cell ?? "")).filter((cell) => cell?.tensor === cells).map((cell) => offset(shape, cell.index));
  return terms.filter((term) => places(term).every((place) => place < count));
}

/** Whether a number is there. @param {string} address */
export function isThere(address) {
  const cell = parse(address ?? "");
  const come = cell && shapedTrace()?.tensors.has(cell.tensor) ? coming(cell.tensor) : null;
  return !come || come(offset(shapedTrace().tensors.get(cell.tensor).shape, cell.index)) === undefined;
}

/** Whether a sum of stamps is under way. @param {string} address */
export function isComing(address) {
  const parts = partsOf(address);
  return Boolean(parts && parts.come > 0 && parts.come < parts.all);
}

/** The numbers of a tensor as far as they are there; NaN elsewhere. @param {string} name @returns {Float64Array | null} */
export const shownValues = (name) => follow("values", name, () => {
  const values = tensorNamed(name) ? numbersOf(name) : null;
  const come = values ? coming(name) : null;
  return come ? values.map((value, place) => { const now = come(place); return now === undefined ? value : now ?? NaN; }) : values;
});

/** The step that finishes a cell; null for what is given. @param {string} address @returns {number | null} */
export function stepOf(address) {
  const cell = parse(address ?? "");
  const made = cell && maker(cell.tensor);
  if (!made) return null;
  const { start, count } = made.segment;
  if (made.how === "whole") return start + count - 1;
  if (made.how === "rows") return start + offset(shapedTrace().tensors.get(cell.tensor).shape, cell.index);
  const last = inTable(made.segment, cell.tensor, cell.index).last();
  return start + (last < 0 ? count - 1 : last);
}
