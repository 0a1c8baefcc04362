/** The form of an explanation: which tensors stand in its terms and how they are put together. Reads no number of the page. */
import { tensorOf } from "../address.js";
import { factor as bracketed, rounded } from "../format.js";
import { text } from "../strings.js";

/**
 * @typedef {{minus: boolean, tensors: string[], count: number}} Group terms that are alike: the same tensors in the same order
 * @typedef {{rule: string, name: string, scale: import("../explanations.js").Factor | null, total: boolean, groups: Group[]}} Form
 *          `total`: many terms are added up; `scale`: one constant before all of them
 */

const constants = (term) => term.factors.filter((one) => !one.cell);
const cells = (term) => term.factors.filter((one) => one.cell);

/** @param {import("../explanations.js").Explanation} found @returns {Form} */
export function formOf(found) {
  const groups = [];
  const scales = new Map();
  for (const term of found.terms) {
    const own = constants(term).filter((one) => cells(term).length && Math.abs(one.value) !== 1);
    const minus = constants(term).reduce((sign, one) => sign * (one.value < 0 ? -1 : 1), 1) < 0;
    for (const one of own) scales.set(Math.abs(one.value), one);
    const tensors = cells(term).map((one) => tensorOf(one.cell));
    const key = `${minus} ${tensors.join()}`;
    const same = groups.find((group) => group.key === key && tensors.length);
    if (same) same.count++;
    else groups.push({ key, minus, tensors, count: 1, alone: tensors.length ? null : (constants(term)[0] ?? null) });
  }
  const everywhere = scales.size === 1 && found.terms.every((term) => constants(term).some((one) => scales.has(Math.abs(one.value))));
  return {
    rule: found.rule, name: found.function?.name ?? "", scale: everywhere ? [...scales.values()][0] : null,
    total: found.rule === "sum" && groups.some((group) => group.count > 1), groups,
  };
}

/** A text that is the same as long as the picture is. @param {Form} form */
export const keyOf = ({ rule, name, total, scale, groups }) => JSON.stringify([rule, name, total, scale?.symbol ?? "", groups.map(({ minus, tensors }) => [minus, tensors])]);

/** y·δ − y·s is y·(δ − s): the tensor that all groups share, and what is left of each. @param {Form} form */
export function factored({ groups }) {
  const [first] = groups;
  if (groups.length < 2 || groups.some(({ tensors }) => tensors.length !== 2)) return null;
  const common = first.tensors.find((name) => groups.every(({ tensors }) => tensors.includes(name)));
  return common ? { common, rest: groups.map((group) => ({ ...group, tensors: [group.tensors[1 - group.tensors.indexOf(common)]] })) } : null;
}

/** So many terms are written out; a longer sum says how many there are. */
const WRITTEN = 4;

const product = ({ factors }, i) => {
  const negative = factors.length > 1 && factors[0].value === -1 && !factors[0].cell;
  const shown = negative ? factors.slice(1) : factors;
  const words = shown.map((one, k) => (k || i ? bracketed(one.value) : rounded(one.value))).join(" · ");
  return `${i ? (negative ? " − " : " + ") : negative ? "−" : ""}${words}`;
};

/** The chosen cell in numbers: "0.5 · 2 − 1 = 0". @param {import("../explanations.js").Explanation} found */
export function inNumbers(found) {
  const value = rounded(found.value);
  const { terms } = found;
  if (found.rule === "map") return text.applied(found.function?.name ?? "", terms.map((term) => rounded(term.value)).join(", "), value, found.function?.parameters ?? {});
  if (found.rule === "max") return text.maxOf(terms.length > WRITTEN ? text.manyNumbers(terms.length) : terms.map((term) => rounded(term.value)).join(", "), value);
  if (found.rule !== "sum" || !terms.length) return value;
  if (found.term_count > WRITTEN) return text.sumOfMany(found.term_count, value);
  const words = terms.map(product).join("");
  return terms.length === 1 && terms[0].factors.length === 1 ? words : `${words} = ${value}`;
}
