/** What the reader sets once: names of symbols, where counting starts, theme, projector. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { projector, toggleProjector } from "../projector-choice.js";
import { catalogue } from "../store.js";
import { text } from "../strings.js";
import { cycleTheme, theme } from "../theme-choice.js";
import { el, icon, svg } from "../ui/dom.js";
import { view } from "../view.js";

/** @returns {HTMLElement[]} fields, and buttons that are symbols where there is room for one line only */
export function settings() {
  const notation = el("select", { onchange: () => { view.notation.value = notation.value; } },
    ...Object.entries(catalogue.peek().notations).map(([key, name]) => el("option", { value: key }, name)));
  const bases = [1, 0].map((base) => el("button", { type: "button", "aria-label": text.indexBase(base), onclick: () => { view.base.value = base; } }, String(base)));
  const half = svg("svg", { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("circle", { cx: 8, cy: 8, r: 5.5 }), svg("path", { class: "f", d: "M8 2.5a5.5 5.5 0 0 1 0 11z" }));
  const themeWords = el("span.words");
  const themeButton = el("button.btn.named", { type: "button", onclick: cycleTheme }, half, themeWords);
  const room = el("button.btn.named", { type: "button", title: text.projectorSays, onclick: toggleProjector }, icon("M2 3h12M3 3v7.5h10V3M8 10.5V12M5.5 14 8 12l2.5 2"), el("span.words", {}, text.projector));

  effect(() => { notation.value = view.notation.value; });
  effect(() => bases.forEach((button, i) => button.setAttribute("aria-pressed", String(view.base.value === 1 - i))));
  effect(() => {
    themeWords.textContent = text.theme[theme.value];
    themeButton.title = text.theme[theme.value];
  });
  effect(() => room.setAttribute("aria-pressed", String(projector.value)));
  return [
    el("label.field", {}, text.notation, notation),
    el("div.field", {}, text.indexFrom, el("div.seg", { role: "group", "aria-label": text.indexFrom }, ...bases)),
    el("div.bar", {}, themeButton, room),
  ];
}
