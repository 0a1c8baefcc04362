/** A pasted text as numbers: spreadsheets, CSV, JSON, MATLAB, print-outs of NumPy and PyTorch. Anything else is a Fault that says why. */
import { tidy, unwrapped } from "./clean.js";
import { display, isDisplay } from "./display.js";
import { Fault } from "./fault.js";
import { nested } from "./nested.js";
import { table } from "./table.js";

/** @typedef {{shape: number[], values: number[]}} Block row-major; a single number has the shape [] */

const CUT = /\.\.\.|\u2026/;

/** @param {string} source @returns {Block} */
export function read(source) {
  const tidied = tidy(source);
  if (!tidied.trim()) throw new Fault("nothing");
  if (CUT.test(tidied)) throw new Fault(/tensor\(|torch/i.test(tidied) ? "truncatedTorch" : "truncated", { line: tidied.slice(0, tidied.search(CUT)).split("\n").length });
  if (!/\[\s*[-+.\d[]/.test(tidied.replace(/\[(?:\s*\w+Type\{|torch\.)/g, "")) && isDisplay(tidied)) return display(tidied);
  const bare = unwrapped(tidied);
  return bare.includes("[") || bare.includes("]") ? nested(bare) : table(bare);
}
