/** Questions follow the film at the pace of a reader: at once after a single step, at most every REST ms while it runs, at its end while it is dragged. */
import { batch, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { at } from "./state.js";

const REST = 80;
/** The step that is asked about. */
export const asked = signal(null);

let timer = 0;
let last = -REST;
let patient = false;
let follow = null;

function arrive() {
  last = performance.now();
  timer = 0;
  const then = follow;
  follow = null;
  batch(() => {
    asked.value = at.peek();
    then?.();
  });
}

function soon() {
  clearTimeout(timer);
  const wait = patient ? REST : last + REST - performance.now();
  if (wait > 0 && at.peek() !== null) timer = setTimeout(arrive, wait);
  else untracked(arrive);
}

/** Before the film moves: what is to be done once questions may be asked, and whether it is being dragged. @param {() => void} then @param {boolean} dragged */
export function whenAsked(then, dragged) {
  follow = then;
  patient = dragged;
}

/** Let what waits happen now. */
export const settle = () => { if (timer) { clearTimeout(timer); arrive(); } };

effect(() => {
  at.value;
  soon();
});
