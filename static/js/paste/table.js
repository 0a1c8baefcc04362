/** Rows of a spreadsheet or a CSV file: tabs, semicolons, commas or spaces between the numbers, blank lines between maps. */
import { Fault } from "./fault.js";
import { numberIn } from "./number.js";

const LONE_COMMA = /^[+-]?\d+,\d+$/;
const QUOTED = /^"((?:[^"]|"")*)"$/;

/** @param {string} source @returns {{shape: number[], values: number[]}} */
export function table(source) {
  const lines = source.split("\n").map((words, i) => ({ words: words.replace(/^\s*#\s.*$/, ""), line: i + 1 }));
  const delimiter = ["\t", ";", ","].find((sign) => source.includes(sign)) ?? " ";
  const only = lines.filter(({ words }) => words.trim());
  if (!only.length) throw new Fault("nothing");
  if (delimiter === "," && only.length === 1 && LONE_COMMA.test(only[0].words.trim())) throw new Fault("twoWays", { word: only[0].words.trim() });

  const blocks = [[]];
  for (const one of lines) {
    if (one.words.trim()) blocks.at(-1).push({ ...one, cells: cellsOf(one.words, delimiter) });
    else if (blocks.at(-1).length) blocks.push([]);
  }
  if (!blocks.at(-1).length) blocks.pop();
  const rows = blocks.flat();
  if (rows.every(({ cells }) => cells.length > 1 && cells.at(-1) === "")) for (const { cells } of rows) cells.pop();

  const [first] = rows;
  const decimalComma = delimiter !== "," && !source.includes(".");
  const values = rows.flatMap(({ cells, line }) => {
    const numbers = cells.map((word, i) => {
      if (word === "") throw new Fault("missing", { line, entry: i + 1 });
      return numberIn(word, { line, entry: i + 1 }, { decimalComma });
    });
    if (cells.length !== first.cells.length) throw new Fault("raggedLine", { line, has: cells.length, first: first.cells.length, firstLine: first.line });
    return numbers;
  });
  return { shape: shapeOf(blocks), values };
}

function shapeOf(blocks) {
  const [first] = blocks;
  blocks.forEach((block, i) => {
    if (block.length !== first.length) throw new Fault("raggedBlock", { nth: i + 1, line: block[0].line, has: block.length, first: first.length });
  });
  const plane = [first.length, first[0].cells.length];
  if (blocks.length > 1) return [blocks.length, ...plane];
  return plane.join() === "1,1" ? [] : plane;
}

function cellsOf(words, delimiter) {
  if (delimiter === " ") return words.trim().split(/\s+/);
  const cells = [];
  let cell = "";
  let inside = false;
  for (const sign of words) {
    if (sign === '"') inside = !inside;
    if (sign === delimiter && !inside) {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell].map((one) => QUOTED.exec(one.trim())?.[1] ?? one.trim());
}
