/**
 * Numbers first: between an edit and the painting of what follows from it, words, questions and what is kept wait.
 * Nobody reads a sentence within one frame, but everybody sees when a number is late.
 */
import { Effect } from "../vendor/signals-core/signals-core.mjs";
import { runAll } from "./run-all.js";

/** Words wait for a slow server no longer than this, and for a page out of sight, which paints nothing (ms). */
const LONGEST = 150;
const UNSEEN = 50;

let coming = 0;
/** @type {Set<() => void>} */
const waiting = new Set();

/** Whether some are on their way to the screen. */
export const numbersCome = () => coming > 0;

/** An effect that rests while numbers are on their way to the screen, and follows then. @param {() => void} run @returns {() => void} its end */
export function afterNumbers(run) {
  const own = new Effect(run);
  const now = own.c.bind(own);
  // `c` is what signals call once something that the effect read has changed.
  own.c = () => (coming ? waiting.add(now) : now());
  now();
  return () => {
    waiting.delete(now);
    own.dispose();
  };
}

/** All that waits happens now: the page may be about to go. */
export function catchUp() {
  const all = [...waiting];
  waiting.clear();
  runAll(all);
}

const rest = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** After the next frame, once it is on the screen. */
const painted = () => Promise.race([rest(UNSEEN), new Promise((done) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
})]);

/** From now on until what is promised has come and is painted. @template T @param {Promise<T>} numbers @returns {Promise<T>} the same */
export function numbersFirst(numbers) {
  coming += 1;
  Promise.race([numbers.catch(() => {}), rest(LONGEST)]).then(painted).then(() => {
    coming -= 1;
    catchUp();
  });
  return numbers;
}

if (globalThis.addEventListener) {
  addEventListener("pagehide", catchUp);
  addEventListener("beforeprint", catchUp);
}
