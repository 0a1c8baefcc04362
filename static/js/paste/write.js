/** Numbers as text that other tools read, at full precision. */
import { exact } from "../format.js";

const PYTHON = { NaN: "np.nan", Infinity: "np.inf", "-Infinity": "-np.inf" };

/** @param {number[]} shape @param {ArrayLike<number>} values @param {(value: number) => string} word */
function list(shape, values, word, indent, start = 0) {
  if (!shape.length) return word(values[start]);
  const [count, ...rest] = shape;
  const step = rest.reduce((product, n) => product * n, 1);
  const parts = Array.from({ length: count }, (_, i) => list(rest, values, word, indent + 1, start + i * step));
  return `[${parts.join(rest.length ? `,\n${" ".repeat(indent + 1)}` : ", ")}]`;
}

/** Rows of a spreadsheet; a blank line between maps. */
export function tsv(shape, values) {
  const [rows, cols] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const lines = Array.from({ length: values.length / cols }, (_, r) => Array.from(values.slice(r * cols, (r + 1) * cols), exact).join("\t"));
  return lines.map((line, r) => (r && r % rows === 0 ? `\n${line}` : line)).join("\n");
}

/** JSON has no NaN and no infinity: the API's words for them. */
export const json = (shape, values) => list(shape, values, (value) => (Number.isFinite(value) ? exact(value) : `"${exact(value)}"`), 0);

export const numpy = (shape, values) => `np.array(${list(shape, values, (value) => PYTHON[exact(value)] ?? exact(value), 9)})`;

export const FORMS = { tsv, json, numpy };
