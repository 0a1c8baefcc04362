/** The settings of one card: they float below it, every change is checked and then shown at once. */
import { effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { Away, Problem } from "../api.js";
import { lost } from "../session.js";
import { kept, lesson, structure, trace } from "../store.js";
import { text } from "../strings.js";
import { refusal } from "../ui/controls.js";
import { el, icon } from "../ui/dom.js";
import { view } from "../view.js";
import { inputSettings } from "./input.js";
import { layerSettings } from "./layer.js";
import { lossSettings } from "./loss.js";
import { revise } from "./revise.js";

/** The card whose settings are open. */
export const opened = signal("");

/** @param {HTMLElement} host where the cards are; `[data-card=NAME]` is one of them */
export function settingsPanel(host) {
  const title = el("h2");
  const body = el("div.settings-body");
  const no = refusal();
  const notes = el("p.notes", { role: "status" });
  const element = el("section.panel", { popover: "manual", role: "dialog", tabindex: -1 },
    el("header", {}, title, el("button.btn", { type: "button", "aria-label": text.close, title: text.close, onclick: shut }, icon("m3.5 3.5 9 9M12.5 3.5l-9 9"))),
    no.element, body, notes);
  host.append(element);

  /** The parts of the open card, and the layer type that they were made for. */
  let made = null;
  const cardOf = (name) => host.querySelector(`[data-card="${name}"]`);

  /**
   * @param {object | (() => object)} change
   * @param {{then?: string, back?: () => void}} [how] `then` is the card to stand on afterwards
   */
  async function ask(change, { then = opened.peek(), back } = {}) {
    try {
      const { notes: said } = await revise(change);
      no.say(null);
      notes.textContent = said.join(" ");
      opened.value = then;
      return true;
    } catch (error) {
      if (error instanceof Away) return lost();
      if (!(error instanceof Problem)) throw error;
      if (change.layer?.length) opened.value = change.layer;
      notes.textContent = "";
      no.say(error.message, [el("button.btn.line", { type: "button", onclick: () => { no.say(null); show(); back?.(); } }, text.keepAsItWas)]);
      return false;
    }
  }

  function build(name) {
    const spec = kept.value.layers.find((layer) => layer.name === name);
    const kind = spec?.type ?? name;
    if (made?.name === name && made.kind === kind) return show();
    no.say(null);
    notes.textContent = "";
    const parts = spec ? layerSettings(name, ask) : name === "input" ? inputSettings(ask) : lossSettings(ask);
    made = { name, kind, show: parts.show };
    title.textContent = text.settingsOf(name);
    element.setAttribute("aria-label", text.settingsOf(name));
    body.replaceChildren(...parts.parts);
    show();
  }
  const show = () => made?.show();

  function shut() {
    const name = opened.peek();
    opened.value = "";
    cardOf(name)?.querySelector(".change")?.focus({ preventScroll: true });
  }

  /** Below the strip, beside the stage, so that what follows from a change stays in sight. */
  const put = () => element.style.setProperty("--y", `${host.getBoundingClientRect().bottom}px`);

  effect(() => {
    const name = opened.value;
    const known = trace.value && kept.value;
    structure.value;
    untracked(() => {
      const exists = known && (name === "input" || name === "loss" || kept.value.layers.some((layer) => layer.name === name));
      if (!exists) {
        made = null;
        if (element.matches(":popover-open")) element.hidePopover();
        return;
      }
      const fresh = !element.matches(":popover-open");
      build(name);
      if (fresh) element.showPopover();
      put();
      if (fresh) element.focus({ preventScroll: true });
    });
  });
  /** The settings go along to another card, and not into another document. */
  effect(() => {
    const name = view.layer.value;
    if (opened.peek() && opened.peek() !== name) opened.value = name;
  });
  effect(() => {
    lesson.value;
    opened.value = "";
  });
  new ResizeObserver(() => { if (made) put(); }).observe(host);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  });
  addEventListener("pointerdown", (event) => {
    if (opened.peek() && !element.contains(event.target) && !host.contains(event.target) && !event.target.closest("dialog,.menu") && (event.target.closest("[role=grid]") || !event.target.closest(".stage,.side"))) opened.value = "";
  });
  return { ask };
}
