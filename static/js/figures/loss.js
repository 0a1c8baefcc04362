/** Losses: the sum that is L, or the gradient that it sends back, with what came out beside what was wanted and what divides. */
import { parse } from "../address.js";
import { isThere } from "../film/presence.js";
import { rounded } from "../format.js";
import { lastOutput } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { targetCell, view } from "../view.js";
import { bars } from "./bars.js";
import { flow } from "./board.js";
import { has, shapeOf } from "./common.js";
import { expression } from "./expression.js";
import { tex } from "../ui/tex.js";

/** @param {import("./common.js").Stage} stage */
export function loss(stage) {
  return expression(stage, (of, form) => [el("div.side-by-side", {}, origin(form, of), compared(of)), divided(stage)].filter(Boolean));
}

const residual = "loss.residual";

/** Where the residual comes from, when the row reads it. */
function origin(form, of) {
  if (!form.groups.some(({ tensors }) => tensors.includes(residual))) return null;
  const [value, wanted] = sides();
  const [out, goal] = [value, wanted].map((name) => of.tensor(name));
  return el("div.origin", {}, flow(tex(trace.peek().tensors.get(residual).symbol), text.operator.equals, out.element, "−", goal.element));
}

/** What came out and what was wanted, in one shape: probabilities where there are some, the class as a row. */
function sides() {
  const value = has("loss.probabilities") ? "loss.probabilities" : lastOutput(trace.peek());
  return [value, has("loss.one_hot") ? "loss.one_hot" : "loss.target"];
}

function compared(of) {
  const [value, wanted] = sides();
  if (!has(wanted) || shapeOf(value).length !== 2) return null;
  const rows = () => { const { index } = parse(targetCell()); return index.length ? [index[0]] : [...Array(shapeOf(value)[0]).keys()]; };
  return el("div", {}, answer(rows, of.live), bars({ value, wanted, rows, live: of.live }));
}

/** Which class is the likeliest, as a reader of the probabilities would say it; of several samples for the first that is shown. */
function answer(rows, live) {
  const name = "loss.probabilities";
  if (!has(name) || shapeOf(name).length !== 2) return null;
  const words = el("p.note.answer");
  live.effect(() => {
    const { shape: [, classes], values } = trace.value.tensors.get(name);
    const from = rows()[0] * classes;
    const row = values && isThere(`${name}[${rows()[0]},0]`) ? values.subarray(from, from + classes) : [];
    words.textContent = row.length ? text.likeliest(row.indexOf(Math.max(...row)) + view.base.value, view.base.value, rounded(Math.max(...row), 3)) : "";
  });
  return words;
}

/** What divides, in words, with the numbers of this document. */
function divided(stage) {
  const { loss: spec } = kept.peek();
  const shape = shapeOf(lastOutput(trace.peek()));
  if (stage.target.startsWith("loss.")) return null;
  const words = text.whatDivides(spec.type, spec.reduction, shape[0], shape.reduce((product, n) => product * n, 1), stage.target === "loss");
  return words ? el("p.note.divides", {}, words) : null;
}
