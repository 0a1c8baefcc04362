/** The top of the equation panel: the way here, the cell, and its value. */
import { exact, rounded } from "../format.js";
import { leftSide } from "../latex.js";
import { makerOf, roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { tensorOf } from "../address.js";
import { el, icon, spoken } from "../ui/dom.js";
import { named, tex } from "../ui/tex.js";
import { ascend, bring, choose, descend, pin, show, view } from "../view.js";
import { explain } from "../explanations.js";
import { folded } from "./grouping.js";

/**
 * The way from the layer, or from the cell where the reader began, to the explained cell; each step a link.
 * @param {import("../explanations.js").Explanation} found @param {boolean} whole show every step of a long trail @param {() => void} unfold
 */
export function crumbs(found, whole, unfold) {
  const name = tensorOf(found.cell);
  const maker = makerOf(trace.value, name);
  const trail = view.trail.value;
  const tensorSymbol = trace.value.tensors.get(name).symbol || name;
  const steps = trail.length
    ? folded(trail, whole ? Infinity : 3).map(({ step, at, gap }) => (gap ? gapStep(gap, unfold) : trailStep(step, at)))
    : [link(maker, () => choose(maker)), link([named(tensorSymbol, roleOf(trace.value, name)), spoken(name)], () => show(name, maker))];
  return [...steps.flatMap((step) => [step, el("span", { "aria-hidden": "true" }, "›")]), el("span.here", { "aria-current": "true" }, named(leftSide(found.latex.symbolic), roleOf(trace.value, name)))];
}

function trailStep(cell, step) {
  const node = link("…", () => ascend(step));
  explain(cell).then((found) => node.replaceChildren(named(leftSide(found.latex.symbolic), roleOf(trace.peek(), tensorOf(cell))), spoken(cell)), () => {});
  return node;
}

const gapStep = (count, unfold) => el("button.link.gap", { type: "button", "aria-label": text.unfold(count), title: text.unfold(count), onclick: unfold }, "…");
const link = (content, onclick) => el("button.link", { type: "button", onclick }, content);

/** Ways on from a cell that was gone down to: back up, and to its own layer on the stage. @param {import("../explanations.js").Explanation} found */
export function ways(found) {
  const trail = view.trail.value;
  if (!trail.length) return [];
  const maker = makerOf(trace.value, tensorOf(found.cell));
  return [
    el("button.btn.line.up", { type: "button", title: text.upKey, onclick: () => ascend(trail.length - 1) }, icon("M8 13V3.5M3.5 8 8 3.5 12.5 8"), text.up),
    maker !== view.layer.value && el("button.btn.line.bring", { type: "button", onclick: () => bring(found.cell) }, text.showAt(maker)),
  ].filter(Boolean);
}

/** The cell in symbols, and what it is, or what it is so far; `null`: the film has not come to it. @param {import("../explanations.js").Explanation} found @param {number | null} value */
export function result(found, value) {
  const role = roleOf(trace.value, tensorOf(found.cell));
  const symbol = tex(`\\htmlClass{r-${role}}{\\displaystyle ${leftSide(found.latex.symbolic)}}`);
  if (value === null) return [symbol, el("output.later", {}, text.notYet)];
  return [symbol, el("span.eq", {}, "="), el("output", { title: `${found.cell} = ${exact(value)}` }, rounded(value))];
}

/** Go to a factor's own explanation. @param {string} cell */
export function goDown(cell) {
  if (cell === view.cell.peek()) pin(cell);
  else descend(cell);
}
