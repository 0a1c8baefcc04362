/** Where cells are too small for numbers, a lens shows those around the one that is pointed at. */
import { effect, signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { TEXT_FROM } from "../draw/writing.js";
import { focused, hovered } from "../explanations.js";
import { structure, trace } from "../store.js";
import { text } from "../strings.js";
import { placeOf, plane } from "../tensor.js";
import { view } from "../view.js";
import { el } from "./dom.js";
import { picture } from "./picture.js";
import { sheet } from "./sheet.js";

/** Rows and columns that the lens shows. */
const SIDE = 5;
const GAP = 20;

/** @param {HTMLElement} host positioned; holds the matrices that the lens looks at */
export function lens(host) {
  const seen = signal(null);
  const caption = el("small");
  const shown = picture({
    size: "--lens",
    model: () => seen.value && { ...seen.value, max: seen.value.sheet.max, at: (r, c) => seen.value.sheet.at(seen.value.top + r, seen.value.left + c) },
    label: () => "",
    frames: () => (seen.value ? [{ row: seen.value.at[0] - seen.value.top, col: seen.value.at[1] - seen.value.left, width: 3 }] : []),
  });
  const element = el("div.lens", { "aria-hidden": "true", hidden: true }, shown.element, caption);
  host.append(element);

  effect(() => {
    const byKeys = focused.value && document.activeElement?.matches(":focus-visible");
    const address = hovered.value ?? (byKeys ? focused.value : null);
    const cell = address && parse(address);
    view.tensor.value;
    structure.value;
    const grid = cell && [...host.querySelectorAll(".left .grid, .target .grid")].find((one) => one.dataset.tensor === cell.tensor);
    const tensor = cell && trace.value?.tensors.get(cell.tensor);
    const small = grid && tensor?.values && grid.clientWidth / Number(grid.style.getPropertyValue("--cols")) < TEXT_FROM;
    seen.value = small ? around(cell, tensor.shape) : null;
    element.hidden = !small;
    if (!small) return;
    const { top, left, rows, cols } = seen.value;
    const from = view.base.value;
    caption.textContent = text.lens([top + from, top + rows - 1 + from], [left + from, left + cols - 1 + from]);
    place(grid);
  });

  /** Beside the matrix, on the side that has room. */
  function place(grid) {
    const [own, base] = [grid.getBoundingClientRect(), host.getBoundingClientRect()];
    const width = element.offsetWidth;
    const right = own.right - base.left + GAP;
    const left = own.left - base.left - width - GAP;
    element.style.left = `${right + width <= base.width ? right : left >= 0 ? left : Math.max(0, base.width - width)}px`;
    element.style.top = `${own.top - base.top + host.scrollTop}px`;
  }
  return element;
}

/** The cells round one, as many as there are. */
function around({ tensor, index }, shape) {
  const all = plane(shape);
  const at = placeOf(shape, index);
  const [rows, cols] = [Math.min(SIDE, all.rows), Math.min(SIDE, all.cols)];
  const start = (i, n, count) => Math.max(0, Math.min(n - count, i - Math.floor(count / 2)));
  return { sheet: sheet(tensor, index.slice(0, all.lead.length)), at, rows, cols, top: start(at[0], all.rows, rows), left: start(at[1], all.cols, cols) };
}
