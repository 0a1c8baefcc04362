/** Numbers without an address, such as what a mistake gives, as small matrices to look at. */
import { size } from "../format.js";
import { text } from "../strings.js";
import { largest, plane } from "../tensor.js";
import { el } from "../ui/dom.js";
import { picture } from "../ui/picture.js";
import { rem } from "../ui/vars.js";

/** Cells between these sizes, so that a map fits into this width. */
const CELL = [9, 40];
const WIDTH = 260;

/** @typedef {{shape: number[], values: ArrayLike<number | null>}} Block */

/** The model of one map of a block. @param {Block} block @param {number} map @param {number} [max] @param {(at: number) => object} [more] */
export function mapOf({ shape, values }, map = 0, max = largest(Float64Array.from(values, (value) => value ?? NaN)), more) {
  const { rows, cols } = plane(shape);
  const start = map * rows * cols;
  return {
    rows, cols, max,
    at(r, c) {
      const at = start + r * cols + c;
      if (at >= values.length) return null;
      const value = values[at];
      return { address: null, value: value ?? NaN, blank: value === null, ...more?.(at) };
    },
  };
}

/** The first map in which two blocks differ. @param {Block} one @param {Block} other */
export function firstDifferent(one, other) {
  const { rows, cols } = plane(one.shape);
  const at = one.values.length === other.values.length ? Array.from(one.values).findIndex((value, i) => !Object.is(value, other.values[i])) : 0;
  return Math.max(0, Math.floor(at / (rows * cols)));
}

/** How many maps a shape has. @param {number[]} shape */
export const maps = (shape) => plane(shape).lead.reduce((product, n) => product * n, 1);

/**
 * A captioned matrix. `wrong` are offsets that get a cross, `part` is the part that was kept.
 * @param {{block: Block, map?: number, caption: (Node | string)[], role?: string, max?: number, wrong?: Set<number>, part?: number[] | null, bad?: boolean | null,
 *          more?: (at: number) => object}} options
 */
export function drawn({ block, map = 0, caption, role = "gradient", max, wrong, part, more }) {
  const { rows, cols } = plane(block.shape);
  const start = map * rows * cols;
  const words = caption.map((piece) => piece.textContent ?? piece).filter(Boolean).join(" ");
  const model = mapOf(block, map, max, more);
  const crosses = [...(wrong ?? [])].filter((at) => at >= start && at < start + rows * cols)
    .map((at) => ({ row: Math.floor((at - start) / cols), col: (at - start) % cols, wrong: true }));
  const kept = part ? [{ row: part[0], col: part[1], rows: part[2], cols: part[3], width: 3 }] : [];
  const made = picture({ model: () => model, label: () => text.check.pictureOf(words, size([rows, cols])), size: "--drawn", frames: () => [...kept, ...crosses] });
  made.element.dataset.role = role;
  made.element.style.setProperty("--drawn", rem(Math.max(CELL[0], Math.min(CELL[1], Math.floor(WIDTH / cols)))));
  return { element: el("div.drawn", {}, el("p", {}, ...caption), made.element), dispose: made.dispose };
}
