/** The pinned cell and the film: whether it is there yet, what of it has come, and the way to the step that finishes it. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { pinnedExplanation } from "../explanations.js";
import { go } from "../film/follow.js";
import { arrived, isComing, isThere, partsOf, stepOf } from "../film/presence.js";
import { at, steps } from "../film/state.js";
import { text } from "../strings.js";
import { el, hide, say } from "../ui/dom.js";
import { view } from "../view.js";
import { SHORT } from "./listing.js";

/** Changes whenever something of the pinned cell has come. */
export const begun = computed(() => {
  const cell = view.cell.value;
  return isThere(cell) ? "there" : `${partsOf(cell)?.come ?? 0}`;
});

/** @param {import("../explanations.js").Explanation} found */
export const later = ({ cell }) => !isThere(cell) && !isComing(cell);

/** What the arrived terms add up to; null for a cell that is finished or not begun. @param {import("../explanations.js").Explanation} found */
export function soFar(found) {
  if (isThere(found.cell) || !isComing(found.cell)) return null;
  const { come, all } = partsOf(found.cell);
  return { come, all, value: Number(arrived(found.cell, found.terms).at(-1)?.running_total ?? 0) };
}

/** A long sum of which only a part has come; the rows of a short one show for themselves which are to come. @param {import("../explanations.js").Explanation} found @param {{come: number}} part */
export const asFarAs = (found, { come }) => (found.term_count > SHORT ? { ...found, terms: arrived(found.cell, found.terms), term_count: come } : found);

/** A button with the step that finishes the pinned cell, unless the film stands there. */
export function toStep() {
  const button = el("button.btn.line.to-step", { type: "button", title: text.stepTitle, onclick: () => go(stepOf(view.cell.peek())) });
  afterNumbers(() => {
    const step = steps.value ? stepOf(view.cell.value) : null;
    hide(button, step === null || step === at.value || !pinnedExplanation.value);
    say(button, text.toStep(step + 1));
  });
  return button;
}
