/** Numbers to colours: one diverging scale, mixed in OKLab so that equal steps look equal. */

/** @param {string} hex "#rrggbb" @returns {number[]} linear light */
function linear(hex) {
  return [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

export function oklab(hex) {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function toHex([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${rgb.map((c) => {
    const v = Math.min(1, Math.max(0, c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
    return Math.round(v * 255).toString(16).padStart(2, "0");
  }).join("")}`;
}

const STEPS = 64;

/** @param {string} from @param {string} to @returns {string[]} STEPS + 1 colours */
function ramp(from, to) {
  const [a, b] = [oklab(from), oklab(to)];
  return Array.from({ length: STEPS + 1 }, (_, i) => toHex(a.map((v, k) => v + ((b[k] - v) * i) / STEPS)));
}

/** How far a value stands from zero on the scale, 0 to 1. @param {number} value @param {number} max */
export function strength(value, max) {
  if (Number.isNaN(value) || value === 0 || !(max > 0)) return 0;
  return Math.min(1, Math.abs(value) / max) ** 0.6;
}

/** @param {{zero: string, positive: string, negative: string}} ends @returns {(value: number, max: number) => string} */
export function scale({ zero, positive, negative }) {
  const up = ramp(zero, positive);
  const down = ramp(zero, negative);
  return (value, max) => (value < 0 ? down : up)[Math.round(strength(value, max) * STEPS)];
}
