/** One sentence at a cell: why a number was not taken. */
import { el } from "./dom.js";

const GAP = 6;
const EDGE = 8;

/** @param {HTMLElement} figure @param {HTMLElement} grid */
export function bubbleIn(figure, grid) {
  let shown = null;
  return {
    /** Below its cell, above it where the window ends, and never beyond the sides. @param {string} message @param {number[]} place @param {number} pixels the size of a cell */
    say(message, [r, c], pixels) {
      shown?.remove();
      shown = el("div.refusal", { role: "alert" }, message);
      const [left, top] = [grid.offsetLeft + c * pixels, grid.offsetTop + r * pixels];
      shown.style.left = `${left}px`;
      shown.style.top = `${top + pixels + GAP}px`;
      figure.append(shown);
      const sides = (figure.closest(".canvas") ?? document.documentElement).getBoundingClientRect();
      const box = shown.getBoundingClientRect();
      const over = box.right - (Math.min(sides.right, document.documentElement.clientWidth) - EDGE);
      if (over > 0) shown.style.left = `${left - Math.min(over, box.left - Math.max(sides.left, 0))}px`;
      const bottom = sides.height < innerHeight ? Math.min(sides.bottom, innerHeight) : innerHeight;
      if (box.bottom > bottom && top - box.height > -grid.getBoundingClientRect().top) shown.style.top = `${top - box.height - GAP}px`;
    },
    hush() {
      shown?.remove();
      shown = null;
    },
  };
}
