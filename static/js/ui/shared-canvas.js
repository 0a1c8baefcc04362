/** One canvas for all small pictures of a part of the page, laid over their places. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { sized } from "../draw/plane.js";
import { outdated } from "../store.js";
import { el } from "./dom.js";
import { onSize } from "./on-size.js";

/** How strong numbers are that were computed before the last edit; keeping.css says so of the stage's. */
const PAST = 0.55;
const COMPUTED = ["activation", "gradient", "mix"];
const past = (grid) => outdated.peek() && COMPUTED.includes(grid.parentElement.dataset.role) && !("editable" in grid.parentElement.dataset);

/** @param {HTMLElement} host scrolls sideways */
export function sharedCanvas(host) {
  const canvas = el("canvas.pictures", { "aria-hidden": "true" });
  /** @type {Map<HTMLElement, {x: number, y: number, redraw: () => void}>} */
  const parts = new Map();
  const redraw = () => { for (const part of parts.values()) part.redraw(); };
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
      const { left, top } = grid.getBoundingClientRect();
      const [x, y] = [left - from.left - host.clientLeft + host.scrollLeft, top - from.top - host.clientTop];
      moved ||= x !== part.x || y !== part.y;
      Object.assign(part, { x, y });
    }
    if (!moved) return;
    [width, height, g] = [wide, host.clientHeight, null];
    redraw();
  }
  onSize(host, measure);
  effect(() => { outdated.value; redraw(); });

  return {
    element: canvas,
    /** What stands in the host is another: whatever of it changes its size moves the rest. */
    follow() { for (const child of host.children) if (child !== canvas) onSize(child, measure); },
    /** @param {HTMLElement} grid the picture's place @param {{add: (end: () => void) => void}} live @returns {import("../draw/face.js").Paper} */
    part(grid, live) {
      const part = { x: NaN, y: NaN, redraw: () => {} };
      parts.set(grid, part);
      onSize(grid, measure, live);
      live.add(() => parts.delete(grid));
      return {
        redrawing(again) { part.redraw = again; },
        open(wide, high, wished) {
          if (Number.isNaN(part.x) || !width) return null;
          if (!g || wished !== ratio) {
            [g, ratio] = [sized(canvas, width, height, wished), wished];
            Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
            g.clearRect(0, 0, width, height);
          }
          const own = g.getTransform().a;
          g.setTransform(own, 0, 0, own, Math.round(part.x * own), Math.round(part.y * own));
          g.clearRect(0, 0, wide, high);
          g.globalAlpha = past(grid) ? PAST : 1;
          return g;
        },
      };
    },
  };
}
