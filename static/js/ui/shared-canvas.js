/** One canvas for all small pictures of a part of the page, laid over their places. */
import { palette } from "../draw/palette.js";
import { ratioOf, sized } from "../draw/plane.js";
import { el } from "./dom.js";
import { onSize } from "./on-size.js";

/** @typedef {{x: number, y: number, width: number, drawn: number[] | null, redraw: () => void}} Part `drawn`: what it covers at present, in pixels of the canvas */

/** @param {HTMLElement} host scrolls sideways */
export function sharedCanvas(host) {
  const canvas = el("canvas.pictures", { "aria-hidden": "true" });
  /** @type {Map<HTMLElement, Part>} */
  const parts = new Map();
  let [width, height, ratio, g] = [0, 0, 0, null];
  let measured = 0;

  /** Where everything lies; all of it is drawn again when something lies elsewhere. @param {DOMRectReadOnly} _ @param {number} delivery */
  function measure(_, delivery) {
    if (delivery === measured) return;
    measured = delivery;
    const [from, last] = [host.getBoundingClientRect(), canvas.previousElementSibling];
    const wide = Math.max(host.clientWidth, last ? last.offsetLeft + last.offsetWidth : 0);
    let moved = width !== wide || height !== host.clientHeight;
    for (const [grid, part] of parts) {
      const box = grid.getBoundingClientRect();
      const place = { x: box.left - from.left - host.clientLeft + host.scrollLeft, y: box.top - from.top - host.clientTop, width: box.width };
      moved ||= Object.entries(place).some(([key, value]) => part[key] !== value);
      Object.assign(part, place);
    }
    if (!moved) return;
    [width, height, g] = [wide, host.clientHeight, null];
    redraw();
  }
  function redraw() {
    for (const part of parts.values()) part.redraw();
  }
  onSize(host, measure);

  /** Empty, and as large as the host; whatever stood there is drawn again. */
  function renew(wished) {
    [g, ratio] = [sized(canvas, width, height, wished), wished];
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    g.clearRect(0, 0, width, height);
    for (const part of parts.values()) part.drawn = null;
    redraw();
  }

  return {
    element: canvas,
    /** What moves the pictures when its size changes. @param {Iterable<Element>} nodes */
    follow(nodes) { for (const node of nodes) onSize(node, measure); },
    /** @param {HTMLElement} grid the picture's place @param {{add: (end: () => void) => void}} live @returns {import("../draw/face.js").Paper} */
    part(grid, live) {
      const part = { x: NaN, y: NaN, width: 0, drawn: null, redraw: () => {} };
      parts.set(grid, part);
      onSize(grid, measure, live);
      live.add(() => parts.delete(grid));
      return {
        redrawing(again) { part.redraw = again; },
        open(wide, high) {
          if (Number.isNaN(part.x) || !width) return null;
          // One ratio for all: a part that was painted long ago must not ask for the screen's of then.
          const wished = ratioOf(palette.peek());
          if (!g || wished !== ratio) renew(wished);
          g.setTransform(1, 0, 0, 1, 0, 0);
          if (part.drawn) g.clearRect(...part.drawn);
          part.drawn = null;
          // One that is out of sight was painted for the size that its place had then.
          if (Math.abs(part.width - wide) > 1) return null;
          const own = canvas.width / width;
          const [left, top] = [Math.round(part.x * own), Math.round(part.y * own)];
          part.drawn = [left, top, Math.ceil(wide * own) + 1, Math.ceil(high * own) + 1];
          g.setTransform(own, 0, 0, own, left, top);
          g.clearRect(0, 0, wide, high);
          return g;
        },
      };
    },
  };
}
