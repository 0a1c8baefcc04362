/** Whether an Escape has something nearer to end: an edit, a selection, a message, a menu, a dialog. */
import { refused } from "../store.js";
import { endsIn } from "./selection.js";

/** @param {Element} target */
export const busy = (target) => /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || refused.peek() || selecting(target)
  || document.querySelector("dialog[open], [popover]:popover-open, .head.open, .refusal");

function selecting(grid) {
  const ends = endsIn(grid);
  return ends && ends.anchor.join() !== ends.head.join();
}
