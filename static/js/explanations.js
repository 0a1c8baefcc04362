/** Asks the server why numbers are what they are, and keeps the answers for as long as the trace lasts. */
import { computed, signal } from "../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "./after-numbers.js";
import { tensorOf } from "./address.js";
import { api, Away } from "./api.js";
import { asking, lost, returns } from "./session.js";
import { settling, structure, trace } from "./store.js";
import { exists, methodFor, targetCell, view } from "./view.js";

/**
 * @typedef {{cell: string | null, source?: string | null, value: number, symbol: string, constant?: boolean}} Factor
 * @typedef {{value: number, running_total: number, factors: Factor[], zero?: string}} Term
 * @typedef {{cell: string, value: number, method: string, rule: string, term_count: number, terms: Term[], methods: string[],
 *            latex: {symbolic: string, numeric: string}, symbol?: string, chosen?: number, function?: {name: string}}} Explanation
 */

const ROOM = 4000;
const answers = new Map();
/** The server answers this many questions of one figure at a time. */
const LANES = 6;

function remembered(key, ask) {
  if (answers.has(key)) return answers.get(key);
  if (answers.size >= ROOM) answers.delete(answers.keys().next().value);
  const answer = ask();
  answers.set(key, answer);
  answer.catch((error) => {
    answers.delete(key);
    if (error instanceof Away) lost();
  });
  return answer;
}

/** @param {string} cell @param {string} [method] @param {string} [terms] "start,limit" @returns {Promise<Explanation>} */
export function explain(cell, method, terms) {
  const query = { cell, method, terms, index_base: view.base.peek(), notation: view.notation.peek() };
  const key = JSON.stringify([trace.peek().id, query]);
  return remembered(key, () => asking((id) => api.explain(id, query)));
}

/** @param {string} cell @returns {Promise<{total: number, cells: string[]}>} */
const feeds = (cell) => remembered(JSON.stringify([trace.peek().id, "feeds", cell]), () => asking((id) => api.feeds(id, cell)));

/** The derivative by moving one number, beside the one by the chain rule. @param {string} cell a gradient's */
export const gradcheck = (cell) => remembered(JSON.stringify([trace.peek().id, "gradcheck", cell]), () => asking((id) => api.gradcheck(id, cell)));

/** A cell as Python: an expression, NumPy loops, a PyTorch call. @param {string} cell @param {string} [method] */
export const code = (cell, method) => remembered(JSON.stringify([trace.peek().id, "code", cell, method]), () => asking((id) => api.code(id, cell, method)));

/**
 * Several explanations at once, in order; a few requests at a time.
 * @param {string[]} cells @param {string} [method] @param {(cell: string) => string | undefined} [terms] the page of each
 */
export async function explainAll(cells, method, terms) {
  const found = new Array(cells.length);
  let next = 0;
  // Another network has none of these cells; who asked for them has gone, too.
  const born = structure.peek();
  const lane = async () => {
    while (next < cells.length && structure.peek() === born) {
      const mine = next++;
      found[mine] = await explain(cells[mine], method, terms?.(cells[mine]));
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, cells.length) }, lane));
  return found;
}

/**
 * A signal that follows an asynchronous question; stale answers are dropped. The old answer stays until the new one is there,
 * unless the network changed meanwhile: it would speak of cells that are gone.
 * @template T @param {() => Promise<T> | null} question reads signals
 * @returns {import("../vendor/signals-core/signals-core.mjs").Signal<T | null> & {dispose: () => void}}
 */
export function answered(question) {
  const held = signal({ born: "", answer: null });
  const result = computed(() => (held.value.born === structure.value ? held.value.answer : null));
  let turn = 0;
  result.dispose = afterNumbers(() => {
    returns.value;
    if (settling.value) return;
    const mine = ++turn;
    const born = structure.value;
    const asked = trace.value && question();
    if (!asked) held.value = { born, answer: null };
    else asked.then((answer) => { if (mine === turn) held.value = { born, answer }; }, () => {});
  });
  return result;
}

/** Everything that changes what an explanation says. */
export const naming = computed(() => `${trace.value?.id} ${view.notation.value} ${view.base.value}`);

/** A cell that an edit of the network took away is not asked about. */
const about = (cell) => (naming.value, cell && exists(cell) ? explain(cell, methodFor(tensorOf(cell))) : null);

/** Which cell the pointer or the keyboard is on; null: the pinned one counts. */
export const hovered = signal(null);
export const focused = signal(null);
export const current = computed(() => hovered.value ?? focused.value ?? view.cell.value);
/** The term of the equation that is pointed at, as the set of its addresses. */
export const pointedTerm = signal(null);
/** While the film fills a table: the δ that stamps now. */
export const stamped = signal(null);

export const currentExplanation = answered(() => about(current.value));
export const currentFeeds = answered(() => (naming.value, current.value && exists(current.value) ? feeds(current.value) : null));
export const pinnedExplanation = answered(() => about(view.cell.value));
/** The explanation that the stage's figure shows. */
export const stageExplanation = answered(() => (view.tensor.value ? about(targetCell()) : null));

/** Tensor → addresses that the current cell reads, in the order of its terms. */
export const reads = computed(() => {
  const found = currentExplanation.value;
  return found && found.cell === current.value ? byTensor(found.terms.flatMap((term) => addressesOf(term))) : new Map();
});

/** Tensor → addresses that read the current cell. */
export const feeding = computed(() => {
  const found = currentFeeds.value;
  return found && found.cell === current.value ? byTensor(found.cells) : new Map();
});

/** A factor's own cell and the one it came from. @param {Term} term */
export const addressesOf = (term) => term.factors.flatMap((factor) => [factor.cell, factor.source].filter(Boolean));

function byTensor(addresses) {
  const groups = new Map();
  for (const address of new Set(addresses)) {
    const name = tensorOf(address);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(address);
  }
  return groups;
}
