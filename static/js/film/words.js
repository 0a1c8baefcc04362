/** What the film's step does, in one sentence with its own numbers. */
import { answered, explain, naming, pinnedExplanation } from "../explanations.js";
import { sentence } from "../equation/words.js";
import { rounded } from "../format.js";
import { inline, leftSide } from "../latex.js";
import { layerNamed, roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { tensorOf } from "../address.js";
import { el } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { exists, methodFor } from "../view.js";
import { asked } from "./pace.js";
import { isThere, partsOf, stepOf } from "./presence.js";
import { cellAt, placeOf, SCATTER } from "./segments.js";
import { segments } from "./state.js";

const DERIVATIVE = /^\\frac\{\\partial [A-Z]\}\{\\partial (.*)\}$/;
const LETTER = /^\\?[A-Za-z]+/;

/** The segment that is spoken of; sentences follow the questions, not every frame. */
const told = () => (asked.value === null || !segments.value.length ? null : segments.value[placeOf(segments.value, asked.value)]);

const visited = answered(() => {
  const one = told();
  const cell = one && (naming.value, cellAt(one, asked.value));
  return cell && exists(cell) ? explain(cell, methodFor(tensorOf(cell))) : null;
});

/** @returns {(Node | string)[] | null} null while the answer is on its way */
export function stepInWords() {
  const one = told();
  const found = visited.value;
  if (!one) return null;
  if (found?.cell !== cellAt(one, asked.value)) return null;
  return one.method === SCATTER ? stamp(one, found) : number(found);
}

const symbolOf = (found) => named(leftSide(found.latex.symbolic), roleOf(trace.value, tensorOf(found.cell)));
const value = (found) => el("b", {}, ` = ${rounded(Number(found.value))}`);

function number(found) {
  const words = sentence(found) || sums(found);
  return [symbolOf(found), value(found), `. ${words}`];
}

/** How many products were added, and how many numbers that are none. */
function sums({ terms, term_count: count }) {
  if (terms.length < count) return text.manyTerms(count);
  const products = terms.filter(({ factors }) => factors.length > 1).length;
  return count === 1 ? text.oneProduct : text.addedUp(products, count - products);
}

function stamp(one, found) {
  const layer = layerNamed(trace.value, one.layer);
  const { shape } = trace.value.tensors.get(`${layer.name}.weight`);
  const read = DERIVATIVE.exec(leftSide(found.latex.symbolic))?.[1];
  const delta = read ? named(read.replace(LETTER, "\\delta"), "gradient") : symbolOf(found);
  const z = read ? named(inline(read), roleOf(trace.value, layer.output)) : text.itsWindow;
  const [before, after] = text.stampSays(Number(found.value) === 0, shape[2] * shape[3], shape[1] > 1);
  return [delta, value(found), before, z, after, ...soFar()];
}

/** What the pinned cell of the target has by now; that it has all is said once, by the stamp that brings the last part. */
function soFar() {
  const target = pinnedExplanation.value;
  const parts = target && partsOf(target.cell);
  if (!parts?.all || (isThere(target.cell) && stepOf(target.cell) !== asked.value)) return [];
  return [" ", symbolOf(target), isThere(target.cell) ? text.hasAll(parts.all) : text.hasParts(parts.come, parts.all)];
}
