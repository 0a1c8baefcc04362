/** Which of many nodes are drawn: the ones that matter most, in their order; the rest is one more node with their count. */

/** So many nodes stand on one side. */
export const MOST = 12;

/**
 * @param {{at: number, value: number}[]} terms place of the node and what it adds
 * @returns {{shown: number[], rest: number, sum: number}} places in order, how many are folded and what they add together
 */
export function heaviest(terms) {
  if (terms.length <= MOST) return { shown: terms.map(({ at }) => at), rest: 0, sum: 0 };
  const kept = terms.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST - 1);
  const shown = kept.map(({ at }) => at).sort((a, b) => a - b);
  const left = terms.filter(({ at }) => !shown.includes(at));
  return { shown, rest: left.length, sum: left.reduce((sum, { value }) => sum + value, 0) };
}

/** Nodes round a chosen one. @param {number} count @param {number} chosen @returns {{shown: number[], rest: number}} */
export function around(count, chosen) {
  const most = Math.min(count, MOST - (count > MOST ? 1 : 0));
  const from = Math.max(0, Math.min(count - most, chosen - Math.floor(most / 2)));
  return { shown: [...Array(most).keys()].map((i) => from + i), rest: count - most };
}
