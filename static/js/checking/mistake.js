/** The picture of a mistake: yours, what it gives and what is right side by side; below, what was used and what should have been. */
import { size } from "../format.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { largest } from "../tensor.js";
import { el, icon } from "../ui/dom.js";
import { flat, painted } from "./attempt.js";
import { drawn, firstDifferent, maps } from "./drawn.js";

const words = text.check;

/**
 * `element` shows the three, `used` what the mistake took for the right thing.
 * @param {{result: import("./result.js").Result, diagnosis: import("./result.js").Diagnosis | undefined, map: number, right: boolean, show: () => void}} what
 *   `right`: the reader wants the right numbers
 */
export function mistakePicture({ result, diagnosis, map, right, show }) {
  const parts = [];
  const add = (options) => {
    const part = drawn(options);
    parts.push(part);
    return part.element;
  };
  const typed = { shape: result.attempt.shape, values: result.attempt.cells.map((cell) => (cell.trim() === "" ? null : painted(cell))) };
  const given = diagnosis?.gives === null || diagnosis === undefined ? null : flat(diagnosis.gives);
  const tensor = trace.peek().tensors.get(result.tensor);
  const known = right && tensor?.values ? { shape: tensor.shape, values: tensor.values } : null;
  const max = Math.max(...[typed, given, known].filter(Boolean).map((block) => largest(Float64Array.from(block.values, (value) => value ?? NaN))));
  const mapIn = (block) => Math.min(map, maps(block.shape) - 1);
  const three = [
    add({ block: typed, map: mapIn(typed), max, wrong: result.wrong, caption: [words.yours] }),
    given && add({ block: given, map: mapIn(given), max, wrong: sameShape(given, typed) ? result.wrong : undefined, caption: [words.gives] }),
    known ? add({ block: known, map: mapIn(known), max, caption: [words.rightOne] }) : veil(show),
  ].filter(Boolean);
  const used = el("div.used", {}, ...(diagnosis?.operands ?? []).flatMap((operand) => pair(operand, add)));
  const note = result.wrong.size ? words.differs : "";
  const element = el("section.picture", { "aria-label": words.picture }, el("h3", {}, words.picture, el("small", {}, note)), el("div.trio", {}, ...three));
  return { element, used, dispose: () => parts.forEach((part) => part.dispose()) };
}

const sameShape = (one, other) => one.shape.join() === other.shape.join();

/** The right numbers stay covered so that one may try again. */
const veil = (show) => el("div.drawn", {}, el("p", {}, words.rightOne), el("button.veil", { type: "button", onclick: show }, words.showRight));

/** What the mistake used beside what it should have used. */
function pair({ name, role, used, right }, add) {
  if (used.data === null || right.data === null) return [];
  const blocks = [flat(used.data), flat(right.data)];
  const map = sameShape(...blocks) ? firstDifferent(...blocks) : 0;
  const max = Math.max(...blocks.map(({ values }) => largest(Float64Array.from(values))));
  const sides = [[used, blocks[0], words.used, false], [right, blocks[1], words.needed, true]].map(([side, block, title, ok]) => add({
    block, map: Math.min(map, maps(block.shape) - 1), max, role, part: side.part,
    caption: [badge(ok), el("b", {}, title), el("small", {}, side.words)],
  }));
  const where = maps(blocks[0].shape) > 1 ? words.mapOf(map + 1, maps(blocks[0].shape)) : size(blocks[0].shape.slice(-2));
  const frame = used.part || right.part ? words.framed : "";
  return [el("div.operand", {}, el("h4", {}, name, el("small", {}, [where, frame].filter(Boolean).join(". "))), el("div.pair-of", {}, ...sides))];
}

const badge = (ok) => el(`span.sign${ok ? ".ok" : ".bad"}`, {}, ok ? icon("m3.5 8.5 3 3 6-7") : icon("m4 4 8 8M12 4l-8 8"));
