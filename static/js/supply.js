/** What a trace came without: the numbers of large tensors, and other names for all of them. */
import { batch } from "../vendor/signals-core/signals-core.mjs";
import { api, Away } from "./api.js";
import { asking, lost } from "./session.js";
import { put, trace } from "./store.js";
import { tensor } from "./tensor.js";
import { tensorNamed } from "./tensors.js";
import { view } from "./view.js";

/** Tensors that are being fetched, with their trace; those of one moment go together. */
const fetching = new Set();
let together = null;

/** Fetch the numbers of a tensor that came without them. @param {string} name */
export function need(name) {
  const key = `${trace.peek().id} ${name}`;
  if (fetching.has(key)) return;
  fetching.add(key);
  if (together) together.push(name);
  else {
    together = [name];
    queueMicrotask(fetchTogether);
  }
}

/** The numbers of a tensor, or null while they are on their way. @param {string} name @returns {Float64Array | null} */
export function numbersOf(name) {
  const { values } = tensorNamed(name);
  if (!values) need(name);
  return values;
}

async function fetchTogether() {
  const names = together;
  const { id } = trace.peek();
  together = null;
  try {
    const reply = await asking((known) => api.numbers(known, names, view.notation.peek()));
    if (trace.peek().id === id) batch(() => { for (const name of names) put({ ...trace.peek().tensors.get(name), ...tensor(name, reply.tensors[name]) }); });
  } catch (error) {
    if (error instanceof Away) lost();
  } finally {
    for (const name of names) fetching.delete(`${id} ${name}`);
  }
}

/** New names for the same numbers. @param {string} notation */
export async function rename(notation) {
  const reply = await asking((id) => api.trace(id, { values: "none", notation })).catch(() => null);
  const current = trace.peek();
  if (!reply || reply.id !== current.id) return;
  const tensors = new Map(current.tensors);
  for (const [name, json] of Object.entries(reply.tensors)) {
    if (tensors.has(name)) tensors.set(name, { ...tensors.get(name), symbol: json.symbol });
  }
  trace.value = { ...current, tensors };
}
