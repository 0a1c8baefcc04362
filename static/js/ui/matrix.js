/** The one matrix of the page: brackets in the colour of its role, cells on canvas, a cursor that screen readers follow. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse, tensorOf } from "../address.js";
import { paintFrames, paintPlane } from "../draw/plane.js";
import { palette } from "../draw/palette.js";
import { exact, rounded, size } from "../format.js";
import { editable, roleOf } from "../network.js";
import { need } from "../session.js";
import { changed, kept, refused, trace } from "../store.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { view } from "../view.js";
import { editing, openEditor } from "./editor.js";
import { el, calm, scope, set } from "./dom.js";
import { highlights } from "./highlights.js";
import { pointing } from "./pointing.js";
import { staged, stageCount } from "./staged.js";

let count = 0;

/** Room that a refusal needs to the right of its place. */
const BUBBLE = 260;

/**
 * @param {{tensor: string, model: () => import("../draw/plane.js").Model, caption?: () => (Node | string)[], role?: string,
 *          frames?: (place: (address: string) => number[] | undefined) => import("../draw/plane.js").Frame[], size?: string}} options
 *          `size` names the style sheet's variable for the cell size; a `thumb` is a matrix only while the stage does not show its tensor
 */
export function matrix({ tensor, model, caption, role, frames, thumb = false, size: cellSize = "--c" }) {
  const live = scope();
  const lower = el("canvas.base", { "aria-hidden": "true" });
  const upper = el("canvas.frames", { "aria-hidden": "true" });
  const flash = el("canvas.frames", { "aria-hidden": "true" });
  const cell = el("div", { role: "gridcell", id: `cell-${++count}` });
  const row = el("div.sr", { role: "row" }, cell);
  const grid = el("div.grid", { tabindex: thumb ? -1 : 0 }, lower, upper, flash);
  const title = el("figcaption");
  const figure = el("figure.mx", {}, title, grid);
  grid.style.setProperty("--cell", `var(${cellSize})`);

  let now = { rows: 0, cols: 0, max: 0, at: () => null };
  let places = new Map();
  const painted = { key: "", cells: [] };
  let bubble = null;
  const cursor = signal([0, 0]);
  const pointer = signal(null);
  const pixels = signal(0);
  const drawn = signal(0);
  const focusedHere = () => document.activeElement === grid;
  const place = (address) => places.get(address);
  const roleNow = () => role ?? roleOf(trace.value, tensor);
  const cellPixels = () => grid.clientWidth / now.cols;
  const at = (where) => where && now.at(...where);

  function locate(event) {
    const box = grid.getBoundingClientRect();
    const s = box.width / now.cols;
    const [r, c] = [Math.floor((event.clientY - box.top) / s), Math.floor((event.clientX - box.left) / s)];
    return r >= 0 && c >= 0 && r < now.rows && c < now.cols ? [r, c] : null;
  }

  function open(start) {
    const [r, c] = cursor.peek();
    const s = cellPixels();
    const { address, value } = now.at(r, c);
    openEditor({
      host: figure, cell: keys.target(), shown: address, value, role: roleNow(), start,
      box: { x: grid.offsetLeft + c * s, y: grid.offsetTop + r * s, size: s },
      leave(move) {
        if (move === "away") return;
        grid.focus({ preventScroll: true });
        keys.move(move);
      },
    });
  }
  const keys = pointing(grid, { model: () => now, cursor, pointer, locate, open });

  function present(shown) {
    for (const [name, value] of [["role", "grid"], ["data-tensor", tensor], ["aria-activedescendant", cell.id]]) set(grid, name, shown ? value : null);
    if (shown) grid.append(row);
    else row.remove();
    set(grid, "aria-hidden", shown ? null : true);
  }
  if (thumb) live.effect(() => present(!staged.value.has(tensor)));
  else {
    present(true);
    stageCount(tensor, 1);
    live.add(() => stageCount(tensor, -1));
  }

  live.effect(() => {
    now = model();
    if (now.empty) need(tensor);
    places = new Map();
    for (let r = 0; r < now.rows; r++) for (let c = 0; c < now.cols; c++) {
      const address = now.at(r, c)?.address;
      if (address) places.set(address, [r, c]);
    }
    grid.style.setProperty("--rows", now.rows);
    grid.style.setProperty("--cols", now.cols);
    const inner = now.inner ?? { row: 0, col: 0, rows: now.rows, cols: now.cols };
    set(grid, "aria-rowcount", inner.rows);
    set(grid, "aria-colcount", inner.cols);
    set(figure, "data-role", roleNow());
    if (!at(cursor.peek())?.address) cursor.value = places.values().next().value ?? [0, 0];
    drawn.value = drawn.peek() + 1;
  });
  live.effect(() => { drawn.value; pixels.value && paintPlane(lower, now, cellPixels(), { palette: palette.value }, painted); });
  live.effect(() => {
    drawn.value;
    const names = highlights(tensor, place);
    set(grid, "data-lit", names.lit);
    set(grid, "data-feeds", names.feeds);
    const own = frames?.(place) ?? [];
    const drawnFrames = [...own, ...(thumb ? [] : names.frames.filter((frame) => !own.some((one) => covers(one, frame))))];
    if (pixels.value) paintFrames(upper, now, cellPixels(), drawnFrames, { palette: palette.value });
  });
  live.effect(() => {
    drawn.value;
    const [r, c] = pointer.value ?? cursor.value;
    const { address = "", value = NaN } = at([r, c]) ?? {};
    const inner = now.inner ?? { row: 0, col: 0 };
    set(row, "aria-rowindex", r - inner.row + 1);
    set(cell, "aria-colindex", c - inner.col + 1);
    set(cell, "data-cell", address);
    set(cell, "data-value", exact(value));
    set(cell, "aria-selected", view.cell.value === address);
    set(cell, "aria-readonly", !(address && editable(trace.value, kept.value, address)));
    const words = rounded(value);
    if (cell.textContent !== words) cell.textContent = words;
  });
  live.effect(() => {
    title.replaceChildren(...(caption?.() ?? []));
    grid.setAttribute("aria-label", text.matrix(tensor, size(trace.value.tensors.get(tensor)?.shape ?? [])));
  });
  live.effect(() => flashChanges(changed.value));
  live.effect(() => showRefusal(refused.value));

  function flashChanges(fresh) {
    const hit = [];
    for (const [address, [r, c]] of places) {
      const offsets = fresh.get(tensorOf(address));
      const shape = offsets && trace.peek().tensors.get(tensorOf(address)).shape;
      if (offsets?.includes(offset(shape, parse(address).index))) hit.push({ row: r, col: c, width: 2.5, colour: palette.peek().roles[roleNow()] });
    }
    if (!hit.length || calm() || !pixels.peek()) return;
    paintFrames(flash, now, cellPixels(), hit.map((frame) => ({ ...frame, width: 2 })), { palette: palette.peek() });
    flash.animate([{ opacity: 1 }, { opacity: 1, offset: 0.4 }, { opacity: 0 }], { duration: 600, easing: "ease-out" });
  }

  function showRefusal(refusal) {
    bubble?.remove();
    bubble = null;
    const here = refusal && !thumb && [...places].find(([address]) => editable(trace.peek(), kept.peek(), address) === refusal.cell);
    if (!here) return;
    const [r, c] = here[1];
    bubble = el("div.refusal", { role: "alert" }, refusal.message);
    const room = document.documentElement.clientWidth - figure.getBoundingClientRect().left - BUBBLE;
    bubble.style.left = `${Math.min(grid.offsetLeft + c * cellPixels(), Math.max(0, room))}px`;
    bubble.style.top = `${grid.offsetTop + (r + 1) * cellPixels() + 6}px`;
    figure.append(bubble);
    if (!focusedHere() || editing()) return;
    cursor.value = here[1];
    open(refusal.text);
  }

  const watch = new ResizeObserver(() => { pixels.value = grid.clientWidth; });
  watch.observe(grid);
  live.add(() => watch.disconnect());
  return { element: figure, grid, place, dispose: live.dispose };
}

/** Whether a figure's own frame already stands where a lighter one would. */
const covers = (one, frame) => !frame.pin && (frame.width ?? 2) <= one.width && ["row", "col"].every((key) => one[key] === frame[key])
  && ["rows", "cols"].every((key) => (one[key] ?? 1) === (frame[key] ?? 1));
