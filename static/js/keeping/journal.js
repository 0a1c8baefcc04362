/**
 * The browser's own database: a slot for each tab that changed something, and every step of its history as a difference.
 * Works on plain http. A step is handed over in the same breath as the edit, so that a crash right after it loses nothing.
 * @typedef {{id: string, exploration: string, lesson: string, name: string, at: number, place: object, changed: number}} Slot
 */

const NAME = "backprop-explorer";
/** A database that does not open within this time, or then does not answer within the other, counts as none. */
const [PATIENCE, SILENCE] = [2000, 10_000];

/** @type {IDBDatabase | null} */
let db = null;

/** @type {Promise<boolean> | null} */
let opening = null;

/** @returns {Promise<boolean>} whether anything can be kept */
export function connect() {
  opening ??= opened().finally(() => { if (!db) opening = null; });
  return opening;
}

function opened() {
  return new Promise((resolve) => {
    const none = () => resolve(false);
    setTimeout(none, PATIENCE);
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("slots", { keyPath: "id" });
        request.result.createObjectStore("steps");
      };
      request.onsuccess = () => {
        db = request.result;
        db.onversionchange = () => db.close();
        resolve(true);
      };
      request.onerror = none;
    } catch {
      none();
    }
  });
}

if ("indexedDB" in globalThis) connect();

/** Whether there is a database that can be read. */
export const isConnected = () => db !== null;

/** A database that opens and then cannot be read is none. @template T @param {() => Promise<T>} ask @param {T} none @returns {Promise<T>} */
async function asked(ask, none) {
  if (!db) return none;
  try {
    return await Promise.race([ask(), new Promise((_, silent) => { setTimeout(silent, SILENCE); })]);
  } catch {
    db = null;
    return none;
  }
}

/** All steps of a slot; number 0 is the state that they start from. */
const stepsOf = (id, from = -Infinity) => IDBKeyRange.bound([id, from], [id, Infinity]);

/**
 * @param {Slot} slot @param {{length: number, other: [number, any][]}} news how many entries there are, and those that are not as they were written
 * @param {(error: unknown) => void} failed
 */
export function write(slot, { length, other }, failed) {
  try {
    const work = db.transaction(["slots", "steps"], "readwrite", { durability: "relaxed" });
    work.onabort = () => failed(work.error);
    const steps = work.objectStore("steps");
    steps.delete(stepsOf(slot.id, length));
    for (const [number, entry] of other) steps.put(entry, [slot.id, number]);
    work.objectStore("slots").put(slot);
    work.commit();
  } catch (error) {
    failed(error);
  }
}

/** Only where the slot stands: its steps stay. @param {Slot} slot @param {(error: unknown) => void} failed */
export function touch(slot, failed) {
  try {
    db.transaction("slots", "readwrite").objectStore("slots").put(slot);
  } catch (error) {
    failed(error);
  }
}

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {string} id @returns {Promise<{slot: Slot, timeline: import("./history.js").Timeline} | null>} */
export const read = (id) => asked(async () => {
  const work = db.transaction(["slots", "steps"]);
  const [slot, entries] = await Promise.all([answer(work.objectStore("slots").get(id)), answer(work.objectStore("steps").getAll(stepsOf(id)))]);
  const [base, ...steps] = entries;
  return slot && base ? { slot, timeline: { base, steps, at: Math.min(slot.at, steps.length) } } : null;
}, null);

/** @returns {Promise<Slot[]>} the newest first */
export const slots = () => asked(async () => {
  const all = await answer(db.transaction("slots").objectStore("slots").getAll());
  return all.sort((a, b) => b.changed - a.changed);
}, []);

/** @param {string[]} ids */
export function drop(ids) {
  if (!db || !ids.length) return;
  const work = db.transaction(["slots", "steps"], "readwrite");
  for (const id of ids) {
    work.objectStore("slots").delete(id);
    work.objectStore("steps").delete(stepsOf(id));
  }
}
