/** Draw your own digit: a sheet, what the network will see of it, and the class that is wanted; applied as one step. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { parse, tensorOf } from "../address.js";
import { paintImage } from "../draw/image.js";
import { palette } from "../draw/palette.js";
import { apply } from "../session.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { action, chooser, refusal, segmented } from "../ui/controls.js";
import { dialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { view } from "../view.js";
import { digit, graded } from "./digit.js";
import { pad } from "./pad.js";

/** Smaller maps hold no digit. */
const LEAST = 8;

/** Whether the input is a map that can be drawn. */
export function drawable() {
  const { shape, values } = trace.peek().tensors.get("input");
  return Boolean(values) && shape.length === 4 && shape[1] === 1 && shape[2] >= LEAST && shape[3] >= LEAST;
}

/** The classes that a loss wants, one per sample; null where it wants something else. */
function classes() {
  const target = trace.peek().tensors.get("loss.target");
  if (kept.peek().loss?.type !== "cross_entropy" || target?.shape.length !== 1) return null;
  return { now: [...target.values], count: trace.peek().tensors.get(trace.peek().layers.at(-1).output).shape[1] };
}

export function drawDigit() {
  const [, , rows, cols] = trace.peek().tensors.get("input").shape;
  const sample = tensorOf(view.cell.peek()) === "input" ? parse(view.cell.peek()).index[0] : 0;
  const wanted = classes();
  let most = trace.peek().tensors.get("input").max > 1 ? 255 : 1;
  let target = wanted?.now[sample];

  const preview = el("canvas.map-image", { role: "img", "aria-label": text.drawnPreview(rows, cols) });
  const no = refusal();
  const look = () => digit(sheet.ink(), rows, cols);
  const sheet = pad({ rows, cols, changed: show });
  function show() {
    const values = look();
    paintImage(preview, { rows, cols, at: (i) => values[i] }, 1, palette.peek());
    for (const one of [undo, clear, take]) one.toggleAttribute("disabled", sheet.empty());
  }

  const tool = segmented({ label: text.drawWith, options: [false, true].map((value) => ({ value, label: text.drawingTool(value) })), choose: (on) => { sheet.erase(on); tool.show(on); }, hidden: true });
  tool.show(false);
  const undo = action(text.undoStroke, () => sheet.undo());
  const clear = action(text.clearDrawing, () => sheet.clear());
  const range = segmented({ label: text.drawnValues, options: [1, 255].map((value) => ({ value, label: text.upTo(value) })), choose: (value) => { most = value; range.show(value); } });
  range.show(most);
  const kinds = wanted && chooser({ label: text.drawnClass, options: Array.from({ length: wanted.count }, (_, value) => ({ value, label: String(value) })), choose: (value) => { target = value; } });
  kinds?.show(target);
  const take = action(text.useDrawing, use, { main: true });

  async function use() {
    no.say(null);
    take.disabled = true;
    try {
      await apply(withDrawing(graded(look(), most), sample, wanted && wanted.now.with(sample, target)));
      frame.close();
    } catch (error) {
      no.say(error.message);
    }
    take.disabled = false;
  }

  const stop = effect(() => { palette.value; show(); });
  const frame = dialog({ title: text.drawTitle, wide: true, closed() { stop(); sheet.dispose(); } });
  frame.element.classList.add("drawing");
  frame.body.append(
    el("div.drawn-by-hand", {}, sheet.element, el("div.bar", {}, tool.element, undo, clear), el("p.note", { id: "pad-keys" }, text.padKeys)),
    el("div.drawn-as", {}, el("h3", {}, text.networkSees), preview, el("p.note", {}, text.centred(rows, cols)), range.element, kinds?.element ?? ""),
    no.element);
  frame.foot.append(take, action(text.cancel, frame.close));
  preview.style.setProperty("--thumb", "calc(8.75rem/var(--rows))");
  preview.style.setProperty("--rows", rows);
  preview.style.setProperty("--cols", cols);
  frame.open();
  sheet.focus();
}

/** The document with other numbers in one sample of its input, and with other classes. @param {Float64Array} values @param {number} sample @param {number[] | null} target */
function withDrawing(values, sample, target) {
  const { shape, values: before } = trace.peek().tensors.get("input");
  const [count, , rows, cols] = shape;
  const all = Float64Array.from(before);
  all.set(values, sample * rows * cols);
  const row = (n, r) => [...all.subarray((n * rows + r) * cols, (n * rows + r + 1) * cols)];
  const input = Array.from({ length: count }, (_, n) => [Array.from({ length: rows }, (__, r) => row(n, r))]);
  return { ...kept.peek(), input, ...(target && { loss: { ...kept.peek().loss, target } }) };
}
