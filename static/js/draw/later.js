/** Canvases are composed together at the end of a turn, each once, whatever of it changed. */
import { runAll } from "../run-all.js";

let waiting = [];

/** @param {() => void} job */
export function later(job) {
  if (!waiting.length) queueMicrotask(paintNow);
  waiting.push(job);
}

/** For who reads a canvas in the same turn. */
export function paintNow() {
  const jobs = waiting;
  waiting = [];
  runAll(jobs);
}
