/** The address bar follows the view; the browser's Back and Forward lead from document to document, with all that was typed. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { numbersCome } from "../after-numbers.js";
import { open } from "../session.js";
import { arriving, lesson, newest, trace } from "../store.js";
import { goTo, hashNow, knownPlace, pageIn, readHash, view, visits } from "../view.js";
import { difference } from "./delta.js";
import { openLink, openNamed } from "./entering.js";
import { stateCalled, stateId } from "./history.js";

/** Browsers refuse to note more than a hundred addresses in half a minute: so many at once, then one after each rest (ms). */
const AT_ONCE = 12;
const REST = 350;
/** While numbers are on their way the address waits for a pause, no longer than this (ms): a step back right after an edit must find it. */
const PAUSE = 40;
const inPause = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 0));

/** @param {(error: Error) => void} failed */
export function followAddress(failed) {
  let seen = visits.peek();
  let now = null;
  let timer = 0;
  let paused = false;
  let left = AT_ONCE;
  let counted = performance.now();

  function write() {
    clearTimeout(timer);
    timer = 0;
    paused = false;
    if (now.hash === location.hash && history.state?.state === now.state) return;
    left -= 1;
    history.replaceState({ state: now.state }, "", now.hash);
  }
  function mayWrite() {
    left = Math.min(AT_ONCE, left + (performance.now() - counted) / REST);
    counted = performance.now();
    return left >= 1;
  }
  effect(() => {
    const next = { hash: hashNow(), state: stateId.value };
    const visited = visits.value;
    if (!trace.value || arriving.value) return;
    if (visited !== seen) {
      if (timer || paused) write();
      history.pushState({ state: next.state }, "", next.hash);
    }
    seen = visited;
    now = next;
    if (paused) return;
    if (timer || !mayWrite()) timer ||= setTimeout(write, REST);
    else if (!numbersCome()) write();
    else {
      paused = true;
      inPause(() => { if (paused) write(); }, { timeout: PAUSE });
    }
  });
  addEventListener("popstate", ({ state }) => {
    paused = false; // what waited was of the entry that is left
    arrive(state, readHash()).catch(failed).finally(write);
  });
}

/** @param {{state: string} | null} entry null for a link that was followed or an address that was typed @param {Record<string, string>} hash */
async function arrive(entry, hash) {
  const page = pageIn(hash);
  const was = entry && stateCalled(entry.state);
  const is = newest.peek();
  if ("v" in hash) {
    if (!(await openLink(hash, { entry: false }))) return;
  } else if (was && (was.lesson !== is.lesson || difference(was.origin, is.origin).length)) await open(was, { entry: false, place: knownPlace(hash) });
  else if (!was && hash.lesson && hash.lesson !== lesson.peek()) await openNamed(hash, { entry: false });
  else goTo({ layer: view.layer.peek(), ...hash });
  view.page.value = page;
}
