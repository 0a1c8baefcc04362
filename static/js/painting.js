/** Numbers that are shown before the server answered: what was typed, what undo brings back. */
import { difference, numbersOf } from "./keeping/delta.js";
import { aliases } from "./network.js";
import { painted } from "./patch.js";
import { kept, put, trace } from "./store.js";
import { differences } from "./tensor.js";

/** Put numbers into the trace at once. @param {import("./patch.js").Edit[]} edits @returns {Map<string, number[]>} the offsets that are other than before, by tensor */
export function paint(edits) {
  const marked = new Map();
  const everywhere = edits.flatMap(([cell, value]) => aliases(trace.peek(), kept.peek(), cell).map((alias) => [alias, value]));
  for (const after of painted(trace.peek().tensors, everywhere)) {
    marked.set(after.name, differences(trace.peek().tensors.get(after.name), after));
    put(after);
  }
  return marked;
}

/** What makes the kept document into another one, where that is numbers alone. @param {any} document @returns {import("./patch.js").Edit[] | null} */
export function otherNumbers(document) {
  const now = kept.peek();
  return now && numbersOf(now, difference(now, document), trace.peek().tensors);
}
