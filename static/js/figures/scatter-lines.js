/** The lines of the scatter figure: stamp → plus → window, and the crop from the table to the target. */
import { bounds } from "../geometry.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { moves } from "../ui/sight.js";
import { keep } from "../ui/vars.js";
import { wires } from "../ui/wires.js";
import { layout } from "../ui/sheet.js";
import { el } from "../ui/dom.js";
import { shapeOf } from "./common.js";
import { NARROW } from "./sizes.js";

export function scatterLines({ stage, element, live, state, padded, stamp, plus }) {
  const lines = wires(element);
  const crop = el("span.crop", { "aria-hidden": "true" }, text.crop);
  element.append(crop);

  /** Everything is measured before anything is written, so that an edit, which moves nothing, costs one layout at most. */
  function draw() {
    const target = stage.fig.querySelector(".target .grid");
    const narrow = stage.room.peek().width < NARROW;
    if (!target || !padded.grid.clientWidth) return write({ lines: [] });
    const { ring } = layout(stage.layer);
    const { rows, cols } = plane(shapeOf(state.table));
    stage.fig.classList.toggle("beside", narrow);
    keep(stage.fig, { "--beside": `${lines.at(padded.element, 0, 0)[1] + (padded.grid.clientHeight * ring.top) / rows}px` });
    const crops = ring.top + ring.bottom + ring.left + ring.right > 0;
    const ends = [ring.top / rows, 1 - ring.bottom / rows].map((fy) => [lines.at(padded.grid, 1 - ring.right / cols, fy), lines.at(target, 0, fy === 0 ? 0 : fy === 1 ? 1 : fy)]);
    const dashes = crops || !narrow ? ends.map(([from, to]) => ({ points: [from, [to[0] - 12, from[1]]], dashed: true })) : [];
    const middle = (lines.at(padded.grid, 1, 0)[0] + ends[0][1][0]) / 2;
    write({ crop: !narrow && crops && [middle, (ends[0][0][1] + ends[1][0][1]) / 2], ...arrow(narrow), lines: dashes });
  }

  /** From the stamp to its window, and where the plus stands on the way. */
  function arrow(narrow) {
    const window = bounds(state.places.peek());
    if (!window || narrow || stamp.element.hidden) return {};
    const { rows, cols } = plane(shapeOf(state.table));
    const [sx, sy] = lines.at(stamp.grid, 1, 0.5);
    const wx = lines.at(padded.grid, window.col / cols, 0)[0];
    const wy = lines.at(padded.grid, 0, (window.row + Math.floor(window.rows / 2)) / rows)[1];
    const px = (sx + lines.at(padded.grid, 0, 0)[0]) / 2;
    const bend = Math.abs(wy - sy) < 2 ? [] : [[px, sy], [px, wy]];
    return { plus: [px, wy], way: { points: [[sx + 14, sy], ...bend, [wx - 8, wy]], arrow: true } };
  }

  function write({ crop: cropAt, plus: plusAt, way, lines: dashes }) {
    for (const [node, at] of [[crop, cropAt], [plus, plusAt]]) {
      if (node.hidden === Boolean(at)) node.hidden = !at;
      if (at) keep(node, { left: `${at[0]}px`, top: `${at[1]}px` });
    }
    lines.draw(way ? [...dashes, way] : dashes);
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
  live.effect(() => { state.places.value; state.arriving(state.places.value[0] ?? [0, 0]); stage.room.value; moves.value; soon(); });
}
