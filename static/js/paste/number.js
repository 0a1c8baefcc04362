/** One written number: what it says, or why it is none. */
import { Fault } from "./fault.js";

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const FRACTION = /^([+-]?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/;
const NOT = [
  ["notFinite", /^[+-]?(?:nan|inf(?:inity)?|\u221e)$/i],
  ["truth", /^(?:true|false)$/i],
  ["complex", /^[+-]?[\d.]*(?:e[+-]?\d+)?(?:[+-][\d.]*(?:e[+-]?\d+)?)?[ij]$/i],
  ["decimalComma", DECIMAL_COMMA],
];

/**
 * @param {string} word @param {{line: number, entry: number}} where @param {{decimalComma?: boolean}} [how]
 * @returns {number} finite; else throws a Fault
 */
export function numberIn(word, where, { decimalComma = false } = {}) {
  const plain = decimalComma && DECIMAL_COMMA.test(word) ? word.replace(",", ".") : word;
  const value = PLAIN.test(plain) ? Number(plain) : quotient(plain);
  if (Number.isFinite(value)) return value;
  const kind = PLAIN.test(plain) ? "huge" : NOT.find(([, form]) => form.test(word))?.[0] ?? "notNumber";
  throw new Fault(kind, { word: short(word), point: word.replace(",", "."), ...where });
}

/** "1/3", to the nearest double; NaN for anything else. @param {string} word */
export function quotient(word) {
  const parts = FRACTION.exec(word);
  return parts && Number(parts[2]) !== 0 ? Number(parts[1]) / Number(parts[2]) : NaN;
}

/** A word that was not understood, cut to what can be read in a sentence. @param {string} word */
export const short = (word) => (word.length > 24 ? `${word.slice(0, 23)}\u2026` : word);
