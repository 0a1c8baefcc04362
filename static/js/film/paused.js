/** Where a page opens in the middle of its film, one sentence says so, and both ways out, for as long as the film stands there. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { go } from "./follow.js";
import { playing } from "./play.js";
import { at, leave, steps } from "./state.js";

/** @param {HTMLElement} host the page's first sentence */
export function pausedHere(host) {
  const opened = at.peek();
  if (opened === null) return;
  const words = el("span");
  const way = (label, run) => el("button.btn.line", { type: "button", onclick: run }, label);
  const note = el("p.paused", {}, words, way(text.leaveFilm, leave), way(text.fromStart, () => go(0)));
  host.lastElementChild.before(note);
  const stop = effect(() => {
    words.textContent = text.pausedAt(opened + 1, steps.value);
    if (at.value === opened && !playing.value) return;
    note.remove();
    setTimeout(() => stop());
  });
}
