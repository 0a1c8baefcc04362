/** One arrow from a part of the figure to the cell of the target that it makes. */
import { parse } from "../address.js";
import { plane } from "../tensor.js";
import { targetCell } from "../view.js";
import { moves } from "../ui/sight.js";
import { wires } from "../ui/wires.js";
import { explained } from "./common.js";
import { NARROW } from "./sizes.js";

/** A figure that shows one part of a sum leaves the arrow to the row of its parts. @param {{stage: import("./common.js").Stage, element: HTMLElement, from: HTMLElement, live: any}} options */
export function arrowToTarget({ stage, element, from, live }) {
  if (stage.parts?.count > 1) return;
  const lines = wires(element);

  function draw() {
    const target = stage.fig.querySelector(".target .grid");
    if (!target || !from.offsetWidth || stage.room.peek().width < NARROW) return lines.clear();
    const { rows } = plane(stage.shape());
    const [row] = stage.place(parse(targetCell()).index);
    const [x0, y0] = lines.at(from, 1, 0.5);
    const [x1, y1] = lines.at(target, 0, (row + 0.5) / rows);
    const turn = x1 - 34;
    if (turn < x0 + 8) return lines.clear();
    const end = [x1 - 12, y1];
    lines.draw([{ points: Math.abs(y1 - y0) < 3 ? [[x0 + 2, y1], end] : [[x0 + 2, y0], [turn, y0], [turn, y1], end], arrow: true }]);
  }

  let frame = 0;
  const soon = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(draw); };
  const watch = new ResizeObserver(soon);
  watch.observe(element);
  for (const child of element.children) watch.observe(child);
  live.add(() => { watch.disconnect(); cancelAnimationFrame(frame); });
  live.effect(() => { explained(); stage.room.value; moves.value; soon(); });
}
