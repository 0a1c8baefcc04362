/** A plain indexed symbol such as w_{11}, written on a canvas in KaTeX's fonts. */

const PLAIN = /^(\\?[A-Za-z]+)(?:_\{?([\w,]+)\}?)?$/;
const GREEK = { "\\delta": "\u03b4", "\\beta": "\u03b2", "\\alpha": "\u03b1" };

/** Symbols with more structure than a letter and an index are left out. @param {string} latex */
export function symbol(g, latex, middle, y, px, colour) {
  const match = PLAIN.exec(latex.replaceAll(" ", ""));
  if (!match) return;
  const letter = GREEK[match[1]] ?? match[1].replace("\\", "");
  const index = match[2] ?? "";
  const big = `italic ${px}px KaTeX_Math`;
  const small = `${px * 0.72}px KaTeX_Main`;
  g.font = big;
  const w0 = g.measureText(letter).width;
  g.font = small;
  const w1 = g.measureText(index).width;
  g.fillStyle = colour;
  g.textAlign = "left";
  g.fillText(index, middle - (w0 + w1) / 2 + w0, y + px * 0.24);
  g.font = big;
  g.fillText(letter, middle - (w0 + w1) / 2, y);
}
