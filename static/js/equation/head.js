/** The top of the equation panel: where we are, the cell and its value, the law behind it. */
import { exact, rounded } from "../format.js";
import { leftSide, letter } from "../latex.js";
import { layerNamed, makerOf, roleOf, suffix } from "../network.js";
import { catalogue, kept, trace } from "../store.js";
import { tensorOf } from "../address.js";
import { el, spoken } from "../ui/dom.js";
import { coloured, named, tex } from "../ui/tex.js";
import { ascend, choose, descend, pin, show, view } from "../view.js";
import { explain } from "../explanations.js";

/** Symbols that formulas of the catalogue use beside the layer's own. */
const COMMON = { z: "activation", a: "activation", y: "activation", g: "gradient", "\\delta": "gradient", e: "gradient" };

/** The notation in which the catalogue writes its formulas; under another one they would contradict the symbols. */
const PRINTED = "000";

/** The way from the layer to the pinned cell, each step a link. @param {import("../explanations.js").Explanation} found */
export function crumbs(found) {
  const name = tensorOf(found.cell);
  const maker = makerOf(trace.value, name);
  const trail = view.trail.value;
  const tensorSymbol = trace.value.tensors.get(name).symbol || name;
  const steps = trail.length
    ? trail.map((cell, step) => trailStep(cell, step))
    : [link(maker, () => choose(maker)), link([named(tensorSymbol, roleOf(trace.value, name)), spoken(name)], () => show(name, maker))];
  return [...steps.flatMap((step) => [step, el("span", { "aria-hidden": "true" }, "›")]), el("span.here", { "aria-current": "true" }, named(leftSide(found.latex.symbolic), roleOf(trace.value, name)))];
}

function trailStep(cell, step) {
  const node = link("…", () => ascend(step));
  explain(cell).then((found) => node.replaceChildren(named(leftSide(found.latex.symbolic), roleOf(trace.peek(), tensorOf(cell))), spoken(cell)), () => {});
  return node;
}

const link = (content, onclick) => el("button.link", { type: "button", onclick }, content);

/** The cell in symbols, and what it is. */
export function result(found) {
  const role = roleOf(trace.value, tensorOf(found.cell));
  const symbol = tex(`\\htmlClass{r-${role}}{\\displaystyle ${leftSide(found.latex.symbolic)}}`);
  return [symbol, el("span.eq", {}, "="), el("output", { title: `${found.cell} = ${exact(Number(found.value))}` }, rounded(Number(found.value)))];
}

/** The law of the tensor under the method, from the catalogue. */
export function law(found) {
  if (view.notation.value !== PRINTED) return null;
  const name = tensorOf(found.cell);
  const layer = layerNamed(trace.value, makerOf(trace.value, name));
  const formulas = layer ? catalogue.value.layers?.[layer.type]?.formulas : catalogue.value.losses?.[kept.value.loss?.type]?.formulas;
  const key = layer ? suffix(layer, name) : lossKey(name);
  const formula = formulas?.[key]?.[found.method] ?? formulas?.[key]?.chain;
  return formula && found.rule !== "given" ? coloured(formula, layer ? symbolsOf(layer) : COMMON, { display: true }) : null;
}

const lossKey = (name) => (name.endsWith(".grad") ? "output.grad" : name.split(".").at(-1));

function symbolsOf(layer) {
  const roles = { x: roleOf(trace.value, layer.input), w: "weight", W: "weight", b: "bias", ...COMMON };
  for (const name of [layer.input, layer.output, ...layer.parameters]) {
    const found = letter(trace.value.tensors.get(name).symbol);
    if (found) roles[found] = roleOf(trace.value, name);
  }
  return roles;
}

/** Go to a factor's own explanation. @param {import("../explanations.js").Factor} factor */
export function goDown(factor) {
  if (factor.cell === view.cell.peek()) pin(factor.cell);
  else descend(factor.cell);
}
