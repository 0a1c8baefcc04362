/** One cell on a canvas: fill, hatch, number, and the small things that a figure adds to it. Draws only. */
import { written } from "../format.js";
import { symbol } from "./symbol.js";
import { LEAST, roomIn, TEXT_FROM } from "./writing.js";

/**
 * @typedef {{text: string, role?: string}} Part a piece of the small line under the number
 * @typedef {{address: string | null, value: number, later?: boolean, awaited?: number, shown?: number, text?: string, sub?: Part[], patch?: boolean, hatch?: boolean, blank?: boolean,
 *            label?: string, notch?: "start" | "end", pips?: [number, number], used?: boolean, faint?: boolean, unread?: boolean}} DrawnCell
 * `later`: the film has not come to it; `awaited` is what it will be, so that numbers keep their form while a matrix fills; `shown` stands in for the value while a figure has not come to its end; `unread` is a cell that nothing looks at: no fill, a grey number.
 */

const MARGIN = 1;

/** A text that changes whenever the picture of the cell does. @param {DrawnCell | null} cell */
export function signature(cell) {
  if (!cell) return "";
  const { value, shown, later, text, sub, hatch, blank, label, notch, pips, used, faint, unread } = cell;
  return `${value}|${shown}|${later}|${text}|${sub ? sub.map((p) => p.text).join("") : ""}|${hatch}|${blank}|${label}|${notch}|${pips}|${used}|${faint}|${unread}`;
}

/**
 * @param {CanvasRenderingContext2D} g @param {number} x @param {number} y @param {number} s cell size in CSS pixels
 * @param {DrawnCell | null} cell @param {{palette: any, max: number, writing: import("./writing.js").Writing | null}} look without a `writing` no number has room
 */
export function paintCell(g, x, y, s, cell, { palette, max, writing }) {
  g.clearRect(x, y, s, s);
  if (!cell) return;
  const gap = s >= 8 ? MARGIN : s >= 5 ? MARGIN / 2 : 0;
  const size = s - 2 * gap;
  const large = s >= TEXT_FROM;
  const fill = cell.later && !large ? palette.panel : cell.blank || cell.unread ? null : (large ? palette.cell : palette.picture)(cell.shown ?? cell.value, max);
  if (!large && !(cell.hatch || cell.blank || cell.unread || cell.notch)) return speck(g, x, y, s, gap, fill, cell, palette);
  g.save();
  g.beginPath();
  g.roundRect(x + gap, y + gap, size, size, large ? 2 : 0);
  if (fill) {
    g.fillStyle = fill;
    g.fill();
  }
  g.clip();
  if (cell.hatch) drawHatch(g, x + gap, y + gap, size, palette);
  if (cell.hatch || cell.blank || cell.unread) outline(g, x + gap, y + gap, size, palette.line);
  if (cell.notch) drawNotch(g, x + gap, y + gap, size, cell.notch, palette.roles.weight);
  if (large && (writing || cell.blank)) write(g, x, y, s, cell, fill, palette, writing);
  else if ((cell.shown ?? cell.value) < 0 && s >= 9 && !cell.blank) dash(g, x, y, s, palette);
  g.restore();
}

/** A cell that is a colour alone: of these there are thousands, so they need no path and no clip. */
function speck(g, x, y, s, gap, fill, cell, palette) {
  g.fillStyle = fill;
  g.fillRect(x + gap, y + gap, s - 2 * gap, s - 2 * gap);
  if ((cell.shown ?? cell.value) < 0 && s >= 9) dash(g, x, y, s, palette);
}

/** Sign without colour where no number has room. */
function dash(g, x, y, s, palette) {
  g.fillStyle = palette.mark;
  g.fillRect(x + s * 0.28, y + s / 2 - 0.75, s * 0.44, 1.5);
}

function drawHatch(g, x, y, size, palette) {
  const step = Math.max(5, Math.min(10, size / 6));
  g.strokeStyle = palette.hatch;
  g.lineWidth = 1.5;
  g.beginPath();
  for (let d = -size; d < size; d += step) {
    g.moveTo(x + d, y + size);
    g.lineTo(x + d + size, y);
  }
  g.stroke();
}

function outline(g, x, y, size, colour) {
  g.strokeStyle = colour;
  g.lineWidth = 1;
  g.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
}

function drawNotch(g, x, y, size, where, colour) {
  const t = Math.min(13, size * 0.26);
  const [cx, cy, d] = where === "start" ? [x + 1, y + 1, t] : [x + size - 1, y + size - 1, -t];
  g.fillStyle = colour;
  g.beginPath();
  g.moveTo(cx, cy);
  g.lineTo(cx + d, cy);
  g.lineTo(cx, cy + d);
  g.fill();
}

function write(g, x, y, s, cell, fill, palette, writing) {
  const middle = x + s / 2;
  const below = (cell.sub && s >= 42) || (cell.label && s >= 36) || cell.pips;
  const up = below ? s * 0.11 : 0;
  g.textAlign = "center";
  g.textBaseline = "middle";
  if (!cell.blank) {
    const { text, font, width } = fitted(g, cell, s, palette, writing);
    g.font = font;
    if (cell.hatch && fill) {
      g.fillStyle = fill;
      g.fillRect(middle - width / 2 - 3, y + s / 2 - up - s * 0.2, width + 6, s * 0.4);
    }
    g.fillStyle = cell.faint || cell.unread || (cell.hatch && (cell.shown ?? cell.value) === 0) ? palette.roles.padding : palette.ink;
    g.fillText(text, middle, y + s / 2 - up + s * 0.012);
  }
  if (cell.sub && s >= 42) parts(g, middle, y + s * 0.78, s, cell, palette);
  if (cell.label && s >= 36) symbol(g, cell.label, middle, y + s * 0.78, Math.max(11, s * 0.25), palette.ink2);
  if (cell.pips) drawPips(g, middle, y + s * 0.83, s, cell.pips, palette);
  if (cell.used) {
    g.fillStyle = palette.ink;
    g.globalAlpha = 0.35;
    g.fillRect(x + s * 0.13, y + s - 6, s * 0.74, 2);
    g.globalAlpha = 1;
  }
}

/** The number as all of its matrix are written; one that a figure counts up may for a moment be longer than all that come of it. */
function fitted(g, cell, s, palette, { px, ...form }) {
  const room = px > s * 0.4 ? s - 4 : roomIn(s);
  const font = (size) => `500 ${size}px ${palette.font}`;
  const text = cell.text ?? written(cell.shown ?? cell.value, form);
  const width = widthOf(g, text, font(px));
  const shrunk = width > room ? Math.max(LEAST, (px * room) / width) : px;
  return { text, font: font(shrunk), width: (width * shrunk) / px };
}

/** Numbers of a matrix are often alike, and measuring one takes as long as writing it. */
const [MEASURED, MOST] = [new Map(), 4000];
globalThis.document?.fonts.addEventListener("loadingdone", () => MEASURED.clear());

function widthOf(g, text, font) {
  const key = `${font} ${text}`;
  if (!MEASURED.has(key)) {
    if (MEASURED.size >= MOST) MEASURED.clear();
    g.font = font;
    MEASURED.set(key, g.measureText(text).width);
  }
  return MEASURED.get(key);
}

function parts(g, middle, y, s, { sub, patch }, palette) {
  const font = (size) => `${patch ? 600 : 400} ${size}px ${palette.font}`;
  const wished = Math.max(11, s * 0.2, palette.least * 0.72);
  g.font = font(wished);
  const wide = sub.reduce((sum, part) => sum + g.measureText(part.text).width, 0);
  const px = wide > s - 4 ? (wished * (s - 4)) / wide : wished;
  if (px < 11) return;
  g.font = font(px);
  const widths = sub.map((part) => g.measureText(part.text).width);
  const total = widths.reduce((sum, width) => sum + width, 0);
  let x = middle - total / 2;
  if (patch) {
    g.fillStyle = palette.panel;
    g.beginPath();
    g.roundRect(x - 4, y - px * 0.66, total + 8, px * 1.3, 2);
    g.fill();
  }
  g.textAlign = "left";
  sub.forEach((part, i) => {
    g.fillStyle = part.role ? palette.roles[part.role] : palette.ink;
    g.fillText(part.text, x, y);
    x += widths[i];
  });
}

/** One dot per contribution; those that have arrived are filled. */
function drawPips(g, middle, y, s, [arrived, all], palette) {
  const most = 9;
  if (all > most) {
    g.font = `400 ${Math.max(10, s * 0.19)}px ${palette.font}`;
    g.fillStyle = palette.roles.gradient;
    g.fillText(`${arrived}/${all}`, middle, y);
    return;
  }
  const step = Math.min(Math.max(10, s * 0.16), (s - 8) / all);
  const radius = step * 0.32;
  g.strokeStyle = g.fillStyle = palette.roles.gradient;
  g.lineWidth = Math.max(1, step * 0.15);
  for (let i = 0; i < all; i++) {
    g.beginPath();
    g.arc(middle + (i - (all - 1) / 2) * step, y, radius, 0, 2 * Math.PI);
    g.stroke();
    if (i < arrived) g.fill();
  }
}
