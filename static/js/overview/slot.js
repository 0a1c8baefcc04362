/** A place for one matrix: as large as it will be, and drawn only while it is in or near sight. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { current } from "../explanations.js";
import { rounded, size } from "../format.js";
import { coming, isThere, shownValues } from "../film/presence.js";
import { inline } from "../latex.js";
import { gradientOf, roleOf } from "../network.js";
import { trace } from "../store.js";
import { placeOf, plane } from "../tensor.js";
import { el } from "../ui/dom.js";
import { matrix } from "../ui/matrix.js";
import { cellNow, sheet } from "../ui/sheet.js";
import { named } from "../ui/tex.js";
import { vars } from "../ui/vars.js";
import { view } from "../view.js";

/** Numbers in the cells up to so many rows or columns; beyond that a picture of this size. */
const READABLE = 10;
const PICTURE = 168;
const FINEST = 1.5;
const TINY = 0.02;

/** @param {number} rows @param {number} cols @param {boolean} tiny small numbers are long to write */
function cellSize(rows, cols, tiny) {
  const most = Math.max(rows, cols);
  if (most > READABLE) return Math.max(FINEST, Math.floor((PICTURE / most) * 4) / 4);
  const small = most > 6 ? 36 : 42;
  return tiny ? small + 12 : small;
}

/** A value and its gradient have cells of one size, so that they stand under each other. */
function isTiny(name) {
  const { max = 0 } = trace.peek().tensors.get(name) ?? {};
  return max > 0 && max < TINY;
}

/** One number of a vector, by itself. */
function alone(name, index) {
  const { values, max } = trace.value.tensors.get(name);
  const come = coming(name);
  return { rows: 1, cols: 1, max, empty: !values, at: () => cellNow(format(name, index), values?.[index[0]], come?.(index[0])) };
}

const sameLead = (address, lead) => parse(address).index.slice(0, lead.length).join() === lead.join();

/** @param {string} name @param {number[]} lead */
export function slot(name, lead) {
  const { shape } = trace.peek().tensors.get(name);
  const base = name.replace(/\.grad$/, "");
  const one = lead.length > plane(shape).lead.length;
  const { rows, cols } = one ? { rows: 1, cols: 1 } : plane(shape);
  const cell = cellSize(rows, cols, [base, gradientOf(base)].some(isTiny));
  const picture = Math.max(rows, cols) > READABLE;
  const element = el("div.slot", { "data-slot": `${name}[${lead.join()}]` });
  vars(element, { c: cell, wide: cols * cell + 18, high: rows * cell + 30 });
  let part = null;

  /** What a picture shows as colour alone is said beside its symbol. */
  const pointed = computed(() => {
    const address = current.value;
    if (!picture || !address || tensorOf(address) !== name || !sameLead(address, lead)) return "";
    const values = isThere(address) ? shownValues(name) : null;
    const [r, c] = placeOf(shape, parse(address).index);
    const at = lead.reduce((sum, i, axis) => sum * shape[axis] + i, 0) * rows * cols + r * cols + c;
    return values ? `${address.slice(name.length)} = ${rounded(values[at])}` : "";
  });

  function caption() {
    const { symbol } = trace.value.tensors.get(name);
    const first = view.base.value;
    const maps = lead.map((at, axis) => [at + first, axis]).filter(([, axis]) => shape[axis] > 1).map(([at]) => at).join(",");
    return [named(maps ? `${inline(symbol)}_{${maps}}` : symbol, roleOf(trace.value, name)), pointed.value ? el("b", {}, pointed.value) : el("small", {}, one ? "" : size(shape.slice(-2)))];
  }

  return {
    element, name, lead,
    mount() {
      if (part) return;
      part = matrix({ tensor: name, model: () => (one ? alone(name, lead) : sheet(name, lead)), caption });
      element.append(part.element);
    },
    /** Not while the keyboard is in it. */
    unmount() {
      if (!part || element.contains(document.activeElement)) return;
      part.dispose();
      part.element.remove();
      part = null;
    },
    dispose() {
      part?.dispose();
      part = null;
    },
  };
}
