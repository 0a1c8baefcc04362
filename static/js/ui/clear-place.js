/** A control stands below its matrix, to its right or its left, or over a corner of its own where other matrices stand there, or the stage ends. */

const PLACES = ["", "leftward", "inside", "inside leftward"];

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** @param {HTMLElement} control @param {HTMLElement} own the grid that it belongs to */
export function placeClear(control, own) {
  if (!control.offsetWidth) return;
  const others = [...document.querySelectorAll(".grid")].filter((grid) => grid !== own).map((grid) => grid.getBoundingClientRect());
  const end = own.closest(".canvas")?.getBoundingClientRect().bottom ?? Infinity;
  const last = Math.max(end, own.getBoundingClientRect().bottom);
  for (const place of PLACES) {
    control.className = `zoomer ${place}`;
    const box = control.getBoundingClientRect();
    if (box.bottom <= last && !others.some((other) => meet(box, other))) return;
  }
}
