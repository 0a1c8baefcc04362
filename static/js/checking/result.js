/** The last answer of check mine, and whether it still is about the numbers on the page. */
import { computed, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { format } from "../address.js";
import { api } from "../api.js";
import { wrong } from "../marks.js";
import { asking, returns } from "../session.js";
import { trace } from "../store.js";
import { indexAt } from "../tensor.js";
import { flat, nested, painted } from "./attempt.js";

/**
 * @typedef {{mistake: string, title: string, explanation: string, error: number | null, also: {title: string, explanation: string}[], gives: any,
 *            operands: {name: string, role: string, used: Side, right: Side}[]}} Diagnosis
 * @typedef {{words: string, data: any, part: [number, number, number, number] | null}} Side
 * @typedef {{match: boolean, shape_ok: boolean, max_absolute_error: number | string | null, wrong_cells: string[], difference: any, tolerance: number,
 *            wrong_count: number, compared_count: number, diagnoses: Diagnosis[]}} Reply
 * @typedef {{tensor: string, trace: string, attempt: import("./attempt.js").Attempt, tolerance: number | undefined, reply: Reply, wrong: Set<number>}} Result
 */

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<Result | null>} */
export const result = signal(null);
/** The answer is about numbers that the page no longer shows. */
export const stale = computed(() => Boolean(result.value && result.value.trace !== trace.value?.id));
/** The stage shows the wrong cells. */
export const marking = signal(false);

/** Ask the server. @param {string} tensor @param {import("./attempt.js").Attempt} attempt @param {number} [tolerance] */
export async function check(tensor, attempt, tolerance) {
  let asked = "";
  const reply = await asking((id) => {
    asked = id;
    return api.compare(id, { tensor, data: nested(attempt), tolerance });
  });
  result.value = { tensor, trace: asked, attempt, tolerance, reply, wrong: offsets(reply) };
}

/** Where the cells are wrong: the server lists the first ones, its difference has all. @param {Reply} reply */
function offsets(reply) {
  const off = reply.difference === null || reply.match ? [] : flat(reply.difference).values.entries();
  return new Set([...off].filter(([, by]) => by !== null && !(Math.abs(by) <= reply.tolerance)).map(([at]) => at));
}

export function dismiss() {
  marking.value = false;
}

/** The same numbers against the trace as it is now; without an answer the result stays stale, and says so. */
export function refresh() {
  const { tensor, attempt, tolerance } = result.peek();
  if (trace.peek().tensors.has(tensor)) return check(tensor, attempt, tolerance).catch(() => {});
  marking.value = false;
  result.value = null;
  return null;
}

/** Wrong cells on the stage follow the result: after a change of the document the same numbers are checked again. */
export function followResult() {
  effect(() => {
    const now = marking.value && !stale.value ? result.value : null;
    wrong.value = new Map([...(now?.wrong ?? [])].map((at) => [format(now.tensor, indexAt(now.attempt.shape, at)), painted(now.attempt.cells[at])]));
  });
  effect(() => {
    returns.value;
    if (marking.value && stale.value) untracked(refresh);
  });
}
