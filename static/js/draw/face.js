/**
 * What a matrix looks like, on one canvas: its cells, painted apart, and over them frames. The browser composes each canvas of the page
 * by itself, so that a matrix made of several, or a canvas for each small picture, would cost every frame.
 * @typedef {{canvas?: HTMLCanvasElement, open: (width: number, height: number, ratio: number) => CanvasRenderingContext2D | null, redrawing?: (redraw: () => void) => void}} Paper
 *   what it is drawn on: `open` gives it clear, counting from the first cell's corner, or null where there is none; `redrawing` is told what draws it again.
 *   On a `canvas` of its own the cells are kept apart, so that frames come and go over them.
 */
import { drawFrames, RIM } from "./frames.js";
import { later } from "./later.js";
import { paintCells, paintPlane, ratioOf, sized, wholeOf } from "./plane.js";

/** The cells alone that stand on a canvas. */
const drawn = new WeakMap();
export const cellsOn = (canvas) => drawn.get(canvas);

const PASSING = new Set(["picked", "flash"]);
const BARE = { said: "", frames: [], s: 0, look: null, alpha: 1 };

/** @param {Paper} paper */
export function face(paper) {
  const cells = paper.canvas && document.createElement("canvas");
  if (cells) drawn.set(paper.canvas, cells);
  const painted = { key: "", cells: [] };
  let now = null;
  /** @type {Map<string, {said: string, frames: import("./frames.js").Frame[], s: number, look: {palette: any, view: import("./plane.js").View}, alpha: number}>} */
  const over = new Map([["picked", BARE]]); // what is picked lies below what is lit
  let measure = null;
  let waits = false;

  function compose() {
    waits = false;
    const g = measure && paper.open(...measure);
    if (!g) return;
    const [, , { alpha: strength = 1, palette }] = now;
    g.globalAlpha = strength;
    if (cells) g.drawImage(cells, 0, 0, measure[0], measure[1]);
    else paintCells(g, ...now);
    for (const [name, { frames, s, look, alpha }] of over) {
      // What flashes or is picked is not for paper, whose palette has a ratio of its own.
      if (!frames.length || (palette.ratio && PASSING.has(name))) continue;
      g.globalAlpha = alpha;
      drawFrames(g, frames, s, look);
    }
    g.globalAlpha = 1;
  }

  function redraw() {
    if (!waits) later(compose);
    waits = true;
  }

  paper.redrawing?.(redraw);
  return {
    /** @param {import("./plane.js").Model} model @param {number} s cell size @param {import("./plane.js").Look} look */
    cells(model, s, look) {
      const { rows, cols } = look.view ?? wholeOf(model);
      measure = [cols * s, rows * s, ratioOf(look.palette)];
      const weaker = now?.[2].alpha !== look.alpha;
      now = [model, s, look];
      if (!cells || paintPlane(cells, model, s, look, painted) || weaker) redraw();
    },
    /** One set of frames, drawn again only when it is another. @param {string} name @param {import("./plane.js").Model} model @param {number} s @param {import("./frames.js").Frame[]} frames @param {{palette: any, view?: import("./plane.js").View}} look */
    frames(name, model, s, frames, { palette, view = wholeOf(model) }, alpha = 1) {
      const said = JSON.stringify([frames, view, s, ratioOf(palette), palette.ink, palette.bad, alpha]);
      if (over.get(name)?.said === said) return;
      if (frames.length || over.get(name)?.frames.length) redraw();
      over.set(name, { said, frames, s, look: { palette, view }, alpha });
    },
  };
}

/** The rim in whole pixels of the page and of the device, where there is such a number: elsewhere the browser blurs the canvas. */
function rimAt(ratio) {
  const off = (rim) => Math.abs(rim * ratio - Math.round(rim * ratio));
  const all = [0, 1, 2, 3, 4, 5].map((more) => RIM + more);
  return all.find((rim) => off(rim) < 1e-6) ?? all.reduce((best, rim) => (off(rim) < off(best) ? rim : best));
}

/** A canvas that is larger than the cells on every side, so that frames have room outside of them. @param {HTMLCanvasElement} canvas @returns {Paper} */
export function framed(canvas) {
  let stood = RIM;
  return {
    canvas,
    open(width, height, ratio) {
      const rim = rimAt(ratio);
      if (rim !== stood) canvas.style.setProperty("--rim", `${rim}px`);
      stood = rim;
      const g = sized(canvas, width + 2 * rim, height + 2 * rim, ratio);
      g.clearRect(0, 0, width + 2 * rim, height + 2 * rim);
      g.translate(rim, rim);
      return g;
    },
  };
}
