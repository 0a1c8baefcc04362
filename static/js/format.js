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
  return sign(value, `${trimmed(mantissa)}\u00b710${raised(Number(exponent))}`);
}

const raised = (exponent) => [...String(exponent)].map((c) => RAISED[c]).join("");
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

/** Widths of characters in widths of a digit; the page's figures are all alike. */
const WIDTHS = { ".": 0.48, "\u2248": 1.4, "\u221e": 1.4, N: 1.2, a: 0.95 };

/** @param {string} text @returns {number} in widths of a digit */
export const breadth = (text) => [...text].reduce((sum, character) => sum + (WIDTHS[character] ?? 1), 0);

/**
 * How all numbers of a matrix are written: so many decimals of their multiple of a common power of ten.
 * @typedef {{exponent: number, decimals: number}} Form
 */

/** As many decimals are kept for the sake of exactness. */
const EXACT = 4;

/** How many decimals write a number exactly; more than EXACT count as endless. @param {number} value */
function decimalsOf(value) {
  for (let d = 0; d <= EXACT; d++) {
    const scaled = value * 10 ** d;
    if (Math.abs(scaled - Math.round(scaled)) <= 1e-9 * Math.abs(scaled)) return d;
  }
  return Infinity;
}

/**
 * The form that tells most of many numbers in the room of a cell: exactly where that is short, else three or four digits of the largest,
 * as a multiple of a power of ten where they would begin far behind or end far before the point; null where not even one digit fits.
 * @param {Iterable<number>} values @param {number} room in widths of a digit @param {number} [squeezed] the room for exact numbers
 * @returns {Form | null}
 */
export function formFor(values, room, squeezed = room) {
  let [low, high, needed] = [0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    if (needed <= EXACT) needed = Math.max(needed, decimalsOf(value));
  }
  const top = Math.max(high, -low);
  const width = ({ exponent, decimals }) => {
    const whole = (value) => Math.abs(value / 10 ** exponent).toFixed(decimals).length - (decimals ? 1 - WIDTHS["."] : 0);
    return Math.max(whole(high), low < 0 ? 1 + whole(low) : 0);
  };
  if (needed <= EXACT && top < 1e9 && width({ exponent: 0, decimals: needed }) <= squeezed) return { exponent: 0, decimals: needed };
  return rough(top).find((form) => width(form) <= room) ?? null;
}

/** Ways to round, the best first: plainly where the first digit stands near the point, then by thousands, then as it fits. @param {number} top */
function rough(top) {
  const before = Math.floor(Math.log10(top)) + 1;
  const thousands = 3 * Math.floor((before - 1) / 3);
  const plain = before >= 0 ? [4, 3].map((digits) => ({ exponent: 0, decimals: Math.max(0, digits - before) })) : [];
  const inner = before - thousands;
  const powers = [Math.max(3, inner + 1), 3, 2].map((digits) => ({ exponent: thousands, decimals: Math.max(0, digits - inner) }));
  return [...plain, ...powers, ...[2, 1].map((digits) => ({ exponent: before - digits, decimals: 0 }))];
}

/** A number of a matrix. Zero and whole numbers stay bare, a number that is not zero never looks like one. @param {number} value @param {Form} form */
export function written(value, { exponent, decimals }) {
  if (!Number.isFinite(value)) return rounded(value);
  if (value === 0 || (exponent === 0 && Number.isInteger(value))) return sign(value, String(Math.abs(value)));
  const text = Math.abs(value / 10 ** exponent).toFixed(decimals);
  if (Number(text) === 0) return decimals ? text : "\u22480";
  return sign(value, text);
}

/** The common power as a caption says it. @param {Form | null} form */
export const power = (form) => (form?.exponent ? `\u00d710${raised(form.exponent)}` : "");
