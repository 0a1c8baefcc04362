/** The other methods' sums of the same cell: the API's own totals, beside each other. */
import { explain } from "../explanations.js";
import { agree, rounded } from "../format.js";
import { text } from "../strings.js";

/** The total after a method's last term. @param {import("../explanations.js").Explanation} found */
const total = (found) => Number(found.terms.at(-1)?.running_total ?? found.value);

/** @param {import("../explanations.js").Explanation} found @returns {Promise<{same: boolean, rows: [string, string][]} | null>} */
export async function agreement(found) {
  const others = found.methods.filter((method) => method !== found.method);
  if (!others.length || found.rule !== "sum" || !found.term_count) return null;
  const answers = await Promise.all(others.map((method) => ending(found.cell, method)));
  const values = new Set(answers.map((one) => rounded(total(one))));
  return {
    same: answers.every((one) => agree(total(one), Number(found.value))),
    rows: values.size === 1
      ? [others.length > 1 ? [text.others(others.length), text.each([...values][0])] : [text.method(others[0]), [...values][0]]]
      : answers.map((one) => [text.method(one.method), rounded(total(one))]),
  };
}

/** A method's explanation whose last term is there. */
async function ending(cell, method) {
  const first = await explain(cell, method);
  return first.term_count > first.terms.length ? explain(cell, method, `${first.term_count - 1},1`) : first;
}
