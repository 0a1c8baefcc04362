/** The one cell of a matrix that screen readers follow: where it lies, what it is, whether it can be typed over. */
import { exact, rounded } from "../format.js";
import { editable } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { view } from "../view.js";
import { el, set } from "./dom.js";

let count = 0;

export function toldCell() {
  const spoken = document.createTextNode("");
  const cell = el("div", { role: "gridcell", id: `cell-${++count}` }, spoken);
  const element = el("div.sr", { role: "row" }, cell);
  return {
    element, id: cell.id,
    /** @param {import("../draw/cells.js").DrawnCell | null} drawn @param {number[]} place row and column @param {boolean | null} selected null: the pinned cell is @returns {boolean} whether it can be typed over */
    tell(drawn, [row, col], selected) {
      const { address = "", value = NaN, later = false } = drawn ?? {};
      const typed = Boolean(address && editable(trace.peek(), kept.peek(), address));
      set(element, "aria-rowindex", row + 1);
      set(cell, "aria-colindex", col + 1);
      set(cell, "data-cell", address);
      set(cell, "data-value", later ? "" : exact(value));
      set(cell, "aria-selected", selected ?? view.cell.value === address);
      set(cell, "aria-readonly", !typed);
      const words = later ? text.notYet : rounded(value);
      if (spoken.data !== words) spoken.data = words;
      return typed;
    },
  };
}
