/** What the page does with the server: open, edit, undo, and go on after a silence. The only writer of store.js. */
import { batch, signal } from "../vendor/signals-core/signals-core.mjs";
import { api, Away, Problem } from "./api.js";
import { aliases } from "./network.js";
import { painted, patched } from "./patch.js";
import { wanted } from "./sight.js";
import * as store from "./store.js";
import { differences } from "./tensor.js";
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

/** The opening that is under way; edits wait for it. */
let opening = null;

/** Open a document; what was there stays reachable by undo. It is shown with its trace, or at once when nobody answers. */
export function open(document, slug, { history = true, flash = false } = {}) {
  const mine = ++turn;
  const before = base;
  if (history) store.remember();
  pending.clear();
  base = { id: "", document };
  store.arriving.value = { lesson: slug, document };
  const show = () => {
    store.arriving.value = null;
    store.lesson.value = slug;
    store.kept.value = document;
    store.refused.value = null;
  };
  const answer = settle(mine, () => api.post(document, view.notation.peek()), (reply) => batch(() => { show(); use(reply, { flash }); }), () => batch(show));
  opening = answer.catch((error) => {
    if (mine !== turn) return;
    store.arriving.value = null;
    if (history) store.forget();
    if (before.document) base = before;
    throw error;
  }).finally(() => { if (mine === turn) opening = null; });
  return opening;
}

/**
 * Another document in place of the kept one, once the server took it. Refused, everything stays as it is and the caller hears why.
 * @param {any} document
 */
export async function apply(document) {
  const mine = ++turn;
  try {
    const reply = await api.post(document, view.notation.peek());
    if (mine !== turn) return;
    store.remember();
    pending.clear();
    base = { id: reply.id, document: reply.document };
    batch(() => {
      store.refused.value = null;
      use(reply, { flash: true });
    });
    found();
  } catch (error) {
    if (error instanceof Away) return open(document, store.lesson.peek(), { flash: true });
    if (mine === turn && pending.size) send([...pending]);
    throw error;
  }
}

/** Open a lesson's own document. @param {string} slug */
export async function openLesson(slug, options) {
  const { document, focus } = await api.lesson(slug);
  await open(document, slug, options);
  return focus;
}

/** One typed value. Shown at once; everything that depends on it follows. @param {string} address @param {number | string} value */
export function edit(address, value) {
  if (typeof value === "number") return enter([[address, value]]);
  store.refused.value = null;
  return ask(address, value);
}

/** Many numbers as one edit and one step back; they flash, as nobody typed them one by one. @param {Edit[]} edits */
export const editAll = (edits) => enter(edits, { flash: true });

/** @typedef {import("./patch.js").Edit} Edit @param {Edit[]} edits */
function enter(edits, { flash = false } = {}) {
  if (opening) return opening.then(() => enter(edits, { flash }));
  store.refused.value = null;
  store.remember();
  for (const [cell, value] of edits) pending.set(cell, value);
  const everywhere = edits.flatMap(([cell, value]) => aliases(store.trace.peek(), store.kept.peek(), cell).map((alias) => [alias, value]));
  batch(() => {
    const marked = paint(everywhere);
    if (flash) store.changed.value = marked;
    store.kept.value = patched(store.kept.peek(), edits);
  });
  return send(edits);
}

/** @param {Edit[]} newest what is taken back if the server refuses */
async function send(newest) {
  const mine = ++turn;
  const edits = [...pending].map(([cell, number]) => ({ cell, value: number }));
  let partial = true;
  const among = wanted(store.trace.peek().tensors);
  const post = () => asking((id) => api.edit(id, edits, view.notation.peek(), among)).catch((error) => {
    if (!error.forgotten) throw error;
    partial = false;
    return api.post(store.kept.peek(), view.notation.peek());
  });
  try {
    await settle(mine, post, (reply) => use(reply, { partial, among }));
  } catch (error) {
    if (!(error instanceof Problem) || mine !== turn) return;
    takeBack(newest, error, edits);
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

/** Refused numbers leave the page as it was; the text of a single one stays at hand. @param {Edit[]} newest @param {Problem} problem */
function takeBack(newest, problem, asked) {
  for (const [cell] of newest) pending.delete(cell);
  store.forget();
  const document = patched(base.document, [...pending]);
  const [first, value] = newest[0];
  const cell = asked[Number(problem.pointer.split("/")[1])]?.cell ?? first;
  const refused = newest.length === 1
    ? { cell: first, text: String(value), message: problem.message }
    : { cell, text: null, message: problem.message.includes(cell) ? problem.message : `${cell}: ${problem.message}` };
  batch(() => {
    store.refused.value = refused;
    store.kept.value = document;
  });
  if (pending.size) send([...pending]);
  else open(document, store.lesson.peek(), { history: false }).then(() => { store.refused.value = refused; });
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
async function settle(mine, request, accept, unanswered = () => {}) {
  try {
    const reply = await request();
    if (mine !== turn) return;
    pending.clear();
    base = { id: reply.id, document: reply.document };
    accept(reply);
    found();
  } catch (error) {
    if (error instanceof Away) {
      if (mine !== turn) return;
      unanswered();
      lost();
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
  if (pending.size && base.id) return send([...pending]);
  if (!store.kept.peek()) return location.reload();
  return open(store.kept.peek(), store.lesson.peek(), { history: false, flash: true }).catch(() => {});
}

/** Put numbers into the trace at once. @param {Edit[]} edits @returns {Map<string, number[]>} the offsets that are other than before, by tensor */
function paint(edits) {
  const marked = new Map();
  for (const after of painted(store.trace.peek().tensors, edits)) {
    marked.set(after.name, differences(store.trace.peek().tensors.get(after.name), after));
    store.put(after);
  }
  return marked;
}
