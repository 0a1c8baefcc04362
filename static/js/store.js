/**
 * What the page knows: the document that is kept, and the trace that follows from it. What was before and after is in keeping/history.js.
 * Only session.js, painting.js and supply.js write here.
 * @typedef {{id: string, loss: number | null, layers: Layer[], tensors: Map<string, import("./tensor.js").Tensor>}} Trace
 * @typedef {{name: string, type: string, input: string, output: string, parameters: string[], derived: string[]}} Layer
 */
import { batch, computed, signal } from "../vendor/signals-core/signals-core.mjs";
import { differences, tensor } from "./tensor.js";

/** The document that is shown, newest edits included; it always fits its trace. */
export const kept = signal(null);
/** A document that was asked for and whose trace is on its way. @type {import("../vendor/signals-core/signals-core.mjs").Signal<import("./keeping/history.js").State | null>} */
export const arriving = signal(null);
/** @type {import("../vendor/signals-core/signals-core.mjs").Signal<Trace | null>} */
export const trace = signal(null);
export const lesson = signal("");
/** The document as a file or a link brought it; null for a lesson. */
export const origin = signal(null);
export const lessons = signal([]);
/** The document right after it was opened, before any change of the reader's: there is nothing to reset. */
export const opened = signal(null);
/** The document from which the computed numbers come. */
const computedFrom = signal(null);
/** What GET /layers says of each layer type. */
export const catalogue = signal({});
/** Tensor name → offsets that the last reply changed; a new object for every reply. */
export const changed = signal(new Map());
/** How many edits wait for their answer: the old numbers are not asked about meanwhile. */
export const settling = signal(0);
/** Set while the server does not answer. */
export const away = signal(false);
/** Edits wait for a server that does not answer: computed numbers are from before them. */
export const outdated = computed(() => away.value && kept.value !== computedFrom.value);
/** @type {import("../vendor/signals-core/signals-core.mjs").Signal<{cell: string, text: string, message: string} | null>} */
export const refused = signal(null);
/** A sentence in place of the page: an unknown lesson, a document that cannot be opened. */
export const failure = signal(null);

/** Layers, their settings and all shapes as one text: what stays the same while only numbers change. */
export const structure = computed(() => {
  const { layers = [], tensors = new Map() } = trace.value ?? {};
  const numbers = new Set(layers.flatMap((layer) => layer.parameters));
  const settings = (kept.value?.layers ?? []).map((layer) => Object.entries(layer).filter(([key]) => !numbers.has(`${layer.name}.${key}`)));
  return JSON.stringify([layers, [...tensors.values()].map(({ name, shape }) => [name, shape]), settings, kept.value?.loss?.type]);
});

/** The trace and the document for who reads names, shapes and settings alone: they rest while only numbers change. */
export const shapedTrace = () => (structure.value, trace.peek());
export const shapedDocument = () => (structure.value, kept.peek());

/** What is shown, or is about to be: what history starts from and what a returning server is asked for. */
export const newest = computed(() => arriving.value ?? { lesson: lesson.value, origin: origin.value, document: kept.value });

/** Roles of tensors that no other number changes. */
const GIVEN = new Set(["input", "parameter"]);

/**
 * A reply becomes the trace; a partial one keeps the tensors that it does not name. Of those that it was not asked for,
 * the computed ones may be others now: they stand without numbers until somebody needs them.
 * @param {any} reply @param {{partial?: boolean, among?: Set<string> | null, flash?: boolean}} [how]
 */
export function accept(reply, { partial = false, among = null, flash = true } = {}) {
  const before = trace.peek();
  const tensors = new Map(partial && before ? before.tensors : []);
  if (partial && among) for (const one of tensors.values()) if (!among.has(one.name) && !GIVEN.has(one.role)) tensors.set(one.name, { ...one, values: null });
  const fresh = new Map();
  for (const [name, json] of Object.entries(reply.tensors)) {
    const now = tensor(name, json);
    tensors.set(name, now);
    const offsets = differences(before?.tensors.get(name), now);
    if (offsets.length) fresh.set(name, offsets);
  }
  batch(() => {
    kept.value = computedFrom.value = reply.document;
    trace.value = { id: reply.id, loss: reply.loss, layers: reply.layers, tensors };
    if (flash) changed.value = fresh;
  });
}

/** Put numbers into a tensor at once: a fetched one, or a cell that was just typed. @param {import("./tensor.js").Tensor} next */
export function put(next) {
  const tensors = new Map(trace.peek().tensors);
  tensors.set(next.name, next);
  trace.value = { ...trace.peek(), tensors };
}
