/** What the page does with the server: open, edit, undo, and go on after a silence. The only writer of store.js. */
import { batch } from "../vendor/signals-core/signals-core.mjs";
import { numbersFirst } from "./after-numbers.js";
import { api, Away, Problem } from "./api.js";
import { askingOf } from "./asking.js";
import { found, lost, retry, returns, whenBack } from "./away.js";
import { confirm, record, recordAll, timeline, travel } from "./keeping/history.js";
import { otherNumbers, paint } from "./painting.js";
import { patched, pointerTo } from "./patch.js";
import { wanted } from "./wanted.js";
import * as store from "./store.js";
import { text } from "./strings.js";
import { placeNow, returnTo, stay, view, visits } from "./view.js";

export { lost, retry, returns };

/** The last document that the server confirmed. */
let base = { id: "", document: null };
/** What was typed since: edit by edit, with the place of each. @type {{edits: Edit[], place: object}[]} */
let typed = [];
/** The newest number of every cell that was typed. @returns {Map<string, number>} */
const pending = () => new Map(typed.flatMap(({ edits }) => edits));
/** What questions are about: the last document whose trace is shown, while another one may be on its way. */
let shown = base;
/** Takes back everything that was typed since. */
let unmake = () => {};
/** Replies to anything but the newest request are dropped. */
let turn = 0;
/** The request for a trace that is under way: only the newest one waits for its end. */
let lane = null;
const free = () => { lane = null; };
/** The opening that is under way; edits wait for it. */
let opening = null;
/** Where to look once the arriving document is there. */
let goal = null;

/**
 * Open a document; what was there stays reachable by undo. It is shown with its trace; when nobody answers, at once if only numbers are other.
 * @param {{document: any, lesson?: string, origin?: object | null}} state
 * @param {{history?: boolean, entry?: boolean, flash?: boolean, place?: object | null, from?: object, pristine?: boolean, back?: () => void}} [how]
 *   `entry`: the browser's Back leads away from it; `place` is where to look, `from` where undo leads back to; `pristine`: as it came; `back` takes the history back
 */
export function open({ document, lesson = "", origin = null }, { history = true, entry = history, flash = false, place = null, from = placeNow(), pristine = document === origin, back = () => {} } = {}) {
  const mine = ++turn;
  const before = base;
  const state = { lesson, origin, document };
  const undone = batch(() => {
    store.arriving.value = state;
    return history || !timeline.peek().base ? record(state, from) : back;
  });
  const stood = typed.length ? { id: "", document: store.kept.peek() } : before;
  typed = [];
  base = { id: "", document };
  goal = place;
  const show = () => {
    store.arriving.value = null;
    if (entry) visits.value += 1;
    store.lesson.value = lesson;
    store.origin.value = origin;
    store.kept.value = document;
    store.refused.value = null;
  };
  const arrived = (reply) => batch(() => {
    show();
    use(reply, { flash });
    if (pristine) store.opened.value = reply.document;
    if (place) returnTo(place);
  });
  const answer = settle(mine, () => api.post(document, view.notation.peek()), arrived, () => {
    const numbers = otherNumbers(document);
    if (numbers) batch(() => { paint(numbers); show(); });
    else if (before.document) base = stood; // what is typed meanwhile is about what is shown
  });
  opening = answer.catch((error) => {
    if (mine !== turn) return;
    store.arriving.value = null;
    undone();
    if (before.document) base = stood;
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
  const state = { lesson: store.lesson.peek(), origin: store.origin.peek(), document };
  try {
    const reply = await api.post(document, view.notation.peek());
    if (mine !== turn) throw new Problem(409, { detail: text.meanwhile });
    record({ ...state, document: reply.document }, placeNow());
    typed = [];
    shown = base = { id: reply.id, document: reply.document };
    batch(() => {
      store.refused.value = null;
      use(reply, { flash: true });
    });
    found();
  } catch (error) {
    if (error instanceof Away) return open(state, { entry: false, flash: true });
    if (mine === turn && typed.length) send();
    throw error;
  }
}

/** Open a lesson's own document, and look where it says. @param {string} slug @param {{history?: boolean, entry?: boolean, flash?: boolean, place?: object, moment?: boolean}} [how] `place` in place of the lesson's; `moment`: mid-film */
export async function openLesson(slug, { place, moment = false, ...how } = {}) {
  const { document, focus } = await api.lesson(slug);
  await open({ document, lesson: slug }, { ...how, pristine: true, place: place ?? (moment ? focus : { ...focus, step: null }) });
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
  if (opening) return opening.catch(() => {}).then(() => enter(edits, { flash }));
  const document = patched(store.kept.peek(), edits);
  const place = placeNow();
  const undone = record({ lesson: store.lesson.peek(), origin: store.origin.peek(), document }, place);
  if (!typed.length) unmake = undone;
  typed.push({ edits, place });
  const sent = numbersFirst(send()); // the server works while the page paints
  batch(() => {
    const marked = paint(edits);
    if (flash) store.changed.value = marked;
    store.refused.value = null;
    store.arriving.value = null;
    store.kept.value = document;
  });
  return sent;
}

/** All that was typed, in one request. */
async function send() {
  const mine = ++turn;
  const edits = [...pending()].map(([cell, number]) => ({ cell, value: number }));
  let partial = true;
  const among = wanted(store.trace.peek().tensors);
  const post = () => askingOf(base, (id) => api.edit(id, edits, view.notation.peek(), among)).catch((error) => {
    if (!error.forgotten) throw error;
    partial = false;
    return api.post(store.kept.peek(), view.notation.peek());
  });
  store.settling.value += 1;
  try {
    await settle(mine, post, (reply) => use(reply, { partial, among }));
  } catch (error) {
    if (!(error instanceof Problem) || mine !== turn) return;
    takeBack(error, edits);
  } finally { store.settling.value -= 1; }
}

/** A text that is no number: the server says why. */
async function ask(cell, said) {
  try {
    await askingOf(base, (id) => api.edit(id, [{ cell, value: said }], view.notation.peek()));
  } catch (error) {
    if (error instanceof Problem) store.refused.value = { cell, text: String(said), message: error.message };
    else lost();
  }
}

/** The refused edit leaves the page as it was, and what else was typed is asked for again; the text of a single number stays at hand. @param {Problem} problem @param {{cell: string}[]} asked */
function takeBack(problem, asked) {
  const named = asked.find(({ cell }, i) => problem.pointer.startsWith(`/${i}/`) || problem.pointer === pointerTo(base.document, cell))?.cell;
  const bad = typed.findLast(({ edits }) => edits.some(([cell]) => cell === named)) ?? typed.at(-1);
  const [[first, value]] = bad.edits;
  typed = typed.filter((one) => one !== bad);
  unmake();
  const { document } = recordAll({ ...store.newest.peek(), document: base.document }, typed);
  const refused = bad.edits.length === 1
    ? { cell: first, text: String(value), message: problem.message }
    : { cell: named ?? first, text: null, message: problem.message.includes(named ?? first) ? problem.message : `${named ?? first}: ${problem.message}` };
  const numbers = otherNumbers(document);
  batch(() => {
    if (numbers) paint(numbers);
    store.refused.value = refused;
    store.kept.value = document;
  });
  if (typed.length && numbers) send();
  else open({ ...store.newest.peek(), document }, { history: false }).then(() => { store.refused.value = refused; });
}

export const undo = (direction = -1) => batch(() => {
  const went = travel(direction, placeNow());
  if (!went) return undefined;
  const numbers = otherNumbers(went.state.document);
  const done = open(went.state, { ...went, place: numbers ? null : went.place, history: false, flash: true });
  if (numbers) {
    opening = null;
    paint(numbers);
    store.kept.value = went.state.document;
    if (went.place) returnTo(went.place); // at once: a late answer leads nobody away
  }
  return done;
});

export const redo = () => undo(1);

/** Back to the document as it came, by a lesson, a file or a link; undo still leads here. */
export function reset() {
  const { lesson, origin } = store.newest.peek();
  return origin ? open({ lesson, origin, document: origin }, { entry: false, flash: true }) : openLesson(lesson, { entry: false, flash: true, place: placeNow() });
}

/** A reply becomes what is shown, and the reader stays where that still exists. */
const use = (reply, how) => batch(() => { store.accept(reply, how); if (view.layer.peek()) stay(); });

/** Run a request, one after the other; only the newest one's answer counts. */
async function settle(mine, request, accept, unanswered = () => {}) {
  if (lane) await lane;
  if (mine !== turn) return;
  try {
    const asked = request();
    lane = asked.then(free, free);
    const reply = await asked;
    if (mine !== turn) return;
    typed = [];
    shown = base = { id: reply.id, document: reply.document };
    accept(reply);
    confirm(reply.document);
    found();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    if (mine !== turn) return;
    unanswered();
    lost();
  }
}

/** Ask about the trace that is shown. @template T @param {(id: string) => Promise<T>} request */
export const asking = (request) => askingOf(shown, request);

whenBack(() => {
  if (typed.length && base.id) return send();
  if (!store.newest.peek().document) return undefined;
  return open(store.newest.peek(), { history: false, flash: true, place: store.arriving.peek() && goal }).catch(() => {});
});
