/** What must be said over everything: the server is away, or there is nothing to show. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { away, failure, lessons } from "../store.js";
import { openLesson, retry } from "../session.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { goTo } from "../view.js";

/** @param {HTMLElement} host */
export function banner(host) {
  const message = el("span", { role: "status" });
  const again = el("button.btn.line", { type: "button", onclick: retry }, text.retry);
  effect(() => {
    host.hidden = !away.value && !failure.value;
    host.classList.toggle("bad", Boolean(failure.value));
    message.textContent = failure.value ?? (away.value ? text.awayTitle : "");
    const first = lessons.value[0];
    const home = failure.value && first && el("button.btn.line", { type: "button", onclick: () => { failure.value = null; openLesson(first.slug).then(goTo); } }, text.openFirst);
    host.replaceChildren(message, ...(away.value ? [again] : []), ...(home ? [home] : []));
  });
}
