/** Mouse and keyboard on a matrix: a cursor, a pointer, and what they do. */
import { focused, hovered } from "../explanations.js";
import { edit } from "../session.js";
import { kept, refused, trace } from "../store.js";
import { editable } from "../network.js";
import { pin, view } from "../view.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MOVES = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1] };
const TYPED = /^[\d.\-\u2212+]$/;

/**
 * @param {HTMLElement} grid
 * @param {{model: () => import("../draw/plane.js").Model, cursor: import("../../vendor/signals-core/signals-core.mjs").Signal<number[]>,
 *          pointer: import("../../vendor/signals-core/signals-core.mjs").Signal<number[] | null>,
 *          locate: (event: PointerEvent | MouseEvent) => number[] | null, open: (start?: string) => void}} matrix
 */
export function pointing(grid, { model, cursor, pointer, locate, open }) {
  const addressAt = (place) => (place ? model().at(...place)?.address ?? null : null);
  const target = () => editable(trace.peek(), kept.peek(), addressAt(cursor.peek()) ?? "[");

  function point(place) {
    pointer.value = addressAt(place) ? place : null;
    hovered.value = addressAt(place);
  }

  function go(place) {
    pointer.value = null;
    hovered.value = null;
    cursor.value = place;
    focused.value = addressAt(place);
  }

  /** The next cell in a direction; places without an address are passed over. */
  function step([dr, dc]) {
    let [r, c] = cursor.peek();
    const { rows, cols } = model();
    do {
      r += dr;
      c += dc;
      if (r < 0 || c < 0 || r >= rows || c >= cols) return;
    } while (!addressAt([r, c]));
    go([r, c]);
  }

  /** After an edit: onward in reading order, from the end of a row to the start of the next. */
  function onward([dr, dc]) {
    const [r, c] = cursor.peek();
    step([dr, dc]);
    const [there, column] = cursor.peek();
    if (!dc || there !== r || column !== c) return;
    const { rows, cols } = model();
    for (let at = r * cols + c + dc; at >= 0 && at < rows * cols; at += dc) {
      const place = [Math.floor(at / cols), at % cols];
      if (addressAt(place)) return go(place);
    }
  }

  function end(direction, whole) {
    const { rows, cols } = model();
    const lines = whole ? [...Array(rows).keys()] : [cursor.peek()[0]];
    const order = lines.flatMap((r) => [...Array(cols).keys()].map((c) => [r, c]));
    const found = (direction < 0 ? order : order.reverse()).find(addressAt);
    if (found) go(found);
  }

  grid.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") point(locate(event)); });
  grid.addEventListener("pointerleave", () => point(null));
  grid.addEventListener("focus", () => { focused.value = addressAt(cursor.peek()); });
  grid.addEventListener("blur", () => { focused.value = null; });
  grid.addEventListener("click", (event) => {
    const place = locate(event);
    const address = addressAt(place);
    if (!address) return;
    const again = address === view.cell.peek() && event.pointerType === "touch";
    grid.focus({ preventScroll: true });
    go(place);
    pin(address);
    if (again && target()) open();
  });
  grid.addEventListener("dblclick", () => { if (target()) open(); });
  grid.addEventListener("keydown", (event) => {
    if (event.key === "Escape") refused.value = null;
    if (event.altKey) return;
    const cell = addressAt(cursor.peek());
    if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? -1 : 1, event.ctrlKey || event.metaKey);
    else if (event.ctrlKey || event.metaKey || !cell) return;
    else if (STEPS[event.key]) step(STEPS[event.key]);
    else if (event.key === " ") pin(cell);
    else if (event.key === "Enter" && !target()) pin(cell);
    else if (event.key === "Enter" || event.key === "F2") target() && open();
    else if (event.key === "Delete" || event.key === "Backspace") target() && edit(target(), 0);
    else if (TYPED.test(event.key) && target()) open(event.key);
    else return;
    event.preventDefault();
  });

  return { move: (name) => MOVES[name] && onward(MOVES[name]), target };
}
