/** The quiet note on the stage: what an article prints wrongly about the tensor that is looked at. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { about, errata, followErrata } from "../checking/articles.js";
import { articlesWindow } from "../checking/articles-window.js";
import { text } from "../strings.js";
import { el, hide, icon, say, set } from "../ui/dom.js";
import { bring, view } from "../view.js";
import { format } from "../address.js";
import { trace } from "../store.js";

const KEY = "backprop-explorer.errata";
const words = text.errata;

function remembered() {
  try {
    return localStorage.getItem(KEY) !== "hidden";
  } catch {
    return true;
  }
}

/** Whether the note says its words; hidden, a small mark stays as the way back. */
const shown = signal(remembered());

function choose(on) {
  shown.value = on;
  try {
    localStorage.setItem(KEY, on ? "shown" : "hidden");
  } catch { /* forbidden: the choice lasts until the page is closed */ }
}

/** @param {HTMLElement} host */
export function errataNote(host) {
  followErrata();
  const sentence = el("span");
  const button = el("button.errata-note", { type: "button", "aria-haspopup": "dialog", onclick: open }, icon("M3 2.5h6.5L13 6v7.5H3z", "M5.5 8h5M5.5 10.5h3"), sentence);
  host.append(button);

  function open() {
    articlesWindow({
      target: view.tensor.peek(), shown: shown.peek(), choose, closed() {},
      go: (tensor) => bring(format(tensor, trace.peek().tensors.get(tensor).shape.map(() => 0))),
    }).open();
  }
  afterNumbers(() => {
    const count = errata.value && view.tensor.value ? about(view.tensor.value).length : 0;
    hide(button, !count);
    hide(sentence, !shown.value);
    say(sentence, words.note(count));
    set(button, "aria-label", shown.value ? null : words.noteHidden(count));
    set(button, "title", shown.value ? null : words.noteHidden(count));
  });
}
