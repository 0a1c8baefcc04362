/** What must be said over everything: the server is away, there is nothing to show, or a notice that may be put away. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { dismiss, notices } from "../keeping/notices.js";
import { away, failure, lessons, outdated } from "../store.js";
import { openLesson, retry } from "../session.js";
import { text } from "../strings.js";
import { el, icon } from "../ui/dom.js";

/** @param {HTMLElement} host */
export function banner(host) {
  const message = el("span");
  const main = el("div.told", { role: "status" });
  const rest = el("div", { role: "status" });
  const again = button(text.retry, retry);
  host.append(main, rest);
  effect(() => {
    main.hidden = !away.value && !failure.value;
    main.classList.toggle("bad", Boolean(failure.value));
    message.textContent = failure.value ?? (outdated.value ? text.awayEdited : away.value ? text.awayTitle : "");
    const first = lessons.value[0];
    const home = failure.value && first && button(text.openFirst, () => { failure.value = null; openLesson(first.slug); });
    main.replaceChildren(message, ...(away.value ? [again] : []), ...(home ? [home] : []));
  });
  effect(() => { document.body.toggleAttribute("data-outdated", outdated.value); });
  effect(() => {
    rest.replaceChildren(...notices.value.map(line));
    host.hidden = !away.value && !failure.value && !notices.value.length;
  });
}

const button = (label, run) => el("button.btn.line", { type: "button", onclick: run }, label);

/** @param {import("../keeping/notices.js").Notice} notice */
function line({ id, text: sentence, bad, actions = [], away: leave }) {
  return el(bad ? "div.told.bad" : "div.told", {}, el("span", {}, sentence), ...actions.map(({ label, run }) => button(label, run)),
    el("button.btn", { type: "button", "aria-label": text.keeping.dismiss, title: text.keeping.dismiss, onclick: () => { leave?.(); dismiss(id); } }, icon("m3.5 3.5 9 9M12.5 3.5l-9 9")));
}
