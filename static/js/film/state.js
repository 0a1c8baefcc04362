/** Where the film stands: a step, or at rest. Everything that the page leaves empty or plays follows from here. */
import { computed, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { api, Away } from "../api.js";
import { answered } from "../explanations.js";
import { gradientOf, layerNamed } from "../network.js";
import { asking, lost } from "../session.js";
import { lesson, shapedTrace, structure, trace } from "../store.js";
import { offered, view } from "../view.js";
import { carried, placeOf, SCATTER, total, unstamped } from "./segments.js";

/** What the reader wants one step to be; null: as the film's length suggests. @type {import("../../vendor/signals-core/signals-core.mjs").Signal<import("./segments.js").Unit | null>} */
export const chosenUnit = signal(null);
/** Cell by cell, a film of more steps than this takes minutes; row by row, one of so many. */
const [MANY, TOO_MANY] = [400, 2000];

/** The film of a network is asked for once: edits of its numbers leave it as it is. */
let known = { born: "", reply: null };
function ask() {
  const born = structure.value;
  if (known.born !== born) {
    const reply = asking((id) => api.steps(id, { limit: 1, input_method: SCATTER }));
    known = { born, reply };
    reply.catch((error) => {
      if (known.reply === reply) known.born = "";
      if (error instanceof Away) lost();
    });
  }
  return known.reply;
}
const reply = answered(ask);

/** The film with stamps, and the one that works input gradients out cell by cell. */
const films = computed(() => {
  const stamped = reply.value?.segments ?? [];
  const target = ({ layer }) => {
    const tensor = gradientOf(layerNamed(shapedTrace(), layer).input);
    return { tensor, shape: shapedTrace().tensors.get(tensor).shape };
  };
  return { scatter: stamped, chain: unstamped(stamped, target) };
});
/** @type {import("../../vendor/signals-core/signals-core.mjs").ReadonlySignal<import("./segments.js").Segment[]>} */
export const segments = computed(() => films.value[view.film.value]);
export const steps = computed(() => total(segments.value));
/** What one step of the reader is. @type {import("../../vendor/signals-core/signals-core.mjs").ReadonlySignal<import("./segments.js").Unit>} */
export const unit = computed(() => chosenUnit.value ?? (steps.value > TOO_MANY ? "tensor" : steps.value >= MANY ? "row" : "cell"));

/** The step that was done last; null at rest, where everything is done. */
export const at = computed(() => (view.step.value === null || !steps.value ? null : Math.min(view.step.value, steps.value - 1)));
/** The segment of that step. */
export const segment = computed(() => (at.value === null ? null : segments.value[placeOf(segments.value, at.value)]));

/** Everything is done and shown. */
export const leave = () => { view.step.value = null; };

/** The film goes the way that the reader looks at input gradients; as much of it stays done. */
effect(() => {
  const methods = offered(view.tensor.value);
  const way = view.method.value === SCATTER ? SCATTER : "chain";
  if (!trace.value || !methods.includes(SCATTER)) return;
  untracked(() => {
    if (way === view.film.peek()) return;
    const { [view.film.peek()]: from, [way]: to } = films.peek();
    const step = at.peek();
    if (step !== null) view.step.value = carried(from, to, step);
    view.film.value = way;
  });
});

/** Another network, or another lesson, begins at rest, unless the reader was sent to a step of it. */
let born = "";
let sent = 0;
effect(() => {
  const now = `${lesson.value} ${structure.value}`;
  if (born && born !== now && sent === view.sent.value) untracked(leave);
  sent = view.sent.value;
  born = trace.peek() ? now : "";
});

/** Resolves once the film is known, so that a page that opens in the middle of it never shows its end. */
export const ready = () => new Promise((done) => {
  const stop = effect(() => { if (steps.value) queueMicrotask(() => { stop(); done(); }); });
  setTimeout(done, 3000);
});
