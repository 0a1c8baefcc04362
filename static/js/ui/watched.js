/**
 * Which number stays explained while others are edited.
 * A click pins any number: it is what "click to ask why" promises. But who clicks on a weight to type into it wants to watch
 * the gradient that was pinned before: as soon as an edit begins, by typing, F2, a double click, a paste, the pin goes back there.
 * Clicks through several editable cells on the way are one visit. The keyboard moves without pinning, so nothing is to be given back.
 */
import { batch } from "../../vendor/signals-core/signals-core.mjs";
import { pin, view } from "../view.js";

/** The click that may have been the beginning of an edit, and what was pinned before it. */
let visit = null;

/** @param {string} address @param {boolean} editable */
export function pinByClick(address, editable) {
  const before = visit && visit.cell === view.cell.peek() ? visit.before : { cell: view.cell.peek(), trail: view.trail.peek() };
  visit = editable ? { cell: address, before } : null;
  pin(address);
}

/** An edit begins. */
export function giveBack() {
  if (visit && visit.cell === view.cell.peek()) {
    batch(() => {
      view.cell.value = visit.before.cell;
      view.trail.value = visit.before.trail;
    });
  }
  visit = null;
}
