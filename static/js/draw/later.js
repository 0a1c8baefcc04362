/** Canvases are composed together at the end of a turn, each once, whatever of it changed. */
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
  for (const job of jobs) job();
}
