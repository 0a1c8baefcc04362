/** The dialogs behind a matrix' tools: paste a text, fill with a number, fill at random. */
import { Away, Problem } from "../api.js";
import { size, typed } from "../format.js";
import { Fault } from "../paste/fault.js";
import { read } from "../paste/read.js";
import { lost } from "../session.js";
import { text } from "../strings.js";
import { action, chooser, numeric, refusal, stepper } from "./controls.js";
import { dialog } from "./dialog.js";
import { el } from "./dom.js";
import { paste } from "./clipboard.js";

const FILLS = ["uniform", "normal", "xavier_uniform", "kaiming_uniform"];

/** The reader's own words cannot be used. */
class Refusal extends Error {}

/**
 * A question with one answer: what is refused is said in place and nothing closes.
 * @param {import("./planes.js").Surface} surface @param {{title: string, parts: Node[], go: string, run: () => unknown}} options
 */
function ask(surface, { title, parts, go, run }) {
  const no = refusal();
  const box = dialog({ title, closed: () => surface.focus() });
  async function answer() {
    try {
      await run();
      box.close();
    } catch (error) {
      if (error instanceof Away) lost();
      else if (error instanceof Problem || error instanceof Fault || error instanceof Refusal) no.say(error.message);
      else throw error;
    }
  }
  box.body.append(...parts, no.element);
  box.foot.append(action(text.cancel, box.close), action(go, answer, { main: true }));
  box.element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const wide = event.target.tagName === "TEXTAREA";
    if (event.key === "Enter" && (wide ? event.ctrlKey || event.metaKey : ["INPUT", "SELECT"].includes(event.target.tagName))) {
      event.preventDefault();
      answer();
    }
  });
  box.open();
  if (!box.element.querySelector("[autofocus]")) box.body.querySelector("select, input")?.focus();
  return { say: no.say };
}

/** @param {import("./planes.js").Surface} surface */
export function askPaste(surface) {
  const field = el("textarea.entry", { rows: 9, spellcheck: "false", autocomplete: "off", autofocus: true, "aria-label": text.numbersToPaste });
  const reading = el("p.reads", { role: "status" });
  const { say } = ask(surface, {
    title: text.pasteInto(surface.tensor), go: text.pasteNow,
    parts: [el("p", {}, text.pasteSays), field, reading],
    run() {
      reading.textContent = "";
      paste(surface, field.value);
    },
  });
  field.addEventListener("input", () => {
    say(null);
    reading.textContent = field.value.trim() ? readingOf(field.value) : "";
  });
}

function readingOf(source) {
  try {
    const { shape, values } = read(source);
    return text.readsAs(size(shape), values.length);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** @param {import("./planes.js").Surface} surface @param {string} what @param {(value: number) => void} fill */
export function askNumber(surface, what, fill) {
  const number = numeric({ label: text.value, choose: () => {} });
  number.input.setAttribute("autofocus", "");
  ask(surface, {
    title: text.fillWhat(what, surface.tensor), go: text.fillNow, parts: [number.element],
    run() {
      const value = typed(number.input.value);
      number.mark(typeof value !== "number");
      if (typeof value === "number") return fill(value);
      throw new Refusal(/^[+-]?\d*,\d+$/.test(value) ? `${text.noNumber(value)} ${text.pointComma(value.replace(",", "."))}` : text.noNumber(value));
    },
  });
}

/** The last seed, so that the next dialog offers another one. */
let seed = 0;

/** @param {import("./planes.js").Surface} surface @param {string} what @param {(fill: string, seed: number) => Promise<unknown>} run */
export function askRandom(surface, what, run) {
  let fill = FILLS[0];
  const kinds = chooser({ label: text.distribution, options: FILLS.map((value) => ({ value, label: text.fills[value] })), choose: (value) => { fill = value; } });
  const seeds = stepper({ label: text.seed, max: Number.MAX_SAFE_INTEGER, choose: (value) => { seed = value; } });
  seed += 1;
  seeds.show(seed);
  ask(surface, {
    title: text.fillWhat(what, surface.tensor), go: text.fillNow,
    parts: [el("div.pair-of-fields", {}, kinds.element, seeds.element), el("p", {}, text.seedSays)],
    run: () => run(fill, seed),
  });
}

/** Where the browser gives no clipboard. @param {import("./planes.js").Surface} surface @param {string} words */
export function showText(surface, words) {
  const field = el("textarea.entry", { rows: 9, readonly: true, autofocus: true, "aria-label": text.numbersToPaste });
  field.value = words;
  const box = dialog({ title: text.copyHere, closed: () => surface.focus() });
  box.body.append(field);
  box.open();
  field.select();
}
