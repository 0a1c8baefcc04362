/** Mouse and keyboard on a matrix: a cursor, a pointer, a selection, and what they do. */
import { focused, hovered } from "../explanations.js";
import { refused } from "../store.js";
import { text } from "../strings.js";
import { pin, view } from "../view.js";
import { clear } from "./clipboard.js";
import { targetOf } from "./planes.js";
import { holds, nearest } from "./rectangle.js";
import { endsIn, select, unselect } from "./selection.js";
import { giveBack, pinByClick } from "./watched.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MOVES = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1] };
/** What begins an edit: digits and signs, but also letters, so that whoever types a word hears what is wrong with it. */
const TYPED = /^[\p{L}\p{N}.,+\-\u2212]$/u;
const DIGIT = /^\d$/;

/**
 * @param {import("./planes.js").Surface} surface
 * @param {{cursor: import("../../vendor/signals-core/signals-core.mjs").Signal<number[]>,
 *          pointer: import("../../vendor/signals-core/signals-core.mjs").Signal<number[] | null>,
 *          sight: ReturnType<typeof import("./sight.js").sight>, open: (start?: string) => void,
 *          hush: () => void, tools: ((place: number[]) => void) | null}} matrix a small picture has no tools and no selection
 */
export function pointing(surface, { cursor, pointer, sight, open, hush, tools }) {
  const { grid, model, inner } = surface;
  const { locate } = sight;
  const addressAt = (place) => (place ? model().at(...place)?.address ?? null : null);
  const isPadding = (place) => Boolean(place && !addressAt(place) && model().at(...place)?.hatch);
  const target = () => targetOf(addressAt(cursor.peek()));
  /** The cell at which the mouse went down, and whether it has left it since. */
  let drag = null;

  function point(place) {
    pointer.value = addressAt(place) ? place : null;
    hovered.value = addressAt(place);
  }

  function go(place) {
    pointer.value = null;
    hovered.value = null;
    cursor.value = place;
    focused.value = addressAt(place);
    unselect();
  }

  /** Select from where the selection began, or from the cursor, to a place. */
  function extend(place) {
    if (!tools) return;
    point(null);
    select(grid, endsIn(grid)?.anchor ?? cursor.peek(), nearest(place, inner()));
  }

  /** The next place in a direction that has an address; others are passed over. */
  function after([row, col], [dr, dc]) {
    const { rows, cols } = model();
    for (let [r, c] = [row + dr, col + dc]; r >= 0 && c >= 0 && r < rows && c < cols; r += dr, c += dc) {
      if (addressAt([r, c])) return [r, c];
    }
    return null;
  }

  function step(direction) {
    const next = after(cursor.peek(), direction);
    if (next) go(next);
    return Boolean(next);
  }

  /** After an edit: onward in reading order, from the end of a row to the start of the next. */
  function onward([dr, dc]) {
    const [r, c] = cursor.peek();
    if (step([dr, dc]) || !dc) return;
    const { rows, cols } = model();
    for (let at = r * cols + c + dc; at >= 0 && at < rows * cols; at += dc) {
      const place = [Math.floor(at / cols), at % cols];
      if (addressAt(place)) return go(place);
    }
  }

  function end(direction, whole, by) {
    const { rows, cols } = model();
    const [row] = endsIn(grid)?.head ?? cursor.peek();
    const lines = whole ? [...Array(rows).keys()] : [row];
    const order = lines.flatMap((r) => [...Array(cols).keys()].map((c) => [r, c]));
    const found = (direction < 0 ? order : order.reverse()).find(addressAt);
    if (found) by(found);
  }

  function all() {
    const { row, col, rows, cols } = inner();
    select(grid, [row, col], [row + rows - 1, col + cols - 1]);
  }

  function edit(start) {
    giveBack();
    open(start);
  }

  grid.addEventListener("pointerdown", (event) => {
    drag = null;
    hush();
    if (event.pointerType === "touch" || event.button !== 0 || event.shiftKey || !tools) return;
    const from = locate(event);
    if (addressAt(from)) drag = { from, away: false };
    else if (isPadding(from)) event.preventDefault(); // what is typed next were for another cell
  });
  grid.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    if (!drag || !(event.buttons & 1)) return point(locate(event));
    const to = nearest(sight.under(event), inner());
    if (!drag.away && to.join() === drag.from.join()) return point(to);
    if (!drag.away) {
      drag.away = true;
      grid.setPointerCapture(event.pointerId);
      grid.focus({ preventScroll: true });
      go(drag.from);
    }
    extend(to);
  });
  grid.addEventListener("pointerleave", () => point(null));
  grid.addEventListener("focus", () => { focused.value = addressAt(cursor.peek()); });
  grid.addEventListener("blur", () => { focused.value = null; });
  grid.addEventListener("click", (event) => {
    const dragged = drag?.away;
    drag = null;
    const place = locate(event);
    const address = addressAt(place);
    if (!dragged && isPadding(place)) surface.say(text.isPadding, place);
    if (dragged || !address) return;
    grid.focus({ preventScroll: true });
    if (event.shiftKey || endsIn(grid)?.aiming) return extend(place);
    const again = address === view.cell.peek() && event.pointerType === "touch";
    go(place);
    if (!again) pinByClick(address, Boolean(target()));
    else if (target()) edit();
  });
  grid.addEventListener("dblclick", () => { if (target()) edit(); });
  grid.addEventListener("contextmenu", (event) => {
    if (!tools) return;
    event.preventDefault();
    const place = event.button === 2 ? locate(event) : null;
    if (addressAt(place) && !(surface.picked() && holds(surface.picked(), place))) {
      grid.focus({ preventScroll: true });
      go(place);
    }
    tools(place ?? cursor.peek());
  });
  grid.addEventListener("keydown", (event) => {
    hush();
    if (event.key === "Escape") {
      refused.value = null;
      unselect();
    }
    if (event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const cell = addressAt(cursor.peek());
    const reach = event.shiftKey ? extend : go;
    if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? -1 : 1, ctrl, reach);
    else if (tools && ctrl && event.key.toLowerCase() === "a") all();
    else if (tools && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) tools(cursor.peek());
    else if (ctrl || !cell) return;
    else if (STEPS[event.key] && event.shiftKey) reach(after(endsIn(grid)?.head ?? cursor.peek(), STEPS[event.key]) ?? endsIn(grid)?.head ?? cursor.peek());
    else if (STEPS[event.key]) step(STEPS[event.key]);
    else if (event.key === " " && event.shiftKey) pin(cell);
    else if (event.key === "Enter" && !target()) pin(cell);
    else if (event.key === "Enter" || event.key === "F2") target() && edit();
    else if (event.key === "Delete" || event.key === "Backspace") clear(surface);
    else if (TYPED.test(event.key) && target()) edit(event.key);
    else if (DIGIT.test(event.key)) surface.say(text.isComputed(cell));
    else return;
    event.preventDefault();
  });

  return { move: (name) => MOVES[name] && onward(MOVES[name]), target, point };
}
