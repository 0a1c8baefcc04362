/** The stage follows the film: its layer, its tensor, its method, its cell. */
import { batch, computed } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { gradientOf, layerNamed } from "../network.js";
import { trace } from "../store.js";
import { exists, pin, show, targetCell, use, view } from "../view.js";
import { asked, settle, whenAsked } from "./pace.js";
import { cellAt, moved, placeOf, SCATTER } from "./segments.js";
import { at, segment, segments, unit } from "./state.js";

/** What the stage shows of a segment: under scatter what the table is cropped to. @param {import("./segments.js").Segment} one */
export const targetOf = (one) => (one.method === SCATTER ? gradientOf(layerNamed(trace.value, one.layer).input) : one.tensor);

/** The cell that a step explains: its own, or while stamps fall the pinned cell of the sample that they fall on. */
function cellOf(step, one) {
  const visited = cellAt(one, step);
  if (one.method !== SCATTER) return visited;
  const cell = parse(targetCell());
  const own = format(targetOf(one), cell.index.with(0, parse(visited).index[0]));
  return tensorOf(targetCell()) === targetOf(one) && exists(own) ? own : null;
}

/** Show the film's step on the stage. In the view of the whole network only its cell is pinned. */
export function place() {
  const [step, one] = [at.peek(), segment.peek()];
  if (step === null) return;
  batch(() => {
    if (!view.page.peek()) {
      const target = targetOf(one);
      if (view.tensor.peek() !== target || view.layer.peek() !== one.layer) show(target, one.layer);
      const stamping = one.method === SCATTER;
      if (stamping !== (view.method.peek() === SCATTER)) use(one.method);
    }
    const cell = view.page.peek() && one.method === SCATTER ? null : cellOf(step, one);
    if (cell && cell !== view.cell.peek()) pin(cell);
  });
}

/** Move the film; the stage follows. @param {number} step @param {{dragged?: boolean}} [how] */
export function go(step, { dragged = false } = {}) {
  if (step === view.step.peek()) return dragged ? undefined : (settle(), place());
  whenAsked(place, dragged);
  view.step.value = step;
}

/** @param {1 | -1} by @param {import("./segments.js").Unit} [size] */
export const step = (by, size = unit.peek()) => { if (segments.peek().length) go(moved(segments.peek(), at.peek(), size, by)); };

/** Whether the stage shows the film's step. */
export const isHome = computed(() => {
  const now = asked.value;
  if (now === null || !segments.value.length || view.page.value) return true;
  const one = segments.value[placeOf(segments.value, now)];
  if (view.layer.value !== one.layer || view.tensor.value !== targetOf(one)) return false;
  return one.method === SCATTER ? view.method.value === SCATTER : view.cell.value === cellAt(one, now);
});
