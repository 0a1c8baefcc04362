/** The other methods' sums of the same cell: the API's own totals, beside each other. */
import { explain } from "../explanations.js";
import { agree, rounded } from "../format.js";
import { text } from "../strings.js";
import { el, icon } from "../ui/dom.js";

/** The total after a method's last term. @param {import("../explanations.js").Explanation} found */
const total = (found) => Number(found.terms.at(-1)?.running_total ?? found.value);

/** @param {import("../explanations.js").Explanation} found @returns {Promise<HTMLElement | null>} */
export async function agreement(found) {
  const others = found.methods.filter((method) => method !== found.method);
  if (!others.length || found.rule !== "sum" || !found.term_count) return null;
  const last = `${found.term_count - 1},1`;
  const answers = await Promise.all(others.map((method) => explain(found.cell, method).then((one) => (one.term_count > one.terms.length ? explain(found.cell, method, last) : one))));
  const same = answers.every((one) => agree(total(one), Number(found.value)));
  const values = new Set(answers.map((one) => rounded(total(one))));
  const rows = values.size === 1
    ? [[others.map(text.method).join(", "), others.length > 1 ? text.each([...values][0]) : [...values][0]]]
    : answers.map((one) => [text.method(one.method), rounded(total(one))]);
  return el("section.check", {},
    el("h3", {}, text.agreement),
    el(`span.badge${same ? "" : ".bad"}`, {}, icon(same ? "m3.5 8.5 3 3 6-7" : "M4 4l8 8M12 4l-8 8"), same ? text.agrees : text.differs),
    el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
}
