/** The selected rectangle: in one matrix at a time, kept while the focus visits a menu or a dialog. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { rounded, size } from "../format.js";
import { text } from "../strings.js";
import { el } from "./dom.js";
import { between, clipped, summary } from "./rectangle.js";

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<{grid: HTMLElement, anchor: number[], head: number[]} | null>} */
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

const status = el("output.selected", { role: "status" });

/** Say what is selected, at the lower edge of the stage. @param {HTMLElement} grid @param {import("./rectangle.js").Box | null} box @param {number[]} values */
export function tellSelected(grid, box, values) {
  if (!box) {
    if (status.dataset.of === grid.dataset.tensor) status.textContent = "";
    return;
  }
  const home = grid.closest("main, dialog") ?? document.body;
  if (status.parentElement !== home) home.append(status);
  status.dataset.of = grid.dataset.tensor;
  const { sum, mean } = summary(values);
  status.textContent = text.selected(size([box.rows, box.cols]), rounded(sum), rounded(mean));
}
