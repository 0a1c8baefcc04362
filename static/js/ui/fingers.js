/** Touch on a matrix: two fingers zoom and pan, one pans what is zoomed; one that rests, then moves, points as a mouse does. */

/** So long a finger rests before it points, and so far it may stray meanwhile. */
const [RESTS, STRAYS] = [350, 8];

/**
 * @param {ReturnType<typeof import("./sight.js").sight>} sight
 * @param {{by: (factor: number, at: number[]) => void, pan: (way: number[]) => void, point: (place: number[] | null) => void}} act
 */
export function fingers(sight, { by, pan, point }) {
  const { grid } = sight;
  /** Where each finger is. */
  const down = new Map();
  let timer = 0;
  let pointing = false;
  /** A gesture ends in a click now and then, which means nothing. */
  let gesture = false;

  const middle = () => [0, 1].map((axis) => [...down.values()].reduce((sum, at) => sum + at[axis], 0) / down.size);
  const spread = () => { const [a, b] = [...down.values()]; return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 1; };

  function release() {
    clearTimeout(timer);
    if (pointing) point(null);
    pointing = false;
  }

  grid.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !sight.closer()) return;
    if (!down.size) gesture = false;
    down.set(event.pointerId, [event.clientX, event.clientY]);
    grid.setPointerCapture(event.pointerId);
    release();
    if (down.size > 1) gesture = true;
    else timer = setTimeout(() => {
      pointing = gesture = true;
      point(sight.locate(event));
    }, RESTS);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return;
    const [before, apart, from] = [middle(), spread(), down.get(event.pointerId)];
    const strayed = Math.hypot(event.clientX - from[0], event.clientY - from[1]);
    if (pointing) return point(sight.locate(event));
    if (down.size === 1 && !gesture && strayed < STRAYS) return;
    clearTimeout(timer);
    if (down.size === 1 && sight.whole.peek()) return;
    gesture = true;
    down.set(event.pointerId, [event.clientX, event.clientY]);
    const after = middle();
    pan([after[0] - before[0], after[1] - before[1]]);
    const { left, top } = grid.getBoundingClientRect();
    if (down.size > 1) by(spread() / apart, [after[0] - left, after[1] - top]);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    grid.addEventListener(end, (event) => {
      if (down.delete(event.pointerId)) release();
    });
  }
  grid.addEventListener("click", (event) => {
    if (gesture) event.stopImmediatePropagation();
    gesture = false;
  });
  grid.addEventListener("contextmenu", (event) => {
    if (!down.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  /** While fingers are at work the page does not scroll. */
  for (const kind of ["touchstart", "touchmove"]) {
    grid.addEventListener(kind, (event) => {
      if (event.cancelable && (event.touches.length > 1 && sight.closer() || pointing)) event.preventDefault();
    }, { passive: false });
  }
}
