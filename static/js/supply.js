/** What a trace came without: the numbers of large tensors, and other names for all of them. */
import { api, Away } from "./api.js";
import { asking, lost } from "./session.js";
import { put, trace } from "./store.js";
import { tensor } from "./tensor.js";

/** Tensors that are being fetched, with their trace. */
const fetching = new Set();

/** Fetch the numbers of a tensor that came without them. @param {string} name */
export async function need(name) {
  const { id } = trace.peek();
  const key = `${id} ${name}`;
  if (fetching.has(key)) return;
  fetching.add(key);
  try {
    const json = await asking((known) => api.tensor(known, name));
    const current = trace.peek();
    if (current.id === id) put({ ...current.tensors.get(name), ...tensor(name, json) });
  } catch (error) {
    if (error instanceof Away) lost();
  } finally {
    fetching.delete(key);
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
