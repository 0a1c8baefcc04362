/** The lines of the scatter figure: stamp → plus → window, and the crop from the table to the target. */
import { bounds } from "../geometry.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { moves } from "../ui/sight.js";
import { wires } from "../ui/wires.js";
import { layout } from "../ui/sheet.js";
import { el } from "../ui/dom.js";
import { shapeOf } from "./common.js";
import { NARROW } from "./sizes.js";

export function scatterLines({ stage, element, live, state, padded, stamp, plus }) {
  const lines = wires(element);
  const crop = el("span.crop", { "aria-hidden": "true" }, text.crop);
  element.append(crop);

  function draw() {
    const target = stage.fig.querySelector(".target .grid");
    const window = bounds(state.places.peek());
    const { rows, cols } = plane(shapeOf(state.table));
    plus.hidden = crop.hidden = true;
    if (!target || !padded.grid.clientWidth) return lines.clear();
    const drawn = [];
    const narrow = stage.room.peek().width < NARROW;
    const { ring } = layout(stage.layer);
    stage.fig.classList.toggle("beside", narrow);
    stage.fig.style.setProperty("--beside", `${lines.at(padded.element, 0, 0)[1] + (padded.grid.clientHeight * ring.top) / rows}px`);
    const ends = [ring.top / rows, 1 - ring.bottom / rows].map((fy) => [lines.at(padded.grid, 1 - ring.right / cols, fy), lines.at(target, 0, fy === 0 ? 0 : fy === 1 ? 1 : fy)]);
    if (ring.top + ring.bottom + ring.left + ring.right > 0 || !narrow) {
      for (const [from, to] of ends) drawn.push({ points: [from, [to[0] - 12, from[1]]], dashed: true });
      const [, right] = ends.map(([from]) => from);
      const edge = lines.at(padded.grid, 1, 0)[0];
      const middle = (edge + ends[0][1][0]) / 2;
      crop.hidden = narrow || !(ring.top + ring.bottom + ring.left + ring.right);
      crop.style.left = `${middle}px`;
      crop.style.top = `${(ends[0][0][1] + right[1]) / 2}px`;
    }
    if (window && !narrow && !stamp.element.hidden) {
      const [sx, sy] = lines.at(stamp.grid, 1, 0.5);
      const wx = lines.at(padded.grid, window.col / cols, 0)[0];
      const wy = lines.at(padded.grid, 0, (window.row + Math.floor(window.rows / 2)) / rows)[1];
      const left = lines.at(padded.grid, 0, 0)[0];
      const px = (sx + left) / 2;
      drawn.push({ points: Math.abs(wy - sy) < 2 ? [[sx + 14, sy], [wx - 8, wy]] : [[sx + 14, sy], [px, sy], [px, wy], [wx - 8, wy]], arrow: true });
      plus.hidden = false;
      plus.style.left = `${px}px`;
      plus.style.top = `${wy}px`;
    }
    lines.draw(drawn);
  }

  let frame = 0;
  const soon = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(draw); };
  const watch = new ResizeObserver(soon);
  watch.observe(element);
  watch.observe(padded.grid);
  live.add(() => {
    watch.disconnect();
    cancelAnimationFrame(frame);
    stage.fig.classList.remove("beside");
  });
  live.afterNumbers(() => { state.places.value; state.arriving(state.places.value[0] ?? [0, 0]); stage.room.value; moves.value; soon(); });
}
