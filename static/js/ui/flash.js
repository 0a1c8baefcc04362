/** What changed shows once: a frame that fades, or one that stands still for a moment where motion is not wanted. */
import { calm } from "./dom.js";

const FADES = 600;
/** This part of the time it stands before it fades. */
const FULL = 0.4;
const STANDS = 1500;

/** More cells than these are marked together: a frame round each were a grey veil. */
const EACH = 100;

/** What is framed of the cells that changed. @param {number[][]} places @returns {{row: number, col: number, rows: number, cols: number}[]} */
export function marked(places) {
  if (places.length <= EACH) return places.map(([row, col]) => ({ row, col, rows: 1, cols: 1 }));
  let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
  for (const [r, c] of places) [top, left, bottom, right] = [Math.min(top, r), Math.min(left, c), Math.max(bottom, r), Math.max(right, c)];
  return [{ row: top, col: left, rows: bottom - top + 1, cols: right - left + 1 }];
}

/** @param {(alpha: number) => void} show draws it so strong; 0: not at all */
export function flashing(show) {
  let [timer, frame] = [0, 0];
  const end = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
  return {
    start() {
      end();
      show(1);
      if (calm()) {
        timer = setTimeout(() => show(0), STANDS);
        return;
      }
      const start = performance.now();
      const fade = (now) => {
        const past = (now - start) / FADES;
        show(past < FULL ? 1 : Math.max(0, (1 - past) / (1 - FULL)) ** 2);
        if (past < 1) frame = requestAnimationFrame(fade);
      };
      frame = requestAnimationFrame(fade);
    },
    end,
  };
}
