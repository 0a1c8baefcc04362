/** Header: document, history, symbols, theme. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { canRedo, canUndo, catalogue, lesson, lessons } from "../store.js";
import { openLesson, redo, reset, undo } from "../session.js";
import { text } from "../strings.js";
import { cycleTheme, theme } from "../theme-choice.js";
import { el, icon, set, svg } from "../ui/dom.js";
import { goTo, turnTo, view } from "../view.js";

const logo = () => svg("svg", { class: "logo", viewBox: "0 0 20 20", "aria-hidden": "true" },
  svg("path", { d: "M3 1.5H1.5v17H3M17 1.5h1.5v17H17" }),
  svg("rect", { x: 5, y: 5, width: 4.4, height: 4.4 }),
  svg("rect", { x: 10.6, y: 10.6, width: 4.4, height: 4.4, class: "accent" }));

/** @param {HTMLElement} host @param {(error: Error) => void} failed @param {{checkMine: () => void}} windows */
export function header(host, failed, { checkMine }) {
  /** A lesson that did not come: the chooser says again what is open. */
  function back(error) {
    chooser.value = lesson.peek();
    failed(error);
  }
  const chooser = el("select.lesson", { "aria-label": text.document, onchange: () => openLesson(chooser.value).then(goTo, back) });
  const undoButton = el("button.btn", { type: "button", "aria-label": text.undo, title: `${text.undo} (Ctrl+Z)`, onclick: () => undo() }, icon("M3 6h7a3.5 3.5 0 0 1 0 7H7", "M5.5 3 2.5 6l3 3"));
  const redoButton = el("button.btn", { type: "button", "aria-label": text.redo, title: `${text.redo} (Ctrl+Shift+Z)`, onclick: () => redo() }, icon("M13 6H6a3.5 3.5 0 0 0 0 7h3", "M10.5 3l3 3-3 3"));
  const whole = el("button.btn", { type: "button", "data-turns": "sensitivities", onclick: () => turnTo(view.page.peek() ? "" : "sensitivities") }, text.sensitivities);
  const resetButton = el("button.btn", { type: "button", onclick: () => reset().catch(failed) }, text.reset);

  const notation = el("select", { onchange: () => { view.notation.value = notation.value; } },
    ...Object.entries(catalogue.peek().notations).map(([key, name]) => el("option", { value: key }, name)));
  const bases = [1, 0].map((base) => el("button", { type: "button", "aria-label": text.indexBase(base), onclick: () => { view.base.value = base; } }, String(base)));
  const themeButton = el("button.btn", { type: "button", onclick: cycleTheme }, svg("svg", { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("circle", { cx: 8, cy: 8, r: 5.5 }), svg("path", { class: "f", d: "M8 2.5a5.5 5.5 0 0 1 0 11z" })));

  const settings = el("div.settings", { id: "settings" },
    el("div.bar", {}, whole, el("button.btn", { type: "button", "aria-haspopup": "dialog", onclick: checkMine }, text.checkMine), resetButton),
    el("div.bar", {}, el("label.field", {}, text.notation, notation),
      el("div.field", {}, text.indexFrom, el("div.seg", { role: "group", "aria-label": text.indexFrom }, ...bases))));
  const more = el("button.btn.more", { type: "button", "aria-label": text.more, "aria-expanded": false, "aria-controls": "settings", onclick: () => open(more.getAttribute("aria-expanded") !== "true") },
    icon("M3.5 8h.01M8 8h.01M12.5 8h.01"));

  function open(shown) {
    more.setAttribute("aria-expanded", String(shown));
    settings.classList.toggle("open", shown);
  }
  settings.addEventListener("click", (event) => { if (event.target.closest("button.btn")) open(false); });
  settings.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !settings.classList.contains("open")) return;
    open(false);
    more.focus();
  });
  addEventListener("pointerdown", (event) => { if (!settings.contains(event.target) && !more.contains(event.target)) open(false); });

  host.append(el("h1.brand", {}, logo(), el("span", {}, text.logo)), chooser, el("span.space"),
    el("div.bar", {}, undoButton, redoButton), settings, el("div.bar", {}, themeButton), more);

  effect(() => {
    const groups = Map.groupBy(lessons.value, (one) => one.group);
    chooser.replaceChildren(...[...groups].map(([label, list]) => el("optgroup", { label }, ...list.map(({ slug, title }) => el("option", { value: slug }, title)))));
    chooser.value = lesson.value;
  });
  effect(() => set(undoButton, "aria-disabled", canUndo.value ? null : "true"));
  effect(() => set(redoButton, "aria-disabled", canRedo.value ? null : "true"));
  effect(() => set(whole, "aria-pressed", Boolean(view.page.value)));
  effect(() => { notation.value = view.notation.value; });
  effect(() => bases.forEach((button, i) => button.setAttribute("aria-pressed", String(view.base.value === 1 - i))));
  effect(() => {
    themeButton.setAttribute("aria-label", text.theme[theme.value]);
    themeButton.title = text.theme[theme.value];
  });

  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.tagName === "INPUT") return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  });
}
