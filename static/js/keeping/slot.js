/** This tab's own place in the journal: found again after a reload or a crash, never shared with another tab. */
import { effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { kept, newest } from "../store.js";
import { placeNow } from "../view.js";
import { begin, headOf, newId, stateId, timeline } from "./history.js";
import { connect, drop, isConnected, read, slots, touch, write } from "./journal.js";
import { hear, tell } from "./tabs.js";

const TAB = "backprop-explorer.tab";
/** So many works are kept, and for so long. */
export const KEPT = { works: 20, days: 30 };
const DAY = 86_400_000;
const REST = 300;

/** Set once the browser turned out to keep nothing. */
export const keepless = signal(false);
/** This tab: its slot, and the exploration that it shares with the copies made of it. */
const mine = { id: "", exploration: "" };
/** The timeline as it was last written; or as it was copied, which is not worth a slot before something is done to it. */
let written = null;
let copied = null;

function tabId() {
  try {
    return sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
}

/** From now on this tab writes here, and whoever else thought so moves out. */
function settle(id, exploration) {
  Object.assign(mine, { id, exploration });
  try {
    sessionStorage.setItem(TAB, id);
  } catch {
    keepless.value = true;
  }
}

/** @returns {Promise<{own: boolean, place: object} | null>} what this tab held before, else, with `newest`, a copy of the newest work that `fits` */
export async function recall(fits) {
  if (!(await connect())) keepless.value = true;
  try {
    const found = await workFor(fits);
    if (found) return found;
  } catch {
    // A work that cannot be read is not gone on with; what is done from now on is a new one.
    written = copied = null;
  }
  if (!isConnected()) keepless.value = true;
  settle(newId(), newId()); // never the number that this tab came with: a duplicated tab comes with the same one
  return null;
}

async function workFor(fits) {
  const before = tabId();
  const found = before && (await read(before));
  if (found) return take(found, { own: true });
  const all = await slots();
  const expired = all.filter(({ changed }, i) => i >= KEPT.works || Date.now() - changed > KEPT.days * DAY).map(({ id }) => id);
  drop(expired);
  tell({ kind: "dropped", slots: expired });
  const last = all.find((slot) => !expired.includes(slot.id) && fits(slot));
  const copy = last && (await read(last.id));
  return copy ? take(copy, { own: false }) : null;
}

/** Whether this tab and another one hold copies of the same work. @param {string} exploration */
export const isMine = (exploration) => exploration === mine.exploration;

/** @param {string} id */
export const isThis = (id) => id === mine.id;

/** What was worked on last, in whatever tab. @returns {Promise<import("./history.js").State | null>} */
export async function newestWork() {
  await connect();
  const [last] = await slots();
  const found = last && (await read(last.id));
  return found ? headOf(found.timeline) : null;
}

function take({ slot, timeline: held }, { own }) {
  begin(held);
  settle(own ? slot.id : newId(), slot.exploration);
  if (own) {
    tell({ kind: "claimed", slot: slot.id });
    written = held;
  } else copied = held;
  return { own, place: slot.place };
}

/** What other tabs and lists say of this one. */
const record = () => ({
  id: mine.id, exploration: mine.exploration, lesson: newest.peek().lesson, name: newest.peek().document?.name ?? "",
  at: timeline.peek().at, place: placeNow(), changed: Date.now(),
});

const failed = () => { keepless.value = true; };

/** Only what somebody did is work: a document that was merely looked at is not kept, but one that came in a file or a link is. */
const isWork = ({ base, steps }) => Boolean(steps.length || base?.origin);

/** Every step is written as it is made. */
export function keep() {
  effect(() => {
    const now = timeline.value;
    untracked(() => { if (isWork(now) && now !== copied) append(now); });
  });
  let timer = 0;
  let last = null;
  const places = () => {
    clearTimeout(timer);
    if (last && written && !keepless.peek()) touch({ ...last, at: timeline.peek().at }, failed);
    last = null;
  };
  effect(() => {
    placeNow();
    untracked(() => { if (kept.peek()) last = record(); });
    clearTimeout(timer);
    timer = setTimeout(places, REST);
  });
  addEventListener("pagehide", places);
  hear("claimed", ({ slot }) => {
    if (slot !== mine.id) return;
    last = null;
    moveOut();
  });
  hear("dropped", ({ slots: gone }) => { if (gone.includes(mine.id)) written = null; });
}

function append(now) {
  if (keepless.peek() || now === written) return;
  const all = [now.base, ...now.steps];
  const before = written ? [written.base, ...written.steps] : [];
  const other = all.flatMap((entry, i) => (entry === before[i] ? [] : [[i, entry]]));
  write(record(), { length: all.length, other }, failed);
  written = now;
  tell({ kind: "changed", slot: mine.id, exploration: mine.exploration, lesson: newest.peek().lesson, state: stateId.peek() });
}

/** A copy of this tab took the slot over, as a duplicated tab does: this one goes on elsewhere, with all that it holds. */
function moveOut() {
  settle(newId(), mine.exploration);
  written = null;
  if (isWork(timeline.peek())) append(timeline.peek());
}
