/** What this is and what to do, said until it is dismissed; what the open document is, behind a button of the header. */
import { effect, signal } from "../../vendor/signals-core/signals-core.mjs";
import { kept, lesson, lessons } from "../store.js";
import { text } from "../strings.js";
import { place } from "../ui/controls.js";
import { el, icon } from "../ui/dom.js";

const KEY = "backprop-explorer.intro";

function seen() {
  try {
    return localStorage.getItem(KEY) === "seen";
  } catch {
    return false;
  }
}

/** @returns {HTMLElement} the button of the header, with its words */
export function about() {
  const words = el("div.about-words");
  const box = el("div.menu.about", { popover: "auto", id: "about", role: "dialog", "aria-label": text.about }, words);
  const button = el("button.btn", { type: "button", "aria-label": text.about, title: text.about, "aria-expanded": false, "aria-controls": box.id, onclick: () => box.togglePopover() },
    icon("M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4z", "M8 7.2v4", "M8 4.7v.1"));
  box.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (open) place(box, button);
  });
  effect(() => {
    const found = lessons.value.find((one) => one.slug === lesson.value);
    document.title = found ? text.titleOf(found.title) : text.title;
    words.replaceChildren(...[
      el("h2", {}, found?.title ?? kept.value?.name ?? text.title),
      el("p", {}, found?.summary ?? text.aboutOwn),
      found?.article && el("p.source", {}, text.article[found.article]),
    ].filter(Boolean));
  });
  return el("span.about-of", {}, button, box);
}

/** @param {HTMLElement} host */
export function intro(host) {
  const shown = signal(!seen());
  const close = el("button.btn", {
    type: "button", "aria-label": text.introSeen, title: text.introSeen,
    onclick() {
      shown.value = false;
      try {
        localStorage.setItem(KEY, "seen");
      } catch { /* a browser that keeps nothing says it again */ }
    },
  }, icon("m3.5 3.5 9 9M12.5 3.5l-9 9"));
  host.append(el("p", {}, el("b", {}, text.introWhat), " ", text.introHow), close);
  /** The first document alone is the first glance. */
  effect(() => { host.hidden = !shown.value || lesson.value !== lessons.value[0]?.slug; });
}
