/** The window of check mine: the learner's matrix large, beside it what the check found, below it the picture of the mistake. */
import { batch, effect } from "../../vendor/signals-core/signals-core.mjs";
import { Away, Problem } from "../api.js";
import { size, typed } from "../format.js";
import { roleOf } from "../network.js";
import { lost } from "../session.js";
import { trace } from "../store.js";
import { need } from "../supply.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { action, chooser, refusal, stepper } from "../ui/controls.js";
import { dialog } from "../ui/dialog.js";
import { el, icon } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { rem } from "../ui/vars.js";
import { blank, filled, firstFault, resized } from "./attempt.js";
import { checkable, deskFor } from "./desk.js";
import { maps } from "./drawn.js";
import { entry, TYPED } from "./entry.js";
import { keep } from "./kept.js";
import { mistakePicture } from "./mistake.js";
import { readFile, readText, Unreadable } from "./reading.js";
import { check, marking, refresh, result, stale } from "./result.js";
import { verdict } from "./verdict.js";

const words = text.check;

/** @param {{tensor: string, showMe: (cell: string) => void, closed: () => void}} options */
export function checkWindow({ tensor: first, showMe, closed }) {
  const desk = deskFor(first);
  const { tensor, attempt, tolerance, map, chosen, right, shape, answer, changed, wrong, known } = desk;
  const ends = [];
  const follow = (what) => ends.push(effect(what));

  const frame = dialog({ title: words.title, wide: true, closed() { ends.splice(0).forEach((end) => end()); typing.dispose(); picture?.dispose(); closed(); } });
  const refused = refusal();
  const options = checkable();
  const which = chooser({
    label: words.tensor, options: options.map((name) => ({ value: name, label: [name, size(trace.peek().tensors.get(name).shape)].filter(Boolean).join("  ") })),
    choose: take,
  });
  const limit = el("input.entry.short", { type: "text", inputmode: "decimal", autocomplete: "off", placeholder: words.byItself, title: words.toleranceSays, oninput: () => { tolerance.value = limit.value; }, onkeydown: (event) => { if (event.key === "Enter" && !event.ctrlKey) run(); } });

  const title = el("p.whose");
  const typing = entry({
    attempt, map: () => map.value, digits: () => (cellSize() < 44 ? 2 : cellSize() < 56 ? 3 : 4), wrong: () => wrong.value, right: () => known.value,
    label: () => words.matrix(tensor.value, size(attempt.value.shape)), paste: (block, at) => pasted(block, at),
  });
  const turner = el("span.map-turns");
  const note = el("p.remark");
  const rows = stepper({ label: words.rows, min: 1, max: 400, choose: (n) => { attempt.value = resized(attempt.peek(), n, plane(attempt.peek().shape).cols); } });
  const columns = stepper({ label: words.columns, min: 1, max: 400, choose: (n) => { attempt.value = resized(attempt.peek(), plane(attempt.peek().shape).rows, n); } });
  const chooseFile = el("input", { type: "file", accept: ".npy,.csv,.tsv,.txt,.json", hidden: true, onchange: () => { openFile(chooseFile.files[0]); chooseFile.value = ""; } });
  const area = el("textarea.entry", { rows: 4, "aria-label": words.asText, spellcheck: "false", placeholder: words.textSays });
  const asText = el("details.as-text", {}, el("summary", {}, words.asText), area, action(words.useText, () => pasted(area.value)));
  const found = el("section.verdict", { "aria-live": "polite", "aria-label": words.before });
  const used = el("div.used-of");
  const below = el("div.below");
  let picture = null;

  frame.element.classList.add("checking");
  frame.body.append(
    el("div.mine", {}, el("div.which", {}, which.element, title), el("div.room", {}, typing.element), turner, note, refused.element,
      el("div.entry-tools", {}, rows.element, columns.element, el("span.bar", {}, action(words.file, () => chooseFile.click()), action(words.clear, clear)), chooseFile), asText),
    el("div.findings", {}, found, used), below);
  frame.foot.append(el("label.field", {}, words.tolerance, limit), el("span.space"), action(words.check, run, { main: true, title: "Ctrl+Enter" }));

  /** Another tensor: what was typed for it, else empty cells of its shape. */
  function take(name) {
    refused.say(null);
    desk.take(name);
    which.show(name);
    limit.value = tolerance.peek();
  }

  function clear() {
    refused.say(null);
    batch(() => {
      attempt.value = blank(shape.peek());
      map.value = 0;
      marking.value = false;
      if (answer.peek()) result.value = null;
    });
    typing.focus();
  }

  /** A text as numbers: into one map from a cell on, or as the whole. What cannot be read stays in the text box. */
  function pasted(source, at = 0) {
    try {
      place(readText(source), at);
      area.value = "";
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refused.say(error.message);
      area.value = source;
    }
    asText.open = area.value !== "";
  }

  function place(block, at) {
    refused.say(null);
    desk.place(block, at);
  }
  /** Large enough to be hit, and small enough for the whole map where that goes. */
  function cellSize({ rows: r, cols: c } = plane(attempt.value.shape)) {
    return Math.max(34, Math.min(64, Math.floor(460 / c), Math.floor(330 / r)));
  }

  async function openFile(file) {
    if (!file) return;
    try {
      place(await readFile(file), 0);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refused.say(error.message);
    }
  }

  async function run() {
    if (area.value.trim()) return refused.say(words.unread);
    const now = attempt.peek();
    const fault = firstFault(now);
    const limitNow = tolerance.peek().trim() === "" ? undefined : typed(tolerance.peek());
    if (fault >= 0) {
      const { cols } = plane(now.shape);
      map.value = Math.floor(fault / desk.cellsOfMap());
      typing.focus(fault);
      return refused.say(words.notNumber(Math.floor((fault % desk.cellsOfMap()) / cols) + 1, (fault % cols) + 1, now.cells[fault].trim()));
    }
    if (!filled(now)) {
      typing.focus();
      return refused.say(words.nothing);
    }
    if (limitNow !== undefined && !(typeof limitNow === "number" && limitNow >= 0)) {
      limit.focus();
      return refused.say(words.notTolerance);
    }
    refused.say(null);
    chosen.value = 0;
    try {
      await check(tensor.peek(), now, limitNow);
      revealFirst();
    } catch (error) {
      if (error instanceof Away) {
        lost();
        refused.say(words.away);
      } else if (error instanceof Problem) refused.say(error.message);
      else throw error;
    }
  }

  /** The map that holds the first wrong cell. */
  function revealFirst() {
    const at = Math.min(...wrong.peek());
    if (Number.isFinite(at)) map.value = Math.floor(at / desk.cellsOfMap());
  }

  function again() {
    const at = Math.min(...wrong.peek());
    result.value = null;
    marking.value = false;
    right.value = false;
    typing.focus(Number.isFinite(at) ? at : -1);
  }

  function where() {
    const [cell] = answer.peek().reply.wrong_cells;
    marking.value = true;
    frame.close();
    showMe(cell);
  }

  frame.element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  frame.element.addEventListener("dragover", (event) => event.preventDefault());
  frame.element.addEventListener("drop", (event) => {
    event.preventDefault();
    openFile(event.dataTransfer.files[0]);
  });

  take(first);
  follow(() => { keep(tensor.peek(), { attempt: attempt.value, tolerance: tolerance.value }); });
  follow(() => {
    const one = trace.value.tensors.get(tensor.value);
    if (!one) return;
    title.replaceChildren(el("b", {}, words.yours), named(one.symbol || one.name, roleOf(trace.value, tensor.value)), el("small", {}, size(attempt.value.shape)));
    typing.element.dataset.role = roleOf(trace.value, tensor.value);
    if (right.value && !one.values) need(one.name);
  });
  follow(() => {
    const { rows: r, cols: c } = plane(attempt.value.shape);
    rows.show(r);
    columns.show(c);
    rows.element.hidden = attempt.value.shape.length < 2;
    columns.element.hidden = attempt.value.shape.length < 1;
    typing.element.style.setProperty("--cell", rem(cellSize()));
    const other = attempt.value.shape.join() !== shape.value.join();
    typing.element.hidden = r * c > TYPED;
    note.textContent = r * c > TYPED ? words.tooMany(r * c) : other ? words.otherShape(size(attempt.value.shape) || words.single, size(shape.value) || words.single) : "";
    note.hidden = !note.textContent;
  });
  follow(() => {
    const all = maps(attempt.value.shape);
    turner.hidden = all < 2;
    if (all < 2) return;
    const turn = (by) => { map.value = (map.peek() + by + all) % all; };
    turner.replaceChildren(
      el("button", { type: "button", "aria-label": text.previousMap, onclick: () => turn(-1) }, icon("m10 4-4 4 4 4")),
      el("span", {}, words.mapOf(map.value + 1, all)),
      el("button", { type: "button", "aria-label": text.nextMap, onclick: () => turn(1) }, icon("m6 4 4 4-4 4")));
  });
  follow(() => {
    const show = (on) => { right.value = on; };
    const parts = verdict({
      result: answer.value, changed: changed.value, stale: stale.value, chosen: chosen.value, choose: (i) => { chosen.value = i; },
      right: right.value, showRight: show, where, again,
    });
    refill(found, parts);
  });
  follow(() => {
    const now = answer.value;
    picture?.dispose();
    picture = now && !now.reply.match ? mistakePicture({ result: now, diagnosis: now.reply.diagnoses[chosen.value], map: map.value, right: right.value, show: () => { right.value = true; } }) : null;
    refill(below, picture ? [picture.element] : []);
    used.replaceChildren(...(picture ? [picture.used] : []));
  });

  return {
    open() {
      frame.open();
      if (answer.peek() && stale.peek()) refresh();
      if (!answer.peek()) typing.focus();
    },
    close: frame.close,
  };
}

/** New content in the old one's place; whoever had the focus keeps it. */
function refill(host, parts) {
  const label = host.contains(document.activeElement) ? document.activeElement.textContent || "box" : null;
  host.replaceChildren(...parts);
  if (!label) return;
  const same = [...host.querySelectorAll("button, input")].find((one) => (one.textContent || "box") === label);
  same?.focus({ preventScroll: true });
}
