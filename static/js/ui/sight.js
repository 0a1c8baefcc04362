/** What a matrix shows of itself at the moment: its camera, and from it the one way between cells and pixels. */
import { computed, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { TEXT_FROM } from "../draw/writing.js";
import { cellSize, pixels, placeAt, view, WHOLE } from "./camera.js";

/** Cells below this size can be looked at more closely. */
const CLOSE = 40;

/** Counts every move of every camera, so that lines to cells are drawn anew. */
export const moves = signal(0);

/** What is known of a matrix by its grid: for lines that end in its cells, and for the lens. */
const known = new WeakMap();
export const sightOf = (grid) => known.get(grid);

/**
 * @param {HTMLElement} grid @param {() => import("../draw/plane.js").Model} model
 * @param {import("../../vendor/signals-core/signals-core.mjs").Signal<number>} width the frame's, in pixels @param {(address: string) => number[] | undefined} place
 */
export function sight(grid, model, width, place) {
  const camera = signal(WHOLE);
  /** Rests while only numbers change. */
  const laid = computed(() => `${model().rows}×${model().cols}`);
  const frame = () => {
    laid.value;
    const { rows, cols } = untracked(model);
    return { rows, cols, base: width.value / cols };
  };
  const own = {
    grid, model, place, camera, frame,
    /** Pixels of a cell. */
    size: () => cellSize(camera.value, frame()),
    view: () => view(camera.value, frame()),
    box: (box) => pixels(camera.value, frame(), box),
    /** The same place counted from the corner of what is shown. */
    inFrame: ([r, c]) => [r - camera.value.row, c - camera.value.col],
    /** The cell under an event, or where one would be if there were more of them. */
    under(event) {
      const { left, top } = grid.getBoundingClientRect();
      return placeAt(camera.peek(), frame(), [event.clientX - left, event.clientY - top]).map(Math.floor);
    },
    /** The cell under an event. */
    locate(event) {
      const [r, c] = own.under(event);
      const { left, top, right, bottom } = grid.getBoundingClientRect();
      const inside = event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
      return inside && r < model().rows && c < model().cols ? [r, c] : null;
    },
    whole: computed(() => camera.value.zoom === 1),
    closer: () => frame().base < CLOSE,
    /** Whether cells are too small for numbers, as long as all of them are shown. */
    unreadable: () => frame().base < TEXT_FROM,
    /** A frame without room has no places: while it is hidden, what it showed is kept. */
    move(next) {
      if (!frame().base && next !== WHOLE) return false;
      const { zoom, row, col } = camera.peek();
      if (zoom === next.zoom && row === next.row && col === next.col) return false;
      camera.value = next;
      moves.value = moves.peek() + 1;
      return true;
    },
  };
  known.set(grid, own);
  return own;
}

/** A place of a matrix as a share of its frame: beyond what is shown it is the edge. @param {Element} element @param {number} fx @param {number} fy of all of its cells */
export function shareOf(element, fx, fy) {
  const own = known.get(element);
  if (!own || own.whole.peek()) return [fx, fy];
  const { row, col, rows, cols } = own.view();
  const all = own.model();
  const inside = (share) => Math.max(0, Math.min(1, share));
  return [inside((fx * all.cols - col) / cols), inside((fy * all.rows - row) / rows)];
}
