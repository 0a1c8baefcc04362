/** What a rule does to its terms, in a sentence with the numbers of the cell. */
import { rounded } from "../format.js";
import { editable } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";

const number = (value) => rounded(Number(value));

/** @param {import("../explanations.js").Explanation} found @returns {string} empty where the terms say it all */
export function sentence(found) {
  if (found.rule === "given") return editable(trace.value, kept.value, found.cell) ? text.givenEdit : text.givenCell;
  if (found.rule === "max") return largest(found);
  if (found.rule === "map") return mapped(found);
  if (!found.term_count) return text.nothing;
  const [only] = found.terms;
  if (found.term_count > 1 || only.factors.length > 1) return "";
  return only.zero ? text.putIn(text.zero[only.zero]) : only.factors[0].cell ? text.passed : text.constant;
}

function largest(found) {
  const same = found.terms.filter((term) => Number(term.value) === Number(found.value)).length;
  return same > 1 ? text.largestTied(number(found.value), same) : text.largestOf(number(found.value), found.term_count);
}

function mapped({ function: { name, parameters }, terms, value }) {
  if (name === "share_of_max") return share(parameters, terms.map((term) => Number(term.value)), Number(value));
  const say = text.functions[name];
  return say ? say(number(terms[0]?.value ?? 0), number(value), parameters) : text.functionOf(name.replaceAll("_", " "), terms.map((term) => number(term.value)).join(", "), number(value));
}

/** Who takes the gradient of a window's maximum. */
function share({ place, real, ties }, values, value) {
  const most = Math.max(...real.map((at) => values[at]));
  if (values.some(Number.isNaN)) return text.share.nan(number(value));
  if (!real.includes(place)) return text.share.padding;
  if (values[place] !== most) return text.share.smaller(number(values[place]), number(most));
  const equal = real.filter((at) => values[at] === most).length;
  if (equal === 1) return text.share.alone(number(most));
  return (ties === "first" ? (value ? text.share.first : text.share.later) : ties === "split" ? text.share.split : text.share.all)(number(most), equal);
}
