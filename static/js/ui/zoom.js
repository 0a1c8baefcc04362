/** Wheel, pinch, drag, keys and buttons that move the camera of a matrix. */
import { untracked } from "../../vendor/signals-core/signals-core.mjs";
import { text } from "../strings.js";
import { view } from "../view.js";
import { deepest, panned, showing, WHOLE, zoomed } from "./camera.js";
import { placeClear } from "./clear-place.js";
import { el, set } from "./dom.js";
import { fingers } from "./fingers.js";

/** One press of a key or button. */
const STEP = 1.5;
/** Zoom per pixel that a wheel turns, of which one event counts so many; a pinch on a trackpad arrives as a wheel with Ctrl. */
const [WHEEL, PINCH, MOST] = [0.005, 0.01, 60];
const LINE = 16;
/** So long after the last step a wheel that turns on scrolls nothing, in milliseconds. */
const CALM = 400;
/** In a narrower frame the buttons stand below those that choose a map. */
const TIGHT = 270;
/** So far the mouse moves before a click becomes a drag. */
const SLACK = 4;

/**
 * @param {ReturnType<typeof import("./sight.js").sight>} sight @param {{figure: HTMLElement, tensor: string, live: ReturnType<typeof import("./dom.js").scope>,
 *   cursor: import("../../vendor/signals-core/signals-core.mjs").Signal<number[]>, typed: () => boolean, point: (place: number[] | null) => void}} matrix
 *   `typed`: keys that are numbers belong to the cell; `point`: what a finger that rests and moves points at
 */
export function zoom(sight, { figure, tensor, live, cursor, typed, point }) {
  const { grid, camera, frame } = sight;
  const by = (factor, at) => sight.move(zoomed(camera.peek(), frame(), factor, at));
  const show = (cell) => { if (!sight.whole.peek()) sight.move(showing(camera.peek(), frame(), cell)); };
  const inside = ({ clientX, clientY }) => { const { left, top } = grid.getBoundingClientRect(); return [clientX - left, clientY - top]; };

  /** Round the cursor, where it is in sight. */
  function press(factor) {
    show(cursor.peek());
    const { x, y, width } = sight.box({ row: cursor.peek()[0], col: cursor.peek()[1] });
    by(factor, [x + width / 2, y + width / 2]);
    show(cursor.peek());
  }
  const fit = () => sight.move(WHOLE);

  let settled = 0;
  grid.addEventListener("wheel", (event) => {
    if (!sight.closer()) return;
    const pinch = event.ctrlKey || event.metaKey;
    if (!pinch && !sight.unreadable()) return;
    const unit = event.deltaMode ? LINE : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    const sideways = !pinch && (event.shiftKey || Math.abs(dx) > Math.abs(dy));
    const turned = Math.max(-MOST, Math.min(MOST, dy)) * (pinch ? PINCH : WHEEL);
    const moved = sideways ? sight.move(panned(camera.peek(), frame(), [-(dx || dy), 0])) : by(Math.exp(-turned), inside(event));
    if (moved) settled = event.timeStamp + CALM;
    if (pinch || event.timeStamp < settled) event.preventDefault();
    if (moved) point(sight.locate(event));
  }, { passive: false });

  let drag = null;
  grid.addEventListener("pointerdown", (event) => {
    drag = null;
    if (event.pointerType === "touch" || event.button !== 0 || event.shiftKey || sight.whole.peek()) return;
    drag = { from: [event.clientX, event.clientY], away: false };
    event.stopImmediatePropagation();
  });
  grid.addEventListener("pointermove", (event) => {
    if (!drag || !(event.buttons & 1)) return;
    const way = [event.clientX - drag.from[0], event.clientY - drag.from[1]];
    event.stopImmediatePropagation();
    if (!drag.away && Math.hypot(...way) < SLACK) return;
    if (!drag.away) grid.setPointerCapture(event.pointerId);
    drag = { from: [event.clientX, event.clientY], away: true };
    sight.move(panned(camera.peek(), frame(), way));
  });
  grid.addEventListener("click", (event) => {
    if (drag?.away) event.stopImmediatePropagation();
    drag = null;
  });
  fingers(sight, { by, pan: (way) => sight.move(panned(camera.peek(), frame(), way)), point });

  grid.addEventListener("keydown", (event) => {
    if (!sight.closer() || event.ctrlKey || event.metaKey) return;
    const act = { "+": () => press(STEP), "=": () => press(STEP), "-": () => press(1 / STEP), "\u2212": () => press(1 / STEP), 0: fit }[event.key];
    if (!act || (!event.altKey && event.key !== "+" && event.key !== "=" && typed())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  });

  /** Another size of frame or matrix. */
  let before = "";
  live.effect(() => {
    const now = frame();
    untracked(() => sight.move(before === `${now.rows}×${now.cols}` ? panned(camera.peek(), now, [0, 0]) : WHOLE));
    before = `${now.rows}×${now.cols}`;
  });
  live.effect(() => { const cell = cursor.value; untracked(() => show(cell)); });
  live.effect(() => { const cell = view.cell.value; untracked(() => { if (sight.place(cell)) show(sight.place(cell)); }); });

  const share = el("button", { type: "button", title: text.zoomFitTitle, onclick: fit });
  const button = (label, title, sign, factor) => el("button", { type: "button", "aria-label": label, title, onclick: () => press(factor) }, sign);
  const [less, more] = [button(text.zoomOut(tensor), text.zoomOutTitle, "\u2212", 1 / STEP), button(text.zoomIn(tensor), text.zoomInTitle, "+", STEP)];
  const control = el("div.zoomer", { role: "group", "aria-label": text.zoom(tensor), hidden: true }, less, share, more);
  const marks = ["across", "down"].map((way) => el(`i.sight.${way}`, { "aria-hidden": "true", hidden: true }));
  grid.append(...marks);
  figure.append(control);
  const place = () => placeClear(control, grid);
  for (const kind of ["pointerenter", "focusin"]) figure.addEventListener(kind, place);
  live.effect(() => {
    const { rows, cols } = frame();
    const closer = sight.closer() && rows * cols > 1;
    const part = sight.view();
    const whole = sight.whole.value;
    control.hidden = whole && !sight.unreadable() || !closer;
    figure.classList.toggle("zooms", !control.hidden);
    if (!control.hidden) requestAnimationFrame(place);
    figure.classList.toggle("closer", closer);
    figure.classList.toggle("close", !whole);
    figure.classList.toggle("tight", frame().base * cols < TIGHT);
    share.textContent = text.percent(Math.round(camera.value.zoom * 100));
    set(share, "aria-label", text.zoomFit(tensor, share.textContent));
    set(less, "aria-disabled", whole ? "true" : null);
    set(more, "aria-disabled", camera.value.zoom >= deepest(frame()) ? "true" : null);
    marks.forEach((mark) => { mark.hidden = whole; });
    Object.assign(marks[0].style, { left: `${(part.col / cols) * 100}%`, width: `${(part.cols / cols) * 100}%` });
    Object.assign(marks[1].style, { top: `${(part.row / rows) * 100}%`, height: `${(part.rows / rows) * 100}%` });
  });
}
