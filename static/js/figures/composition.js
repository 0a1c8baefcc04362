/** Chain rule: every output as one line of its products; the lines that hold the chosen cell, their derivatives, the sum. */
import { format, parse } from "../address.js";
import { explainAll, naming } from "../explanations.js";
import { factor as bracketed, rounded } from "../format.js";
import { inline, leftSide } from "../latex.js";
import { gradientOf } from "../network.js";
import { projector } from "../projector-choice.js";
import { text } from "../strings.js";
import { indexAt } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { targetCell } from "../view.js";
import { arrowToTarget } from "./arrow.js";
import { addressIn, caption, explained, factorIn, op, shapeOf, symbolOf } from "./common.js";
import { lights, product } from "./lines.js";
import { compositionSizes, listSizes } from "./sizes.js";
import { vars } from "../ui/vars.js";

/** So many lines are written out. */
const LINES = 48;
/** A line with more products is shortened. */
const WHOLE = 6;

/** @param {import("./common.js").Stage} stage */
export function composition(stage) {
  const { layer } = stage;
  const live = scope();
  const delta = gradientOf(layer.output);
  const weight = `${layer.name}.weight`;
  const { parts } = stage;
  const maps = { delta: parts.mapsOf(delta), weight: parts.mapsOf(weight) };

  /** Outputs whose line contains the chosen cell, in the order of the terms. */
  const holding = () => [...new Set(parts.part().map((term) => addressIn(factorIn(term, delta) ?? {}, delta)).filter(Boolean))]
    .map((address) => format(layer.output, parse(address).index));

  function wanted() {
    const first = holding();
    if (projector.value) return first.slice(0, LINES);
    const shape = shapeOf(layer.output);
    const all = shape.reduce((product_, n) => product_ * n, 1);
    const sample = parse(targetCell()).index[0] ?? 0;
    const per = all / shape[0];
    if (per <= LINES) return Array.from({ length: per }, (_, i) => format(layer.output, indexAt(shape, sample * per + i)));
    const rest = [];
    for (let i = 0; rest.length + first.length < LINES && i < per; i++) {
      const cell = format(layer.output, indexAt(shape, sample * per + i));
      if (!first.includes(cell)) rest.push(cell);
    }
    return [...first.slice(0, LINES), ...rest];
  }
  const lines = live.answered(() => (naming.value, explained() ? explainAll(wanted()) : null));

  const list = el("ol.lines", { tabindex: 0, "aria-label": text.composition });
  const count = el("small");
  live.effect(() => {
    const held = new Set(holding());
    const found = lines.value ?? [];
    const chosen = targetCell();
    const source = chosen.replace(/\.grad\[/, "[");
    list.replaceChildren(...found.map((one) => el(`li${held.has(one.cell) ? ".lit" : ""}`, {}, tex(line(one, source)))));
    const shape = shapeOf(layer.output);
    count.textContent = text.linesShown(found.length, shape.slice(1).reduce((product_, n) => product_ * n, 1));
    list.querySelector(".lit")?.scrollIntoView?.({ block: "nearest" });
  });

  const derivatives = el("ol.derivatives", { tabindex: 0, "aria-label": text.derivatives });
  const pill = el("b.pill");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    pill.textContent = parts.words(found.value);
    const lines_ = new Map((lines.value ?? []).map((one) => [parse(one.cell).index.join(), one]));
    derivatives.replaceChildren(...parts.part().filter((term) => !term.zero).slice(0, LINES).map((term) => derivative(term, lines_, found)));
  });

  function derivative(term, known, found) {
    const own = factorIn(term, delta);
    const other = term.factors.find((one) => one !== own);
    const above = known.get(parse(addressIn(own, delta)).index.join());
    const z = above ? leftSide(above.latex.symbolic) : symbolOf(layer.output);
    const x = inputSymbol(found);
    const row = el("li", {},
      tex(`\\htmlClass{r-gradient}{${inline(own.symbol)}}\\cdot\\frac{\\partial ${z}}{\\partial ${x}}`),
      tex(`=\\htmlClass{r-gradient}{${inline(own.symbol)}}\\,\\htmlClass{r-weight}{${other.symbol}}`),
      el("span.numbers", {}, "= ", el("span.r-gradient", {}, rounded(own.value)), " · ", el("span.r-weight", {}, bracketed(other.value)), " = ", el("b", {}, rounded(term.value))));
    lights(row, term);
    return row;
  }

  /** The symbol of the cell by which the derivative is taken, out of ∂L/∂x₁₁. */
  function inputSymbol(found) {
    const source = format(layer.input, parse(found.cell).index);
    for (const one of lines.value ?? []) for (const term of one.terms) for (const factor of term.factors) if (factor.cell === source) return factor.symbol;
    return symbolOf(layer.input);
  }

  const deltaPart = matrix({ tensor: delta, size: "--s", model: () => sheet(delta, maps.delta.lead.value), caption: () => caption(delta, { maps: maps.delta, delta: true }) });
  const weightPart = matrix({ tensor: weight, size: "--s", model: () => sheet(weight, maps.weight.lead.value), caption: () => caption(weight, { maps: maps.weight }) });
  const element = el("div.left.composition.tall", {},
    el("div.list", {}, el("div.cap", {}, el("b", {}, text.composition), count), list),
    el("div.gather", {},
      el("div.pair", {}, deltaPart.element, op(text.operator.times), weightPart.element),
      el("div.derived", {}, el("div.cap", {}, el("b", {}, text.derivatives)), derivatives, pill)));
  live.effect(() => vars(element, projector.value ? compositionSizes(stage, shapeOf(delta), shapeOf(weight)) : listSizes(stage, shapeOf(delta), shapeOf(weight), { tall: true })));
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); deltaPart.dispose(); weightPart.dispose(); } };
}

/** One output as its products, the chosen cell's own term underlined; a long line keeps that term and its ends. */
function line(found, source) {
  const own = found.terms.map((term) => term.factors.some((factor) => factor.cell === source));
  const products = found.terms.map((term, i) => (own[i] ? `\\underline{${product(term)}}` : product(term)));
  const shown = products.length <= WHOLE ? products : products.flatMap((latex, i) => {
    if (i < 2 || own[i] || i === products.length - 1) return [latex];
    return i === 2 || own[i - 1] ? ["\\cdots"] : [];
  });
  return `\\htmlClass{r-activation}{${leftSide(found.latex.symbolic)}}=${shown.join("+")}`;
}
