/** Check mine: the learner's own numbers held against the trace. The window is opened from the header; the stage keeps the marks. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { checkable } from "../checking/desk.js";
import { checkWindow } from "../checking/window.js";
import { followResult, dismiss, marking, result, stale } from "../checking/result.js";
import { rounded } from "../format.js";
import { wrong } from "../marks.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { action } from "../ui/controls.js";
import { el, icon } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { bring, pin, turnTo, view } from "../view.js";

const words = text.check;
let opened = null;

export const checkMine = {
  /** @param {string} [tensor] the stage's one when left out */
  open(tensor) {
    const all = trace.peek() ? checkable() : [];
    if (opened || !all.length) return;
    const wanted = tensor ?? view.tensor.peek();
    opened = checkWindow({
      tensor: all.includes(wanted) ? wanted : all[0],
      showMe(cell) {
        if (view.page.peek()) turnTo("");
        bring(cell);
        pin(cell);
      },
      closed: () => { opened = null; },
    });
    opened.open();
  },
};

/** What the stage says while wrong cells are marked on it. @param {HTMLElement} host */
export function checkMarks(host) {
  followResult();
  const sentence = el("span");
  const here = el("b");
  const element = el("p.marks.stage-notes", { role: "status" }, icon("m4 4 8 8M12 4l-8 8"), sentence, here,
    action(words.back, () => checkMine.open(result.peek()?.tensor)), el("button.btn", { type: "button", "aria-label": words.dismiss, title: words.dismiss, onclick: dismiss }, icon("m3.5 3.5 9 9M12.5 3.5l-9 9")));
  host.append(element);
  effect(() => {
    const now = marking.value ? result.value : null;
    element.hidden = !now;
    host.toggleAttribute("data-marked", Boolean(now));
    if (!now) return;
    element.classList.toggle("ok", now.reply.match && !stale.value);
    const symbol = named(trace.value.tensors.get(now.tensor)?.symbol || now.tensor, roleOf(trace.value, now.tensor));
    sentence.replaceChildren(...said(now, symbol));
    const mine = wrong.value.get(view.cell.value);
    here.textContent = mine === undefined ? "" : words.here(rounded(mine));
  });
}

/** A sentence with the tensor's symbol in it. */
function said({ reply }, symbol) {
  const sentence = stale.value ? words.stale : reply.match ? words.nowRight("{}") : reply.shape_ok ? words.onStage(reply.wrong_count, "{}") : words.nowShape("{}");
  const [before, after] = sentence.split("{}");
  return after === undefined ? [before] : [before, symbol, after];
}
