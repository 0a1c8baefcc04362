/** ∂L/∂w as one sliding product: δ laid over the padded input, or convolved with the turned one. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { factor as bracketed } from "../format.js";
import { bounds } from "../geometry.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { layout, outside, sheet, turned } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, op, shapeOf } from "./common.js";
import { correlationSizes } from "./sizes.js";
import { turn } from "./turn.js";
import { vars } from "../ui/vars.js";
import { windowOf } from "./window-cells.js";

/** @param {import("./common.js").Stage} stage */
export function correlate(stage) {
  const { layer } = stage;
  const live = scope();
  const turning = stage.method === "rot180_input";
  const names = { padded: `${layer.name}.padded`, delta: `${layer.name}.stuffed` };
  const maps = { padded: stage.parts.mapsOf(names.padded), delta: stage.parts.mapsOf(names.delta) };
  const window = windowOf(names.padded, () => maps.padded.lead.value);
  const shown = computed(window);

  const paddedModel = (more) => {
    const { rows, cols } = plane(shapeOf(names.padded));
    const { ring } = layout(layer);
    return sheet(names.padded, maps.padded.lead.value, (r, c, cell) => ({ hatch: outside(r, c, ring, rows, cols), ...more?.(cell) }));
  };
  const met = (cell) => {
    const other = shown.value.under.get(cell.address);
    return other && { sub: [{ text: `× ${bracketed(other.value)}`, role: "gradient" }], patch: true };
  };
  let motion = null;
  const input = matrix({
    tensor: names.padded, size: "--d",
    model: () => (turning ? turned(paddedModel(met)) : paddedModel(met)),
    caption: () => caption(names.padded, { maps: maps.padded, note: turning ? text.turned : Object.values(layout(layer).ring).some(Boolean) ? text.padded : undefined }).concat(motion?.element ?? []),
    frames: (place) => {
      const box = bounds([...shown.value.under.keys()].map(place).filter(Boolean));
      return box ? [{ ...box, width: 3 }] : [];
    },
  });
  const delta = matrix({
    tensor: names.delta, size: "--s",
    model: () => { const { stride } = layout(layer); return sheet(names.delta, maps.delta.lead.value, (r, c) => ({ hatch: r % stride[0] > 0 || c % stride[1] > 0 })); },
    caption: () => caption(names.delta, { maps: maps.delta, delta: true, note: layout(layer).stride.some((s) => s > 1) ? text.stuffed : undefined }),
  });
  const pill = el("b.pill");
  const note = el("span.note");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    pill.textContent = stage.parts.words(found.value);
    note.textContent = text.pairs(stage.parts.part().length);
  });
  const total = el("div.total", {}, pill, note);
  const right = el("div.gather", {}, delta.element, total);
  const element = el("div.left.correlate", {}, input.element, op(turning ? text.operator.convolve : text.operator.correlate), right);
  if (turning) {
    motion = turn({ model: () => paddedModel(), size: "--d", result: input.grid, inPlace: true });
    input.element.querySelector("figcaption").append(motion.element);
    requestAnimationFrame(() => motion.run());
  }
  live.effect(() => vars(element, correlationSizes(stage, shapeOf(names.padded), shapeOf(names.delta))));
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); input.dispose(); delta.dispose(); } };
}
