/** A tensor in another shape: the input in its padding, δ with zeros put in, the kernel turned. Every cell is a copy or a zero. */
import { parse } from "../address.js";
import { gradientOf, suffix } from "../network.js";
import { text } from "../strings.js";
import { placeOf, plane } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { layout, outside, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { vars } from "../ui/vars.js";
import { moves } from "../ui/sight.js";
import { wires } from "../ui/wires.js";
import { targetCell } from "../view.js";
import { caption, explained, op, shapeOf } from "./common.js";
import { putIn } from "./rotated.js";
import { fit, leftRoom, NARROW } from "./sizes.js";
import { turn } from "./turn.js";

/** Derived tensor → where its numbers come from, and which of its cells are zeros that were put in. */
const KINDS = {
  padded: { source: (layer) => layer.input, zero: (layer, r, c, { rows, cols }) => outside(r, c, layout(layer).ring, rows, cols) },
  stuffed: { source: (layer) => gradientOf(layer.output), zero: (layer, r, c) => { const { stride } = layout(layer); return r % stride[0] > 0 || c % stride[1] > 0; } },
  bordered: { source: (layer) => gradientOf(layer.output), zero: putIn },
  turned: { source: (layer) => `${layer.name}.weight`, zero: () => false, turns: true },
};

/** @param {import("../store.js").Layer} layer @param {string} target */
export const rearranges = (layer, target) => suffix(layer, target) in KINDS;

/** How far an arrow points into its cell. */
const INTO = 10;

/** @param {import("./common.js").Stage} stage */
export function rearranged(stage) {
  const { layer, target } = stage;
  const live = scope();
  const { source: from, zero, turns } = KINDS[suffix(layer, target)];
  const source = from(layer);
  const follows = { lead: stage.maps.lead, axes: () => [] };
  const last = () => { const { rows, cols } = plane(shapeOf(target)); return [rows - 1, cols - 1]; };

  const part = matrix({
    tensor: source, size: "--g",
    model: () => sheet(source, stage.maps.lead.value, (r, c) => ({ notch: turns && r + c === 0 ? "start" : undefined })),
    caption: () => caption(source, { maps: follows }),
  });
  live.effect(() => {
    const extent = plane(shapeOf(target));
    const [u, v] = last();
    stage.dress.value = (r, c) => ({ hatch: zero(layer, r, c, extent), notch: turns && r === u && c === v ? "end" : undefined });
  });

  const note = el("p.note");
  live.effect(() => {
    const found = explained();
    note.textContent = found?.terms[0]?.zero ? text.zeroPutIn[found.terms[0].zero] : "";
  });
  const element = el("div.left.rearranged", {}, el("div", {}, part.element, note));
  const grid = stage.fig.querySelector(".target .grid");
  if (turns && grid) {
    const motion = turn({ model: () => sheet(source, stage.maps.lead.peek()), size: "--c", result: grid });
    element.append(motion.element);
    requestAnimationFrame(() => motion.run());
  } else element.append(op("→"));
  live.effect(() => {
    const { width, height, narrow, c } = leftRoom(stage);
    const { rows, cols } = plane(shapeOf(source));
    vars(element, { g: fit(width - (turns ? 180 : 90), cols, narrow ? 300 : height, rows, c) });
  });
  if (!turns) copyLine({ stage, element, live, part, source });
  return { element, dispose() { live.dispose(); part.dispose(); stage.dress.value = null; } };
}

/** From the cell that is copied to its copy, in the gaps between cells. */
function copyLine({ stage, element, live, part, source }) {
  const lines = wires(element);
  function draw() {
    const grid = stage.fig.querySelector(".target .grid");
    const cell = explained()?.terms[0]?.factors.find((factor) => factor.cell)?.cell;
    if (!cell || !grid || !part.grid.clientWidth || stage.room.peek().width < NARROW) return lines.clear();
    const [a, b] = [plane(shapeOf(source)), plane(shapeOf(stage.target))];
    const [i, j] = placeOf(shapeOf(source), parse(cell).index);
    const [r, c] = placeOf(shapeOf(stage.target), parse(targetCell()).index);
    const [x0, y0] = lines.at(part.grid, (j + 0.5) / a.cols, (i + 1) / a.rows);
    const [x1, y1] = lines.at(grid, (c + 0.5) / b.cols, r / b.rows);
    const bend = lines.at(grid, 0, 0)[0] - 26;
    lines.draw([{ points: [[x0, y0 - 7], [x0, y0], [bend, y0], [bend, y1], [x1, y1], [x1, y1 + INTO]], arrow: true }]);
  }
  let frame = 0;
  const soon = () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(draw); };
  const watch = new ResizeObserver(soon);
  watch.observe(element);
  watch.observe(part.grid);
  live.add(() => { watch.disconnect(); cancelAnimationFrame(frame); });
  live.effect(() => { explained(); stage.room.value; moves.value; soon(); });
}
