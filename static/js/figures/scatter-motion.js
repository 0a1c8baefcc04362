/** What moves in the scatter: a stamp slides to its window; at the end the ring fades and the interior slides to the target. */
import { cellsOn } from "../draw/face.js";
import { partsOf } from "../film/presence.js";
import { bounds } from "../geometry.js";
import { plane } from "../tensor.js";
import { calm, el } from "../ui/dom.js";
import { layout } from "../ui/sheet.js";
import { targetCell } from "../view.js";
import { shapeOf } from "./common.js";

const STEP = 180;
const CROP = 420;
const EASE = "cubic-bezier(.2,0,0,1)";

/** A copy of a part of a matrix as it is drawn now, laid over the figure. @param {HTMLElement} host @param {HTMLElement} grid @param {number[]} part left, top, right, bottom as shares of it */
function ghost(host, grid, [left, top, right, bottom]) {
  const source = cellsOn(grid.querySelector("canvas"));
  const [box, base] = [grid.getBoundingClientRect(), host.getBoundingClientRect()];
  const [w, h] = [source.width * (right - left), source.height * (bottom - top)];
  const copy = el("canvas.ghost-of", { width: Math.max(1, Math.round(w)), height: Math.max(1, Math.round(h)), "aria-hidden": "true" });
  copy.getContext("2d").drawImage(source, source.width * left, source.height * top, w, h, 0, 0, w, h);
  Object.assign(copy.style, {
    left: `${box.left - base.left + box.width * left}px`, top: `${box.top - base.top + box.height * top}px`,
    width: `${box.width * (right - left)}px`, height: `${box.height * (bottom - top)}px`,
  });
  host.append(copy);
  return copy;
}

/** @param {HTMLElement} node @param {Keyframe[]} frames @param {number} duration */
const fly = (node, frames, duration) => node.animate(frames, { duration, easing: EASE }).finished.finally(() => node.remove()).catch(() => {});

/** From where a copy lies to the same place of another box, in the pixels of the figure. */
function way(copy, box) {
  const from = copy.getBoundingClientRect();
  return `translate(${box.left - from.left}px,${box.top - from.top}px)`;
}

/** @param {{stage: import("./common.js").Stage, element: HTMLElement, live: any, state: any, padded: any, stamp: any}} figure */
export function scatterMotion({ stage, element, live, state, padded, stamp }) {
  let before = state.filming.peek();

  function slide() {
    const window = bounds(state.places.peek());
    if (!window || stamp.element.hidden) return;
    const { rows, cols } = plane(shapeOf(state.table));
    const grid = padded.grid.getBoundingClientRect();
    const copy = ghost(element, stamp.grid, [0, 0, 1, 1]);
    const to = new DOMRect(grid.left + (grid.width * window.col) / cols, grid.top + (grid.height * window.row) / rows);
    fly(copy, [{ opacity: 0.9 }, { transform: way(copy, to), opacity: 0.9 }], STEP);
  }

  function crop() {
    const target = stage.fig.querySelector(".target .grid");
    const { rows, cols } = plane(shapeOf(state.table));
    const { ring } = layout(stage.layer);
    if (!target || ring.top + ring.bottom + ring.left + ring.right === 0) return;
    const inner = ghost(element, padded.grid, [ring.left / cols, ring.top / rows, 1 - ring.right / cols, 1 - ring.bottom / rows]);
    fly(inner, [{ transform: "none" }, { transform: way(inner, target.getBoundingClientRect()) }], CROP);
    fly(ghost(element, padded.grid, [0, 0, 1, 1]), [{ opacity: 1 }, { opacity: 0, transform: "scale(1.06)" }], CROP);
  }

  /** Whether no stamp of this sample is left. */
  const complete = () => {
    const last = state.delta && shapeOf(state.delta).slice(1).reduce((product, n) => product * n, 1);
    return state.order(state.filming.peek()) === last - 1 && Boolean(partsOf(targetCell()));
  };

  live.effect(() => {
    const now = state.filming.value;
    const ready = now && state.places.value.every((place) => state.arriving(place));
    if (now === before || (now && !ready)) return;
    const onward = now && before && state.order(now) === state.order(before) + 1;
    before = now;
    if (!onward || calm()) return;
    requestAnimationFrame(() => {
      slide();
      if (complete()) crop();
    });
  });
}
