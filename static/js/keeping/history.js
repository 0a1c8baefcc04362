/**
 * Every state that the reader made, as differences: undo and redo without limit, each with the place that was looked at.
 * @typedef {{lesson: string, origin: object | null, document: any}} State `origin`: the document as a file or a link brought it
 * @typedef {{id: string, change: import("./delta.js").Delta, from: object, to: object | null}} Step from one state to the next;
 *   `from` and `to` are where the reader was when these states were left
 * @typedef {{base: State | null, steps: Step[], at: number}} Timeline `at` of the steps are done
 */
import { computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { patched } from "../patch.js";
import { applied, difference } from "./delta.js";

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<Timeline>} */
export const timeline = signal({ base: null, steps: [], at: 0 });
/** The state at `at`. @type {State | null} */
let head = null;

export const canUndo = computed(() => timeline.value.at > 0);
export const canRedo = computed(() => timeline.value.at < timeline.value.steps.length);

/** Short and new; crypto.randomUUID is not there on plain http. */
export const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");

/** @param {Timeline} given */
export const headOf = ({ base, steps, at }) => steps.slice(0, at).reduce((state, { change }) => applied(state, change, 1), base);

/** Start from here. @param {Timeline} given */
export function begin(given) {
  head = headOf(given);
  timeline.value = given;
}

/** A new state; what was to be redone is gone. @param {State} state @param {object} place @returns {() => void} takes it back */
export function record(state, place) {
  const before = { timeline: timeline.peek(), head };
  const back = () => {
    head = before.head;
    timeline.value = before.timeline;
  };
  if (!head) {
    begin({ base: state, steps: [], at: 0 });
    return back;
  }
  const change = difference(head, state);
  const { base, steps, at } = timeline.peek();
  if (change.length) {
    head = state;
    timeline.value = { base, steps: [...steps.slice(0, at), { id: newId(), change, from: place, to: null }], at: at + 1 };
  }
  return back;
}

/** Edits from a state on, each of them a step. @param {State} state @param {{edits: import("../patch.js").Edit[], place: object}[]} typed @returns {State} the state that they lead to */
export function recordAll(state, typed) {
  return typed.reduce((before, { edits, place }) => {
    const after = { ...before, document: patched(before.document, edits) };
    record(after, place);
    return after;
  }, state);
}

/** The newest state in the server's words: defaults filled in, numbers in the document's precision. @param {any} document */
export function confirm(document) {
  const { base, steps, at } = timeline.peek();
  if (!head || at < steps.length || !difference(head.document, document).length) return;
  const before = at ? applied(head, steps.at(-1).change, -1) : null;
  head = { ...head, document };
  timeline.value = before
    ? { base, steps: steps.with(-1, { ...steps.at(-1), change: difference(before, head) }), at }
    : { base: head, steps, at };
}

/** @param {-1 | 1} direction @param {object} here @returns {{state: State, place: object | null, back: () => void} | undefined} */
export function travel(direction, here) {
  const before = { timeline: timeline.peek(), head };
  const { base, steps, at } = timeline.peek();
  const index = direction < 0 ? at - 1 : at;
  const step = steps[index];
  if (!step) return undefined;
  head = applied(head, step.change, direction);
  timeline.value = { base, steps: steps.with(index, { ...step, [direction < 0 ? "to" : "from"]: here }), at: at + direction };
  return {
    state: head, place: direction < 0 ? step.from : step.to,
    back() {
      head = before.head;
      timeline.value = before.timeline;
    },
  };
}

/** The name of the present state: of the step that led to it. */
export const stateId = computed(() => timeline.value.steps[timeline.value.at - 1]?.id ?? "");

/** A state by its name, if it is still known. @param {string} id @returns {State | undefined} */
export function stateCalled(id) {
  const { base, steps, at } = timeline.peek();
  const wanted = id ? steps.findIndex((step) => step.id === id) + 1 : 0;
  if (id && !wanted) return undefined;
  if (wanted > at) return headOf({ base, steps, at: wanted });
  return steps.slice(wanted, at).reduceRight((state, { change }) => applied(state, change, -1), head);
}
