/** Playing: the clock says how far the film has come; drawing follows as fast as it can. */
import { effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { editing } from "../ui/editor.js";
import { go, isHome } from "./follow.js";
import { moved, span } from "./segments.js";
import { at, segments, steps, unit } from "./state.js";

/** Steps per second at 1×. */
const RATE = 2;
export const SPEEDS = [0.5, 1, 2, 4, 8, 32];

export const playing = signal(false);
export const speed = signal(1);

/** When this run began, and how many steps of it were shown. */
let since = 0;
let shown = 0;

const restart = () => { since = performance.now(); shown = 0; };
export const pause = () => { playing.value = false; };
const interrupted = () => document.hidden || editing() || document.querySelector("dialog[open]");

function tick(now) {
  if (!playing.peek()) return;
  if (interrupted()) return pause();
  const end = steps.peek() - 1;
  const due = Math.floor(((now - since) / 1000) * RATE * speed.peek());
  let step = at.peek();
  for (; shown < due && step < end; shown++) step = moved(segments.peek(), step, unit.peek(), 1);
  if (step !== at.peek()) go(step);
  if (step >= end) pause();
  else requestAnimationFrame(tick);
}

/** From where the film stands; at rest or at its end from the beginning. */
export function play() {
  if (!steps.peek() || playing.peek()) return;
  const step = at.peek();
  go(step === null || step >= steps.peek() - 1 ? span(segments.peek(), 0, unit.peek())[1] : step);
  playing.value = true;
  restart();
  requestAnimationFrame(tick);
}

export const toggle = () => (playing.peek() ? pause() : play());

effect(() => {
  speed.value;
  unit.value;
  restart();
});
/** Who looks elsewhere, or ends the film, is not carried away. */
effect(() => { if (playing.value && (at.value === null || !isHome.value)) untracked(pause); });
addEventListener("visibilitychange", () => { if (document.hidden) pause(); });
