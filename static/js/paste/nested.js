/** Lists in square brackets: JSON, Python lists, prints of NumPy and PyTorch, MATLAB's rows between semicolons. */
import { Fault } from "./fault.js";
import { numberIn, short } from "./number.js";

/** @typedef {{items: (number | List)[], rows: List[], line: number}} List */

const TOKEN = /[[\],;]|[^\s[\],;]+/g;

/** @param {string} source @returns {{shape: number[], values: number[]}} */
export function nested(source) {
  const root = listOf(source);
  const shape = shapeOf(root);
  const values = [];
  collect(root, values);
  return { shape, values };
}

function listOf(source) {
  const open = [];
  let root = null;
  let line = 1;
  let read = 0;
  let comma = false;
  for (const match of source.matchAll(TOKEN)) {
    for (; read < match.index; read++) if (source[read] === "\n") line++;
    const token = match[0];
    const list = open.at(-1);
    if (token === "[") {
      if (!list && root) throw new Fault("second", { line });
      const made = { items: [], rows: [], line };
      if (list) list.items.push(made);
      else root = made;
      open.push(made);
    } else if (!list) {
      if (token === "]") throw new Fault("unopened", { line });
      if (token !== "," && token !== ";") throw new Fault("outside", { line, word: short(token) });
    } else if (token === "]") {
      if (list.rows.length) endRows(list, line);
      open.pop();
    } else if (token === ",") {
      if (comma || !list.items.length) throw new Fault("missing", { line, entry: list.items.length + 1 });
    } else if (token === ";") newRow(list, line);
    else list.items.push(numberIn(token, { line, entry: list.items.length + 1 }));
    comma = token === ",";
  }
  if (open.length) throw new Fault("unclosed", { line: open.at(-1).line });
  return root;
}

/** MATLAB: what stood before the semicolon is a row. @param {List} list */
function newRow(list, line) {
  if (list.items.some((item) => typeof item !== "number")) throw new Fault("mixed", { line });
  list.rows.push({ items: list.items, rows: [], line });
  list.items = [];
}

function endRows(list, line) {
  if (list.items.length) newRow(list, line);
  list.items = list.rows;
}

/** @param {List} list @returns {number[]} */
function shapeOf(list) {
  if (!list.items.length) throw new Fault("empty", { line: list.line });
  const lists = list.items.filter((item) => typeof item !== "number");
  if (!lists.length) return [list.items.length];
  if (lists.length < list.items.length) throw new Fault("mixed", { line: list.line });
  const [first, ...others] = lists.map(shapeOf);
  others.forEach((shape, i) => {
    if (shape.join() === first.join()) return;
    const given = { nth: i + 2, line: lists[i + 1].line, has: shape, first };
    throw new Fault(first.length === 1 && shape.length === 1 ? "raggedRow" : "raggedPart", given);
  });
  return [lists.length, ...first];
}

function collect(list, values) {
  for (const item of list.items) {
    if (typeof item === "number") values.push(item);
    else collect(item, values);
  }
}
