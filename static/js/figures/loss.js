/** Losses: the sum that is L, or the gradient that it sends back, with what came out beside what was wanted and what divides. */
import { parse } from "../address.js";
import { lastOutput } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { targetCell } from "../view.js";
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
  return bars({ value, wanted, rows, live: of.live });
}

/** What divides, in words, with the numbers of this document. */
function divided(stage) {
  const { loss: spec } = kept.peek();
  const shape = shapeOf(lastOutput(trace.peek()));
  if (stage.target.startsWith("loss.")) return null;
  const words = text.whatDivides(spec.type, spec.reduction, shape[0], shape.reduce((product, n) => product * n, 1), stage.target === "loss");
  return words ? el("p.note.divides", {}, words) : null;
}
