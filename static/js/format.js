/** The one place where numbers are rounded for reading. Full precision is `exact`. */

const MINUS = "\u2212";
const RAISED = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075", 6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };

/** @param {number} value @param {number} [digits] significant digits */
export function rounded(value, digits = 5) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "\u221e" : MINUS + "\u221e";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const whole = Number.isInteger(value) && size < 1e6;
  if (!whole && (size < 1e-3 || size >= 10 ** Math.max(digits, 5))) return powered(value, Math.max(2, digits - 1));
  const text = whole ? String(size) : trimmed(size.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size)))));
  return sign(value, text);
}

/** @param {number} value @param {number} digits */
function powered(value, digits) {
  const [mantissa, exponent] = Math.abs(value).toExponential(digits - 1).split("e");
  const raised = [...String(Number(exponent))].map((c) => RAISED[c]).join("");
  return sign(value, `${trimmed(mantissa)}\u00b710${raised}`);
}

const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const sign = (value, text) => (value < 0 && text !== "0" ? MINUS + text : text);

/** As a factor in a product: negative numbers in brackets. @param {number} value */
export const factor = (value) => (value < 0 ? `(${rounded(value)})` : rounded(value));

/** What a stamp adds: always with its sign. @param {number} value */
export const added = (value) => (value < 0 ? `${MINUS} ${rounded(-value)}` : `+ ${rounded(value)}`);

/** Full precision, as in the API's JSON. @param {number} value */
export const exact = (value) => (Object.is(value, -0) ? "-0.0" : String(value));

/** @param {number[]} shape */
export const size = (shape) => (shape.length ? shape.join("\u00d7") : "");

/** What was typed, as a number, or as it stands when it is none (the server then says why). @param {string} text */
export function typed(text) {
  const plain = text.trim().replaceAll(MINUS, "-");
  const number = plain === "" ? NaN : Number(plain);
  return Number.isFinite(number) && !/^[+-]?0[xob]/i.test(plain) ? number : text.trim();
}

/** Whether two methods give the same number, but for rounding. @param {number} a @param {number} b */
export const agree = (a, b) => Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
