/** Header: document, history, symbols, theme. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { about } from "../heading/about.js";
import { more } from "../heading/more.js";
import { settings } from "../heading/settings.js";
import { canRedo, canUndo } from "../keeping/history.js";
import { keepingButtons } from "../keeping/menu.js";
import { kept, lesson, lessons, opened } from "../store.js";
import { openLesson, redo, reset, undo } from "../session.js";
import { text } from "../strings.js";
import { el, icon, set, svg } from "../ui/dom.js";
import { turnTo, view } from "../view.js";

const logo = () => svg("svg", { class: "logo", viewBox: "0 0 20 20", "aria-hidden": "true" },
  svg("path", { d: "M3 1.5H1.5v17H3M17 1.5h1.5v17H17" }),
  svg("rect", { x: 5, y: 5, width: 4.4, height: 4.4 }),
  svg("rect", { x: 10.6, y: 10.6, width: 4.4, height: 4.4, class: "accent" }));

/** @param {HTMLElement} host @param {(error: Error) => void} failed @param {{checkMine: () => void, shortcuts: () => void}} windows */
export function header(host, failed, { checkMine, shortcuts }) {
  /** A lesson that did not come: the chooser says again what is open. */
  function back(error) {
    chooser.value = lesson.peek();
    failed(error);
  }
  const chooser = el("select.lesson", { "aria-label": text.document, onchange: () => openLesson(chooser.value).catch(back) });
  const undoButton = el("button.btn", { type: "button", "aria-label": text.undo, title: `${text.undo} (Ctrl+Z)`, onclick: () => undo() }, icon("M3 6h7a3.5 3.5 0 0 1 0 7H7", "M5.5 3 2.5 6l3 3"));
  const redoButton = el("button.btn", { type: "button", "aria-label": text.redo, title: `${text.redo} (Ctrl+Shift+Z)`, onclick: () => redo() }, icon("M13 6H6a3.5 3.5 0 0 0 0 7h3", "M10.5 3l3 3-3 3"));
  const whole = el("button.btn", { type: "button", "data-turns": "sensitivities", onclick: () => turnTo(view.page.peek() ? "" : "sensitivities") }, text.sensitivities);
  const resetButton = el("button.btn", { type: "button", onclick: () => { if (kept.peek() !== opened.peek()) reset().catch(failed); } }, text.reset);

  const panel = el("div.settings", { id: "settings" },
    el("div.bar.main-bar", {}, whole, el("button.btn", { type: "button", "aria-haspopup": "dialog", onclick: checkMine }, text.checkMine), resetButton, ...keepingButtons()),
    el("div.extra", {}, ...settings()));

  const keys = el("button.btn.keys", { type: "button", "aria-label": text.keysButton, title: `${text.keysButton} (?)`, "aria-haspopup": "dialog", onclick: shortcuts }, "?");
  host.append(el("h1.brand", {}, logo(), el("span", {}, text.logo)), chooser, about(), el("span.space"),
    el("div.bar", {}, undoButton, redoButton), panel, keys, more(host, panel));

  effect(() => {
    const groups = Map.groupBy(lessons.value, (one) => one.group);
    const own = lesson.value ? [] : [el("option", { value: "" }, kept.value?.name || text.unnamed)];
    chooser.replaceChildren(...own, ...[...groups].map(([label, list]) => el("optgroup", { label }, ...list.map(({ slug, title }) => el("option", { value: slug }, title)))));
    chooser.value = lesson.value;
  });
  effect(() => set(undoButton, "aria-disabled", canUndo.value ? null : "true"));
  effect(() => set(redoButton, "aria-disabled", canRedo.value ? null : "true"));
  effect(() => {
    const same = kept.value !== null && kept.value === opened.value;
    set(resetButton, "aria-disabled", same ? "true" : null);
    set(resetButton, "title", same ? text.asOpened : null);
  });
  effect(() => set(whole, "aria-pressed", Boolean(view.page.value)));

  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input, textarea, dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  });
}
