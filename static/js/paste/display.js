/** Prints without brackets: libtorch's and MATLAB's, with a common factor, split columns and one block per map. */
import { Fault } from "./fault.js";
import { numberIn } from "./number.js";

const LIBTORCH = /^\s*\[\s*\w+Type\{([\d,]*)\}\s*\]\s*$/;
const LUA = /^\s*\[torch\.\w+ of (?:size|dimension) ([\dx]+)\]\s*$/;
const SLICE = /^\s*\((\d+(?:,\d+)*)(?:,\.)+\)\s*=\s*$/;
const PAGE = /^\s*[A-Za-z_]\w*\(:,:,(\d+(?:,\d+)*)\)\s*=\s*$/;
const NAME = /^\s*[A-Za-z_]\w*\s*=\s*$/;
const FACTOR = /^\s*(\d+(?:\.\d*)?(?:e[+-]?\d+)?)\s*\*\s*$/i;
const COLUMNS = /^\s*Columns?\s+(\d+)(?:\s+(?:to|through|and)\s+(.*?))?:?\s*$/;
const SIGNS = [LIBTORCH, LUA, SLICE, PAGE, NAME, FACTOR, COLUMNS];

/** @param {string} source */
export const isDisplay = (source) => source.split("\n").some((line) => SIGNS.some((form) => form.test(line)));

/** @param {string} source @returns {{shape: number[], values: number[]}} */
export function display(source) {
  const lines = source.split("\n");
  /** Leading indices, from 1 and joined by commas → rows of numbers. @type {Map<string, number[][]>} */
  const maps = new Map();
  let stated = null;
  let key = "";
  let factor = 1;
  let from = 1;
  let row = 0;

  function add(words, line) {
    if (!maps.has(key)) maps.set(key, []);
    const rows = maps.get(key);
    if (from === 1) rows.push([]);
    const numbers = words.trim().split(/\s+/).map((word, i) => times(numberIn(word, { line, entry: i + 1 }), factor));
    if (rows[row]?.length !== from - 1) throw new Fault("columnsMissing", { line, from });
    rows[row++].push(...numbers);
  }
  function section(next) {
    from = next;
    row = 0;
  }

  lines.forEach((words, i) => {
    const line = i + 1;
    const found = (form) => form.exec(words);
    let match;
    if (!words.trim() || found(NAME)) return;
    if ((match = found(LIBTORCH))) stated = match[1].split(",").filter(Boolean).map(Number);
    else if ((match = found(LUA))) stated = match[1].split("x").map(Number);
    else if ((match = found(SLICE) ?? found(PAGE))) {
      key = found(PAGE) ? match[1].split(",").reverse().join() : match[1];
      factor = 1;
      section(1);
    } else if ((match = found(FACTOR))) factor = Number(match[1]);
    else if ((match = found(COLUMNS))) {
      section(Number(match[1]));
      const rest = glued(match[2] ?? "", from, lines[i + 1] ?? "");
      if (FACTOR.test(rest)) factor = Number(FACTOR.exec(rest)[1]);
      else if (rest.trim()) add(rest, line);
    } else add(words, line);
  });
  return whole(maps, stated);
}

/** What follows "Columns 11 to 20" on the same line, where libtorch puts no space: "20-0.4695 …", "10100000 *". */
function glued(words, from, next) {
  if (/\*\s*$/.test(words)) return words.slice(String(from + next.trim().split(/\s+/).length - 1).length);
  return words.replace(/^\d+/, "");
}

/** 1.234 and a factor of 1000 are 1234, not 1233.9999999999998. */
const times = (value, factor) => (factor === 1 ? value : Number((value * factor).toPrecision(15)));

/** @param {Map<string, number[][]>} maps @param {number[] | null} stated the shape that the print itself names */
function whole(maps, stated) {
  const keys = [...maps.keys()];
  if (!keys.length) throw new Fault("nothing");
  const indices = keys.map((key) => key.split(",").filter(Boolean).map(Number));
  const lead = indices[0].map((_, axis) => Math.max(...indices.map((index) => index[axis])));
  const [first] = maps.values();
  const plane = [first.length, first[0].length];
  for (const [key, rows] of maps) {
    rows.forEach((row, r) => {
      if (row.length !== plane[1]) throw new Fault("raggedDisplay", { map: key, nth: r + 1, has: row.length, first: plane[1] });
    });
    if (rows.length !== plane[0]) throw new Fault("raggedMap", { map: key, has: rows.length, first: plane[0] });
  }
  const order = indices.map((index, i) => ({ at: index.reduce((at, n, axis) => at * lead[axis] + n - 1, 0), rows: maps.get(keys[i]) }));
  const values = order.sort((a, b) => a.at - b.at).flatMap(({ rows }) => rows.flat());
  const shape = stated ?? [...lead, ...plane];
  const count = shape.reduce((product, n) => product * n, 1);
  if (values.length !== count) throw new Fault("incomplete", { shape, count, has: values.length });
  return { shape, values };
}
