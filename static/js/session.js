/** What the page does with the server: open, edit, undo, and go on after a silence. The only writer of store.js. */
import { batch, signal } from "../vendor/signals-core/signals-core.mjs";
import { parse, tensorOf } from "./address.js";
import { api, Away, Problem } from "./api.js";
import { aliases, placeInDocument } from "./network.js";
import * as store from "./store.js";
import { largest, offset, replaced, tensor } from "./tensor.js";
import { stay, view } from "./view.js";

/** The last document that the server confirmed, and what was typed since: cell → value. */
let base = { id: "", document: null };
const pending = new Map();
/** Replies to anything but the newest request are dropped. */
let turn = 0;
let revival = null;
let pause = 1000;
let timer = 0;
/** Counts the times the server came back: whoever missed an answer asks again. */
export const returns = signal(0);

/** Open a document; what was there stays reachable by undo. */
export async function open(document, slug, { history = true, flash = false } = {}) {
  const mine = ++turn;
  if (history) store.remember();
  pending.clear();
  base = { id: "", document };
  batch(() => {
    store.lesson.value = slug;
    store.kept.value = document;
    store.refused.value = null;
  });
  return settle(mine, () => api.post(document, view.notation.peek()), (reply) => use(reply, { flash }));
}

/** Open a lesson's own document. @param {string} slug */
export async function openLesson(slug, options) {
  const { document, focus } = await api.lesson(slug);
  await open(document, slug, options);
  return focus;
}

/** One typed value. Shown at once; everything that depends on it follows. @param {string} address @param {number | string} value */
export function edit(address, value) {
  store.refused.value = null;
  if (typeof value !== "number") return ask(address, value);
  store.remember();
  pending.set(address, value);
  batch(() => {
    for (const alias of aliases(store.trace.peek(), store.kept.peek(), address)) paint(alias, value);
    store.kept.value = patched(store.kept.peek(), address, value);
  });
  return send(address, value);
}

async function send(address, value) {
  const mine = ++turn;
  const edits = [...pending].map(([cell, number]) => ({ cell, value: number }));
  let partial = true;
  const post = () => asking((id) => api.edit(id, edits, view.notation.peek())).catch((error) => {
    if (!error.forgotten) throw error;
    partial = false;
    return api.post(store.kept.peek(), view.notation.peek());
  });
  try {
    await settle(mine, post, (reply) => use(reply, { partial }));
  } catch (error) {
    if (!(error instanceof Problem) || mine !== turn) return;
    takeBack(address, value, error.message);
  }
}

/** A text that is no number: the server says why. */
async function ask(cell, text) {
  try {
    await asking((id) => api.edit(id, [{ cell, value: text }], view.notation.peek()));
  } catch (error) {
    if (error instanceof Problem) store.refused.value = { cell, text: String(text), message: error.message };
    else lost();
  }
}

/** A refused number leaves the page as it was; the text stays at hand. */
function takeBack(cell, value, message) {
  pending.delete(cell);
  store.forget();
  const document = [...pending].reduce((doc, [key, number]) => patched(doc, key, number), base.document);
  batch(() => {
    store.refused.value = { cell, text: String(value), message };
    store.kept.value = document;
  });
  if (pending.size) send(...[...pending].at(-1));
  else open(document, store.lesson.peek(), { history: false }).then(() => { store.refused.value = { cell, text: String(value), message }; });
}

export function undo(direction = -1) {
  const entry = store.travel(direction);
  return entry && open(entry.document, entry.lesson, { history: false, flash: true });
}

export const redo = () => undo(1);

/** Back to the lesson as it came; undo still leads here. */
export const reset = () => openLesson(store.lesson.peek(), { flash: true });

/** A reply becomes what is shown, and the reader stays where that still exists. */
const use = (reply, how) => batch(() => { store.accept(reply, how); if (view.layer.peek()) stay(); });

/** Run a request; only the newest one's answer counts. */
async function settle(mine, request, accept) {
  try {
    const reply = await request();
    if (mine !== turn) return;
    pending.clear();
    base = { id: reply.id, document: reply.document };
    accept(reply);
    found();
  } catch (error) {
    if (error instanceof Away) {
      if (mine === turn) lost();
    } else throw error;
  }
}

/** Ask about the confirmed trace; if the server forgot it, post the kept document first. */
export async function asking(request) {
  if (!base.id) await revive();
  try {
    return await request(base.id);
  } catch (error) {
    if (!(error instanceof Problem) || !error.forgotten) throw error;
    await revive();
    return request(base.id);
  }
}

async function revive() {
  revival ??= api.post(base.document, view.notation.peek()).finally(() => { revival = null; });
  base = { ...base, id: (await revival).id };
}

/** The server does not answer: keep everything, try again, ever more calmly. */
export function lost() {
  store.away.value = true;
  if (timer) return;
  timer = setTimeout(retry, pause);
  pause = Math.min(pause * 2, 15000);
}

function found() {
  pause = 1000;
  clearTimeout(timer);
  timer = 0;
  if (!store.away.peek()) return;
  store.away.value = false;
  returns.value += 1;
}

export async function retry() {
  clearTimeout(timer);
  timer = 0;
  if (pending.size && base.id) return send(...[...pending].at(-1));
  if (!store.kept.peek()) return location.reload();
  return open(store.kept.peek(), store.lesson.peek(), { history: false, flash: true }).catch(() => {});
}

/** Tensors that are being fetched, with their trace. */
const fetching = new Set();

/** Fetch the numbers of a tensor that came without them. @param {string} name */
export async function need(name) {
  const { id } = store.trace.peek();
  const key = `${id} ${name}`;
  if (fetching.has(key)) return;
  fetching.add(key);
  try {
    const json = await asking((known) => api.tensor(known, name));
    const current = store.trace.peek();
    if (current.id === id) store.put({ ...current.tensors.get(name), ...tensor(name, json) });
  } catch (error) {
    if (error instanceof Away) lost();
  } finally {
    fetching.delete(key);
  }
}

/** New names for the same numbers. @param {string} notation */
export async function rename(notation) {
  const reply = await asking((id) => api.trace(id, { values: "none", notation })).catch(() => null);
  const current = store.trace.peek();
  if (!reply || reply.id !== current.id) return;
  const tensors = new Map(current.tensors);
  for (const [name, json] of Object.entries(reply.tensors)) {
    if (tensors.has(name)) tensors.set(name, { ...tensors.get(name), symbol: json.symbol });
  }
  store.trace.value = { ...current, tensors };
}

function paint(address, value) {
  const before = store.trace.peek().tensors.get(tensorOf(address));
  if (!before?.values) return;
  const values = before.values.slice();
  values[offset(before.shape, parse(address).index)] = value;
  store.put({ ...before, values, max: largest(values) });
}

function patched(document, address, value) {
  const { tensor: name, index } = parse(address);
  const { path, key } = placeInDocument(document, name);
  const owner = path.reduce((node, step) => node[step], document);
  const next = { ...owner, [key]: Array.isArray(owner[key]) ? replaced(owner[key], index, value) : overridden(owner[key], index, value) };
  if (!path.length) return next;
  if (path.length === 1) return { ...document, [path[0]]: next };
  return { ...document, layers: document.layers.with(path[1], next) };
}

/** A generated tensor with one number of its own. */
function overridden(fill, index, value) {
  const others = (fill.set ?? []).filter(([place]) => place.join() !== index.join());
  return { ...fill, set: [...others, [index, value]] };
}
