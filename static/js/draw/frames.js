/** Frames round cells: what is pinned, read, fed, wrong. Draws only. */

/** @typedef {{row: number, col: number, rows?: number, cols?: number, width?: number, dashed?: boolean, colour?: string, pin?: boolean, picked?: boolean, wrong?: boolean, left?: boolean}} Frame */

/** Frames may stand so far outside of the cells, in CSS pixels. */
export const RIM = 5;

/** How much ink lies over what is chosen. */
const TINT = 0.09;

/** A smaller cell is framed by a thin line and has no corner, else it were a blot. */
const THIN_BELOW = 12;

/**
 * @param {CanvasRenderingContext2D} g counts from the first cell's corner @param {Frame[]} frames @param {number} s cell size
 * @param {{palette: any, view: import("./plane.js").View}} look
 */
export function drawFrames(g, frames, s, { palette, view }) {
  const [width, height] = [view.cols * s, view.rows * s];
  for (const frame of frames) {
    const thin = Math.min(frame.rows ?? 1, frame.cols ?? 1) * s < THIN_BELOW;
    const line = thin ? Math.min(1.5, frame.width ?? 2) : frame.width ?? 2;
    const x = (frame.col - view.col) * s;
    const y = (frame.row - view.row) * s;
    const w = (frame.cols ?? 1) * s;
    const h = (frame.rows ?? 1) * s;
    if (x + w <= 0 || y + h <= 0 || x >= width || y >= height) continue;
    g.strokeStyle = g.fillStyle = frame.colour ?? palette.ink;
    if (frame.picked) {
      chosen(g, x, y, w, h, palette);
      continue;
    }
    if (frame.wrong) {
      crossed(g, x, y, w, h, palette.bad, frame.left);
      continue;
    }
    if (frame.pin) {
      if (!thin) corner(g, x + w, y, Math.min(14, s * 0.34));
      continue;
    }
    g.lineWidth = line * palette.stroke;
    g.setLineDash(frame.dashed ? [4, 3] : []);
    const out = line > 2 ? 1 : -line / 2 - (s >= 8 ? 0.5 : 0);
    g.beginPath();
    g.roundRect(x - out, y - out, w + 2 * out, h + 2 * out, thin ? 1 : 3);
    g.stroke();
  }
  g.setLineDash([]);
}

/** A rectangle that was chosen: tinted, with a line that stands clear of the cells around. */
function chosen(g, x, y, w, h, { ink, panel }) {
  g.setLineDash([]);
  for (const [colour, width, out] of [[panel, RIM, RIM / 2], [ink, 2, 2]]) {
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.beginPath();
    g.roundRect(x - out, y - out, w + 2 * out, h + 2 * out, 3);
    g.stroke();
  }
  g.save();
  g.globalAlpha = TINT;
  g.fillRect(x, y, w, h);
  g.restore();
}

/** Wrong by a learner's hand: told by frame and cross, not by colour alone. */
function crossed(g, x, y, w, h, colour, left) {
  g.strokeStyle = colour;
  const inside = w >= 56 ? 1 : 0.5;
  g.lineWidth = w >= 56 ? 3 : w >= 24 ? 2 : 1.5;
  g.setLineDash([]);
  g.beginPath();
  const edge = inside + g.lineWidth / 2;
  g.roundRect(x + edge, y + edge, w - 2 * edge, h - 2 * edge, 2);
  g.stroke();
  g.lineWidth = w >= 56 ? 2 : 1.5;
  g.beginPath();
  if (w >= 24) {
    const [arm, at, top] = [Math.min(4, w * 0.07), left ? x + w * 0.17 : x + w * 0.83, y + w * 0.17];
    g.moveTo(at - arm, top - arm);
    g.lineTo(at + arm, top + arm);
    g.moveTo(at + arm, top - arm);
    g.lineTo(at - arm, top + arm);
  }
  g.stroke();
}

function corner(g, right, top, t) {
  g.beginPath();
  g.moveTo(right - t, top);
  g.lineTo(right, top);
  g.lineTo(right, top + t);
  g.fill();
}
