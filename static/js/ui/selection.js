/** The selected rectangle: in one matrix at a time, kept while the focus visits a menu or a dialog. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { rounded, size } from "../format.js";
import { text } from "../strings.js";
import { el } from "./dom.js";
import { between, clipped, summary } from "./rectangle.js";

/** `aiming`: the next click or tap is its other end. @type {import("../../vendor/signals-core/signals-core.mjs").Signal<{grid: HTMLElement, anchor: number[], head: number[], aiming?: boolean} | null>} */
const selection = signal(null);

export const select = (grid, anchor, head) => { selection.value = { grid, anchor, head }; };
export const unselect = () => { selection.value = null; };

/** Where a selection of this matrix began and where it ends; null while none is there. @param {HTMLElement} grid */
export const endsIn = (grid) => (selection.value?.grid === grid ? selection.value : null);

/** What is selected in a matrix; a single cell is no selection. @param {HTMLElement} grid @param {import("./rectangle.js").Box} inside */
export function selectedIn(grid, inside) {
  const ends = endsIn(grid);
  const box = ends && clipped(between(ends.anchor, ends.head), inside);
  return box && box.rows * box.cols > 1 ? box : null;
}

/** Begin a selection that the next click or tap ends: what dragging is to a finger. @param {HTMLElement} grid @param {number[]} anchor */
export function aim(grid, anchor) {
  selection.value = { grid, anchor, head: anchor, aiming: true };
  show(grid, text.selectTo);
}

const status = el("output.selected", { role: "status" });

/** Say what is selected, at the lower edge of the stage. @param {HTMLElement} grid @param {import("./rectangle.js").Box | null} box @param {number[]} values */
export function tellSelected(grid, box, values) {
  if (!box) {
    if (status.dataset.of === grid.dataset.tensor && !endsIn(grid)?.aiming) hush();
    return;
  }
  const { sum, mean } = summary(values);
  show(grid, text.selected(size([box.rows, box.cols]), rounded(sum), rounded(mean)));
}

function hush() {
  status.textContent = "";
  status.parentElement?.removeAttribute("data-selecting");
}

function show(grid, words) {
  const home = grid.closest("main, dialog") ?? document.body;
  if (status.parentElement !== home) {
    hush();
    home.append(status);
  }
  home.setAttribute("data-selecting", "");
  status.dataset.of = grid.dataset.tensor;
  status.textContent = words;
}
