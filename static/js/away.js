/** Whether the server answers: asked again and again, ever more calmly, until it does. */
import { signal } from "../vendor/signals-core/signals-core.mjs";
import { away } from "./store.js";

const FIRST = 1000;
const LONGEST = 15000;
let pause = FIRST;
let timer = 0;
let again = () => {};

/** Counts the times the server came back: whoever missed an answer asks again. */
export const returns = signal(0);

/** What to do as soon as there is hope, in place of what was to be done. @param {() => unknown} run @returns {() => void} puts that back */
export function whenBack(run) {
  const before = again;
  again = run;
  return () => { again = before; };
}

/** The server does not answer: keep everything, try again. */
export function lost() {
  away.value = true;
  if (timer) return;
  timer = setTimeout(retry, pause);
  pause = Math.min(pause * 2, LONGEST);
}

export function found() {
  pause = FIRST;
  clearTimeout(timer);
  timer = 0;
  if (!away.peek()) return;
  away.value = false;
  returns.value += 1;
}

export function retry() {
  clearTimeout(timer);
  timer = 0;
  return again();
}

/** A network that came back, or a reader who did, is reason for hope. */
export function watchForHope() {
  const hope = () => { if (away.peek() && !document.hidden) retry(); };
  addEventListener("online", hope);
  document.addEventListener("visibilitychange", hope);
}
