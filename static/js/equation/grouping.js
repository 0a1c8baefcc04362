/**
 * Long sums in few rows. Adds up term values that the API gave; works nothing out anew.
 * @typedef {import("../explanations.js").Term} Term
 * @typedef {{places: number[], sum: number}} Group terms by their place in the list, and what they add up to
 */

const value = (term) => Number(term.value);

/** NaN and infinities are larger than every number. */
const magnitude = (term) => (Number.isNaN(value(term)) ? Infinity : Math.abs(value(term)));

const added = (terms, places) => places.reduce((sum, at) => sum + value(terms[at]), 0);

/**
 * The largest terms one by one, the smaller ones as one sum, the zeros by what makes them zero, and what was not fetched.
 * @param {Term[]} terms the first ones, in order @param {{count: number, value: number, keep?: number}} whole how many there are, and their sum
 * @returns {{largest: number[], smaller: Group | null, zeros: {why: string, put: boolean, places: number[]}[], beyond: {count: number, sum: number} | null}}
 *   `why` is a put-in zero's kind, else the address of the first factor that is 0
 */
export function summary(terms, { count, value: total, keep = 3 }) {
  const places = terms.map((_, at) => at);
  const some = places.filter((at) => value(terms[at]) !== 0);
  const largest = [...some].sort((a, b) => magnitude(terms[b]) - magnitude(terms[a]) || a - b).slice(0, keep);
  const smaller = some.filter((at) => !largest.includes(at));
  const rest = count - terms.length;
  return {
    largest,
    smaller: smaller.length ? { places: smaller, sum: added(terms, smaller) } : null,
    zeros: zerosOf(terms, places.filter((at) => value(terms[at]) === 0)),
    beyond: rest > 0 ? { count: rest, sum: total - Number(terms.at(-1)?.running_total ?? 0) } : null,
  };
}

function zerosOf(terms, places) {
  const found = new Map();
  for (const at of places) {
    const term = terms[at];
    const factor = term.factors.find((one) => Number(one.value) === 0);
    const cell = factor?.source ?? factor?.cell ?? "";
    const key = term.zero ?? cell.slice(0, cell.indexOf("["));
    if (!found.has(key)) found.set(key, { why: term.zero ?? cell, put: Boolean(term.zero), places: [] });
    found.get(key).places.push(at);
  }
  return [...found.values()];
}

/** The first axis along which indices differ, or -1. @param {number[][]} indices of one tensor */
export function varying(indices) {
  const first = indices[0] ?? [];
  return first.findIndex((at, axis) => indices.some((index) => index[axis] !== at));
}

/**
 * Partial sums of the terms that share a key, in order of first appearance: differences of running totals.
 * @template K @param {Term[]} terms @param {(term: Term) => K} keyOf @returns {{key: K, places: number[], sum: number}[]}
 */
export function partialSums(terms, keyOf) {
  const found = new Map();
  let before = 0;
  terms.forEach((term, at) => {
    const key = keyOf(term);
    if (!found.has(key)) found.set(key, { key, places: [], sum: 0 });
    const group = found.get(key);
    group.places.push(at);
    const now = Number(term.running_total);
    const ends = at + 1 === terms.length || keyOf(terms[at + 1]) !== key;
    if (ends) {
      group.sum += now - before;
      before = now;
    }
  });
  return [...found.values()];
}

/** Bars between -1 and 1. @param {number[]} sums */
export function heights(sums) {
  const most = Math.max(0, ...sums.map(Math.abs).filter(Number.isFinite));
  return sums.map((sum) => (most && !Number.isNaN(sum) ? Math.max(-1, Math.min(1, sum / most)) : 0));
}

/** A long trail in short: the first step, a gap, the last ones. @template T @param {T[]} steps @param {number} [room] @returns {{step: T, at: number}[] | {gap: number}[]} */
export function folded(steps, room = 4) {
  const all = steps.map((step, at) => ({ step, at }));
  if (all.length <= room) return all;
  const last = all.slice(2 - room);
  return [all[0], { gap: all.length - 1 - last.length }, ...last];
}
