/** A pasted text or a file as a block of numbers; what cannot be read is said in one sentence. */
import { Fault } from "../paste/fault.js";
import { read } from "../paste/read.js";
import { text } from "../strings.js";
import { flat } from "./attempt.js";
import { NotNpy, readNpy } from "./npy.js";

/** The server takes no longer body. */
const LARGEST = 8_000_000;

/** The text or file is no block of numbers; the message says where, and what would be. */
export class Unreadable extends Error {}

/** @typedef {{shape: number[], values: (number | null)[]}} Block row-major; null is a cell left open */

/** @param {string} words @returns {Block} raises Unreadable */
export function readText(words) {
  const open = withOpenCells(words);
  if (open) return open;
  try {
    return read(words);
  } catch (error) {
    if (error instanceof Fault) throw new Unreadable(error.message);
    throw error;
  }
}

/** JSON as the API writes it may hold null for a cell left open, and what is not finite as text. @param {string} words */
function withOpenCells(words) {
  if (!/null|Infinity|NaN/.test(words)) return null;
  try {
    const block = flat(JSON.parse(words));
    return block?.values.length ? block : null;
  } catch {
    return null;
  }
}

/** @param {File} file @returns {Promise<Block>} raises Unreadable */
export async function readFile(file) {
  if (file.size > LARGEST) throw new Unreadable(text.check.tooLarge(file.name));
  const bytes = await file.arrayBuffer();
  const numpy = /\.npy$/i.test(file.name) || new Uint8Array(bytes)[0] === 0x93;
  try {
    const block = numpy ? readNpy(bytes) : readText(new TextDecoder().decode(bytes));
    if (!block.values.length) throw new Unreadable(text.check.npy.empty);
    return { shape: block.shape, values: Array.from(block.values) };
  } catch (error) {
    if (error instanceof NotNpy) throw new Unreadable(`${file.name}: ${text.check.npy[error.reason](...error.details)}`);
    if (error instanceof Unreadable) throw new Unreadable(`${file.name}: ${error.message}`);
    throw error;
  }
}
