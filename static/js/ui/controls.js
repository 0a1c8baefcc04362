/** Controls that every part of the page shares. `show` puts what the document says; `choose` hears what the reader wants. */
import { exact, typed } from "../format.js";
import { text } from "../strings.js";
import { el, icon, set } from "./dom.js";

/**
 * A few choices side by side.
 * @template T @param {{label: string, options: {value: T, label: string | Node, title?: string}[], choose: (value: T) => void, hidden?: boolean}} options
 *   `hidden` keeps the label for screen readers only
 */
export function segmented({ label, options, choose, hidden = false }) {
  const buttons = options.map(({ value, label: name, title }) => el("button", { type: "button", "aria-pressed": false, title, onclick: () => choose(value) }, name));
  const element = el("div.field", {}, hidden ? null : el("span", {}, label), el("div.seg", { role: "group", "aria-label": label }, ...buttons));
  return { element, show: (value) => buttons.forEach((button, i) => set(button, "aria-pressed", options[i].value === value)) };
}

/** A whole number with − and +; what does not fit is marked, not thrown away. @param {{label: string, min?: number, max?: number, choose: (value: number) => void}} options */
export function stepper({ label, min = 0, max = Infinity, choose }) {
  const input = el("input", { type: "text", inputmode: "numeric", autocomplete: "off", "aria-label": label });
  const least = el("button", { type: "button", "aria-label": text.less(label), onclick: () => step(-1) }, "\u2212");
  const most = el("button", { type: "button", "aria-label": text.more1(label), onclick: () => step(1) }, "+");
  const element = el("div.field.tall", {}, el("span", { "aria-hidden": "true" }, label), el("div.stepped", { role: "group", "aria-label": label }, least, input, most));
  const now = () => Number(input.value.trim());
  const inside = (value) => Number.isInteger(value) && value >= min && value <= max;

  function step(by) {
    const next = Math.min(max, Math.max(min, (Number.isFinite(now()) ? Math.round(now()) : min) + by));
    input.value = String(next);
    choose(next);
  }
  input.addEventListener("change", () => {
    mark(!inside(now()));
    if (inside(now())) choose(now());
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  const mark = (wrong) => set(input, "aria-invalid", wrong ? "true" : null);
  function show(value) {
    input.value = String(value);
    mark(false);
    set(least, "aria-disabled", value <= min ? "true" : null);
    set(most, "aria-disabled", value >= max ? "true" : null);
  }
  return { element, input, show, mark };
}

/** Any number; what is none is marked. @param {{label: string, choose: (value: number) => void}} options */
export function numeric({ label, choose }) {
  const input = el("input.entry.short", {
    type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": label,
    onchange() {
      const value = typed(input.value);
      mark(typeof value !== "number");
      if (typeof value === "number") choose(value);
    },
  });
  const mark = (wrong) => set(input, "aria-invalid", wrong ? "true" : null);
  const element = el("div.field.tall", {}, el("span", { "aria-hidden": "true" }, label), input);
  return { element, input, mark, show(value) { input.value = exact(value); mark(false); } };
}

/** One of many. @template T @param {{label: string, options: {value: T, label: string}[], choose: (value: T) => void, hidden?: boolean}} options */
export function chooser({ label, options, choose, hidden = false }) {
  const list = el("select", { "aria-label": hidden ? label : null, onchange: () => choose(options[list.selectedIndex].value) },
    ...options.map((one) => el("option", {}, one.label)));
  const element = hidden ? list : el("label.field.tall", {}, el("span", {}, label), list);
  return { element, list, show(value) { list.selectedIndex = options.findIndex((one) => one.value === value); } };
}

/** Yes or no. @param {{label: string, choose: (value: boolean) => void}} options */
export function tick({ label, choose }) {
  const box = el("input", { type: "checkbox", onchange: () => choose(box.checked) });
  return { element: el("label.tick", {}, box, label), box, show(value) { box.checked = value; } };
}

/** @param {string | Node} label @param {() => void} run @param {{main?: boolean, title?: string}} [how] `main` is the one that the reader most likely wants */
export const action = (label, run, { main = false, title } = {}) => el(main ? "button.btn.main" : "button.btn.line", { type: "button", title, onclick: run }, label);

/** A place for one sentence on what was refused, with remedies as buttons. */
export function refusal() {
  const words = el("p");
  const remedies = el("div.bar");
  const element = el("div.refused", { role: "alert", hidden: true }, icon("M8 2 1.5 13.5h13z", "M8 6.5v3.2M8 11.6v.1"), el("div", {}, words, remedies));
  return {
    element,
    /** @param {string | null} sentence @param {HTMLElement[]} [buttons] */
    say(sentence, buttons = []) {
      element.hidden = !sentence;
      words.textContent = sentence ?? "";
      remedies.replaceChildren(...buttons);
      remedies.hidden = !buttons.length;
    },
  };
}

let menus = 0;

/**
 * A button that opens a list of actions; arrows move, Escape closes, letters find.
 * @param {{label: string, face?: (Node | string)[], items: () => Item[] | Promise<Item[]>}} options
 * @typedef {{label: string, detail?: string, off?: string, group?: string, run: () => void}} Item `off` says why it cannot be chosen
 */
export function menu({ label, face, items }) {
  const list = el("div.menu", { role: "menu", id: `menu-${++menus}`, popover: "auto", "aria-label": label });
  const button = el("button.btn", { type: "button", "aria-label": face ? label : null, "aria-haspopup": "menu", "aria-expanded": false, "aria-controls": list.id, title: face ? label : null, onclick: toggle }, ...(face ?? [label]));
  const entries = () => [...list.querySelectorAll("[role=menuitem]")];

  async function toggle() {
    if (list.matches(":popover-open")) return list.hidePopover();
    const all = await items();
    list.replaceChildren(...all.flatMap((item, i) => [
      item.group && item.group !== all[i - 1]?.group && el("p.group", { role: "presentation" }, item.group),
      el("button", {
        type: "button", role: "menuitem", tabindex: -1, "aria-disabled": item.off ? true : null,
        onclick: () => { if (!item.off) { list.hidePopover(); item.run(); } },
      }, el("span", {}, item.label), (item.off ?? item.detail) && el("small", {}, item.off ?? item.detail)),
    ].filter(Boolean)));
    list.showPopover();
    place(list, button);
    entries()[0]?.focus();
  }
  list.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open && (document.activeElement === document.body || list.contains(document.activeElement))) button.focus({ preventScroll: true });
  });
  list.addEventListener("keydown", (event) => {
    const all = entries();
    const at = all.indexOf(document.activeElement);
    const found = event.key.length === 1 && all.find((one, i) => i > at && one.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
    const next = { ArrowDown: all[(at + 1) % all.length], ArrowUp: all[(at - 1 + all.length) % all.length], Home: all[0], End: all.at(-1) }[event.key] ?? found;
    if (event.key === "Tab") list.hidePopover();
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  });
  return { element: el("span.menu-of", {}, button, list), button, list };
}

/** Put a floating box below its button, inside of the window. @param {HTMLElement} box @param {HTMLElement} button */
export function place(box, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + 4 + height <= innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  box.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
}
