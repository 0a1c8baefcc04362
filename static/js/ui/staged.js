/** The tensors that the stage shows: their pictures in the strip are then only pictures, so that no number is there twice. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";

export const staged = signal(new Map());

/** @param {string} name @param {1 | -1} by */
export function stageCount(name, by) {
  const next = new Map(staged.peek());
  const count = (next.get(name) ?? 0) + by;
  if (count > 0) next.set(name, count);
  else next.delete(name);
  staged.value = next;
}
