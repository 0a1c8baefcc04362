/** The way home: from one δ to the cell that won its window, or to the whole window that shares it. Lines keep to the gaps between cells. */
import { text } from "../strings.js";
import { bounds } from "../geometry.js";
import { plane } from "../tensor.js";
import { moves } from "../ui/sight.js";
import { wires } from "../ui/wires.js";
import { el } from "../ui/dom.js";
import { shapeOf } from "./common.js";
import { fraction } from "./pool-layout.js";
import { NARROW } from "./sizes.js";

/** Winners beyond these get no arrow of their own. */
const ARROWS = 6;
/** How far an arrow points into its cell: at its left, beside the number, which begins some pixels above the middle. */
const into = (c) => Math.max(3, Math.min(10, c / 2 - 7));
const BESIDE = 0.2;
/** A smaller cell has no room for a head. */
const POINTED = 12;

export function homeLines({ stage, element, live, state, rule, gradient }) {
  const lines = wires(element);
  const label = el("span.crop.homeward", { "aria-hidden": "true" });
  element.append(label);

  function draw() {
    const target = stage.fig.querySelector(".target .grid");
    const brought = state.brought.peek();
    label.hidden = true;
    if (!target || !gradient.grid.clientWidth || !brought.length || stage.room.peek().width < NARROW) return lines.clear();
    const [rows, cols] = state.size();
    const input = plane(shapeOf(stage.target));
    const [i, j] = state.tile.peek();
    const [x0, y0] = lines.at(gradient.grid, (j + 0.5) / cols, (i + 1) / rows);
    const corner = (r, c) => lines.at(target, c / input.cols, r / input.rows);
    const turn = corner(0, 0)[0] - 26;
    const c = corner(0, 1)[0] - corner(0, 0)[0];
    const pointed = c >= POINTED;
    const out = [[x0, y0 - 7], [x0, y0], [turn, y0]];
    const drawn = rule === "max" && brought.length <= ARROWS ? brought.map(({ place }) => {
      const [x, y] = corner(place[0], place[1] + BESIDE);
      return { points: [...out, [turn, y], [x, y], ...(pointed ? [[x, y + into(c)]] : [])], arrow: pointed };
    }) : window(brought, corner, out, turn, c);
    lines.draw(drawn);
    const { share } = brought[0];
    label.textContent = rule === "mean" || share !== 1 ? text.shareEach(fraction(share)) : brought.length > 1 ? text.copyEach : text.home;
    const start = lines.at(gradient.grid, 1, 0)[0] + 14;
    label.hidden = turn - start < 60;
    label.style.left = `${(start + turn) / 2}px`;
    label.style.top = `${y0}px`;
  }

  /** One arrow to the window as a whole, and a frame round it. */
  function window(brought, corner, out, turn, c) {
    const box = bounds(brought.map(({ place }) => place));
    const [left, top] = corner(box.row, box.col);
    const [right, bottom] = corner(box.row + box.rows, box.col + box.cols);
    const frame = { points: [[left, top + 8], [left, top], [right, top], [right, bottom], [left, bottom], [left, top + 8]] };
    return [frame, { points: [...out, [turn, top], [left + 14, top], [left + 14, top + into(c)]], arrow: true }];
  }

  let frame = 0;
  const soon = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(draw); };
  const watch = new ResizeObserver(soon);
  watch.observe(element);
  watch.observe(gradient.grid);
  live.add(() => { watch.disconnect(); cancelAnimationFrame(frame); });
  live.effect(() => { state.brought.value; stage.room.value; moves.value; soon(); });
}
