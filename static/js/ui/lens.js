/** Where cells are too small for numbers, a lens shows those around the one that is pointed at, and says that one in full. */
import { effect, signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { TEXT_FROM } from "../draw/writing.js";
import { focused, hovered } from "../explanations.js";
import { isThere } from "../film/presence.js";
import { exact } from "../format.js";
import { structure } from "../store.js";
import { tensorNamed } from "../tensors.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { view } from "../view.js";
import { el, svg } from "./dom.js";
import { beside } from "./lens-place.js";
import { picture } from "./picture.js";
import { sightOf } from "./sight.js";

/** Rows and columns that the lens shows. */
const SIDE = 5;

/** @param {HTMLElement} host holds the lens; it looks at every matrix of the page */
export function lens(host) {
  const seen = signal(null);
  const scrolled = signal(0);
  const dismissed = signal("");
  const where = el("span");
  const value = el("output");
  const shown = picture({
    size: "--lens",
    model: () => {
      if (!seen.value) return null;
      const { sight, top, left, rows, cols } = seen.value;
      const model = sight.model();
      return { rows, cols, max: model.max, at: (r, c) => plain(model.at(top + r, left + c)) };
    },
    label: () => "",
    frames: () => (seen.value ? [{ row: seen.value.at[0] - seen.value.top, col: seen.value.at[1] - seen.value.left, width: 3 }] : []),
  });
  const hairs = svg("svg", { class: "hairs", "aria-hidden": "true" });
  const element = el("div.lens", { "aria-hidden": "true", hidden: true }, shown.element, el("p", {}, where, shown.times), value);
  host.append(hairs, element);

  /** The matrix that the pointer was last seen on: a tensor may stand in several. */
  let under = null;
  document.addEventListener("pointermove", (event) => { under = event.target.closest?.(".grid") ?? null; }, { capture: true, passive: true });
  document.addEventListener("pointerdown", (event) => { under = event.target.closest?.(".grid") ?? null; }, { capture: true, passive: true });
  document.addEventListener("scroll", () => { if (seen.peek()) scrolled.value = scrolled.peek() + 1; }, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && seen.peek()) dismissed.value = seen.peek().address; }, { capture: true });

  const hide = () => { seen.value = null; };
  effect(() => {
    const byKeys = focused.value && document.activeElement?.matches(":focus-visible");
    const address = hovered.value ?? (byKeys ? focused.value : null);
    view.tensor.value;
    structure.value;
    scrolled.value;
    const grid = address && (hovered.value ? under : document.activeElement);
    const sight = grid?.isConnected ? sightOf(grid) : null;
    const at = sight?.place(address);
    const values = at && tensorNamed(parse(address).tensor)?.values;
    if (!values || sight.size() >= TEXT_FROM || dismissed.value === address) {
      if (!address) dismissed.value = "";
      return hide();
    }
    const { tensor, index } = parse(address);
    const { rows, cols } = sight.model();
    seen.value = { sight, address, at, ...around(at, rows, cols) };
    where.textContent = text.placeOf(index.slice(-2).map((i) => i + view.base.value));
    value.textContent = isThere(address) ? exact(values[offset(tensorNamed(tensor).shape, index)]) : text.notYet;
  });
  /** Once its picture has its size, and everything else of this frame is written: measuring lays the page out. */
  let coming = 0;
  effect(() => {
    const now = seen.value;
    element.hidden = !now;
    cancelAnimationFrame(coming);
    if (now) coming = requestAnimationFrame(() => put(now));
    else hairs.replaceChildren();
  });

  function put({ sight, at, top, left, rows, cols }) {
    const { grid } = sight;
    const frame = grid.getBoundingClientRect();
    const on = (box) => { const { x, y, width, height } = sight.box(box); return new DOMRect(frame.left + x, frame.top + y, width, height); };
    const looked = cut(on({ row: top, col: left, rows, cols }), frame);
    const home = cut(grid.closest(".stage")?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight), new DOMRect(0, 0, innerWidth, innerHeight));
    const placed = beside({ frame, cell: on({ row: at[0], col: at[1] }), looked, home, size: { width: element.offsetWidth, height: element.offsetHeight } });
    element.style.left = `${placed.left}px`;
    element.style.top = `${placed.top}px`;
    hairs.replaceChildren(
      svg("rect", { x: looked.left, y: looked.top, width: looked.width, height: looked.height }),
      ...placed.hairs.map(([x1, y1, x2, y2]) => svg("line", { x1, y1, x2, y2 })));
  }
  return element;
}

/** Only the number: what a figure writes below it has no room. */
const plain = (cell) => cell && { address: cell.address, value: cell.value, shown: cell.shown, hatch: cell.hatch, blank: cell.blank, unread: cell.unread };

/** The cells round one, as many as there are. */
function around([r, c], allRows, allCols) {
  const [rows, cols] = [Math.min(SIDE, allRows), Math.min(SIDE, allCols)];
  const start = (i, n, count) => Math.max(0, Math.min(n - count, i - Math.floor(count / 2)));
  return { rows, cols, top: start(r, allRows, rows), left: start(c, allCols, cols) };
}

/** The part of a rectangle inside another. @param {DOMRect} box @param {DOMRect} inside */
function cut(box, inside) {
  const [left, top] = [Math.max(box.left, inside.left), Math.max(box.top, inside.top)];
  return new DOMRect(left, top, Math.max(0, Math.min(box.right, inside.right) - left), Math.max(0, Math.min(box.bottom, inside.bottom) - top));
}
