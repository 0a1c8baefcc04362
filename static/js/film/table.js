/** The table that a scatter is filling, as it stands after the film's step: the server adds, the page shows. */
import { computed, effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { api } from "../api.js";
import { answered, stamped } from "../explanations.js";
import { asking } from "../session.js";
import { trace } from "../store.js";
import { asked } from "./pace.js";
import { cellAt, doneOf, placeOf, SCATTER } from "./segments.js";
import { segments } from "./state.js";

/** The segment of stamps that the film is in. */
const falling = computed(() => {
  const now = asked.value === null ? null : segments.value[placeOf(segments.value, asked.value)];
  return now?.method === SCATTER ? now : null;
});

effect(() => { stamped.value = falling.value && cellAt(falling.value, asked.value); });

/** @returns {Promise<{table: string, stamps: number, values: Float64Array}> | null} */
function question() {
  const now = falling.value;
  if (!now || !trace.value.tensors.has(now.tensor)) return null;
  const stamps = doneOf(now, asked.value);
  if (stamps === now.count) return null;
  return untracked(() => asking((id) => api.tensor(id, now.tensor, { stamps })))
    .then(({ data }) => ({ table: now.tensor, stamps, values: Float64Array.from([data].flat(Infinity), Number) }));
}

export const partial = answered(question);
