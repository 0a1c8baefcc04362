/** What is too wide for its box: measured right before the next frame, all of it together, so that the page is laid out once. */
import { runAll } from "../run-all.js";

const waiting = new Set();

/** @param {() => void} job */
export function fitSoon(job) {
  if (!waiting.size) requestAnimationFrame(run);
  waiting.add(job);
}

function run() {
  const jobs = [...waiting];
  waiting.clear();
  runAll(jobs);
}

/** Make each of some things small enough for its box. @param {HTMLElement[]} all @param {HTMLElement} box @param {number} least font size */
export function shrink(all, box, least) {
  for (const inner of all) if (inner.style.fontSize) inner.style.fontSize = "";
  const room = box.clientWidth;
  if (!room) return;
  const wide = all.map((inner) => [inner, Math.max(inner.scrollWidth, inner.offsetWidth)]).filter(([, width]) => width > room)
    .map(([inner, width]) => [inner, Math.max(least, (parseFloat(getComputedStyle(inner).fontSize) * room) / width - 0.3)]);
  for (const [inner, size] of wide) inner.style.fontSize = `${size}px`;
}
