/**
 * Cells are painted together at the end of a turn, once everything else has been written: a font that is set on a canvas
 * has the styles computed of all elements that were touched before, once for each canvas in between.
 */
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
