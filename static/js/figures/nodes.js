/** A fully connected layer as nodes and edges: the chosen cell's edges are thick and carry their products. */
import { format, parse, tensorOf } from "../address.js";
import { coming } from "../film/presence.js";
import { rounded } from "../format.js";
import { gradientOf, roleOf } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { numbersOf } from "../supply.js";
import { offset } from "../tensor.js";
import { el, svg } from "../ui/dom.js";
import { rem } from "../ui/vars.js";
import { exists, pin, targetCell } from "../view.js";
import { board } from "./board.js";
import { explained, has, shapeOf } from "./common.js";
import { around, heaviest } from "./nodes-fold.js";
import { fit, leftRoom } from "./sizes.js";

const RADIUS = 21;
/** From one node to the next: few nodes stand further apart. */
const STEP = { few: 60, many: 46 };
const FEW = 6;
/** What the chosen cell's number takes beside the graph. */
const PILL = 190;

/** @param {import("./common.js").Stage} stage @param {string} kind "output", "input.grad" or "weight.grad" */
export function nodes(stage, kind) {
  const of = board(stage);
  const { layer } = stage;
  const names = { x: layer.input, w: `${layer.name}.weight`, b: `${layer.name}.bias`, d: gradientOf(layer.output), z: layer.output, dx: gradientOf(layer.input) };
  const outIn = kept.peek().layers.find((one) => one.name === layer.name)?.layout !== "in_out";
  const sides = { output: [names.x, names.z], "input.grad": [names.dx, names.d], "weight.grad": [names.x, names.d] }[kind];
  const graph = svg("svg", { class: `graph ${kind.replace(".", "-")}`, role: "img" });
  const pill = of.numbers();
  const used = { output: [names.x, names.w, names.b], "input.grad": [names.d, names.w], "weight.grad": [names.d, names.x] }[kind].filter(has);
  const parts = used.map((name) => of.tensor(name, { size: "--h" }));
  const more = el("p.note");

  of.live.effect(() => {
    const found = explained();
    if (!found) return;
    const room = leftRoom(stage).width - 20;
    const width = Math.max(300, Math.min(560, room - PILL > 300 ? room - PILL : room));
    draw(picture(found), width);
  });

  /** What is drawn: nodes left and right, and for the chosen cell the edges with their terms. */
  function picture(found) {
    const { index } = parse(targetCell());
    const pairs = found.terms.map((term) => ({ term, ...endsOf(term) })).filter((one) => one.left !== undefined || one.right !== undefined);
    const sample = kind === "weight.grad" ? parse(found.terms[0]?.factors[0]?.cell ?? "x[0]").index[0] : index[0];
    const chosen = kind === "output" ? { right: index[1] } : kind === "input.grad" ? { left: index[1] } : outIn ? { right: index[0], left: index[1] } : { left: index[0], right: index[1] };
    const [inputs, outputs] = sides.map((name) => shapeOf(name)[1]);
    const many = (side) => heaviest(pairs.map((one) => ({ at: one[side], value: one.term.value })));
    const left = kind === "output" ? many("left") : around(inputs, chosen.left);
    const right = kind === "input.grad" ? many("right") : around(outputs, chosen.right);
    return { found, pairs, sample, chosen, left, right };
  }

  /** Which nodes a term joins: told by the cells that it reads. */
  function endsOf(term) {
    const index = (name) => { const cell = term.factors.find((one) => one.cell && tensorOf(one.cell) === name)?.cell; return cell && parse(cell).index; };
    return { left: index(names.x)?.[1] ?? index(names.w)?.[outIn ? 1 : 0], right: index(names.d)?.[1] ?? index(names.w)?.[outIn ? 0 : 1] };
  }

  function draw({ found, pairs, sample, chosen, left, right }, width) {
    const column = (side, x) => ({ x, count: side.shown.length + (side.rest ? 1 : 0), of: (at) => side.shown.indexOf(at) });
    const [a, b] = [column(left, RADIUS + 30), column(right, width - RADIUS - 34)];
    const bias = kind === "output" && found.terms.find((term) => term.factors.some((one) => one.cell && tensorOf(one.cell) === names.b));
    const most = Math.max(a.count + (bias ? 1 : 0), b.count);
    const step = most > FEW ? STEP.many : STEP.few;
    const height = most * step + 12;
    const y = (side, i) => height / 2 + (i - (side.count + (side === a && bias ? 1 : 0) - 1) / 2) * step;
    const lit = new Map(pairs.map((one) => [`${one.left},${one.right}`, one.term]));
    const edges = [];
    const labels = [];
    for (const l of left.shown) for (const r of right.shown) {
      const ends = [[a.x + RADIUS, y(a, a.of(l))], [b.x - RADIUS, y(b, b.of(r))]];
      const term = lit.get(`${l},${r}`);
      edges.push([term ? 1 : 0, edge(ends, Boolean(term), ARROWS[kind])]);
      if (term) labels.push(label(ends, kind === "input.grad" ? 0.7 : kind === "output" ? 0.3 : 0.5, wordsOf(term)));
    }
    if (bias) {
      const ends = [[a.x + RADIUS, y(a, a.count)], [b.x - RADIUS, y(b, b.of(chosen.right))]];
      edges.push([1, edge(ends, true)]);
      labels.push(label(ends, 0.3, [["+ ", ""], [rounded(bias.value), "bias"]]));
    }
    const words = (name, at) => {
      const place = offset(shapeOf(name), [sample, at]);
      return coming(name)?.(place) === null ? "" : rounded(numbersOf(name)?.[place] ?? NaN, 2);
    };
    const circles = [[a, left, sides[0], chosen.left], [b, right, sides[1], chosen.right]].flatMap(([column_, side, name, own]) => [
      ...side.shown.map((at) => node([column_.x, y(column_, column_.of(at))], words(name, at), roleOf(trace.value, name), at === own, format(name, [sample, at]))),
      ...(side.rest ? [folded([column_.x, y(column_, column_.count - 1)], side)] : []),
    ]);
    if (bias) circles.push(node([a.x, y(a, a.count)], "1", "bias", false, ""));
    graph.setAttribute("viewBox", `0 0 ${width} ${height}`);
    graph.style.setProperty("width", rem(width));
    graph.style.setProperty("height", rem(height));
    graph.setAttribute("aria-label", text.graphSays(pairs.length, rounded(found.value)));
    graph.replaceChildren(...edges.sort(([p], [q]) => p - q).map(([, one]) => one), ...circles, ...labels);
    const rest = left.rest && kind === "output" ? left : right.rest && kind === "input.grad" ? right : null;
    more.textContent = rest ? text.foldedSays(rest.rest, rounded(rest.sum, 4)) : kind === "weight.grad" && shapeOf(names.x)[0] > 1 ? text.sampleOfSum(sample + 1, shapeOf(names.x)[0]) : "";
  }

  function node([x, y], words, role, own, address) {
    const made = svg("g", { class: `node r-${role}${own ? " own" : ""}`, transform: `translate(${x} ${y})` }, svg("circle", { r: RADIUS }), textAt(words, 0));
    if (address && exists(address) && tensorOf(address) === stage.target) made.addEventListener("click", () => pin(address));
    if (own && address) made.append(svg("circle", { class: "ring", r: RADIUS + 4 }));
    return made;
  }

  const sizes = () => {
    const { width } = leftRoom(stage);
    const across = used.reduce((sum, name) => sum + shapeOf(name).at(-1), 0);
    return { h: fit(width - 70 * used.length, across, 160, Math.max(...used.map((name) => shapeOf(name).at(-2) ?? 1)), 34), mid: 0 };
  };
  return of.done("as-graph", { from: pill, sizes }, el("div.with-graph", {}, graph, el("div", {}, pill, more)), el("div.in-row.apart", {}, ...parts.map((part) => part.element)));
}

/** The nodes that are not drawn one by one. */
const folded = ([x, y], side) => svg("g", { class: "node more", transform: `translate(${x} ${y})` }, svg("circle", { r: RADIUS }), textAt(`+${side.rest}`, 0));

/** A number in its node: a long one smaller, so that it never touches the circle. */
function textAt(words, y) {
  const fits = Math.min(1, (2 * RADIUS - 10) / (words.length * 6.6));
  const made = svg("text", { x: 0, y, dy: "0.35em", transform: `scale(${fits})` });
  made.textContent = words;
  return made;
}

/** Numbers run to the right, gradients to the left; a weight's own gradient only joins two nodes. */
const ARROWS = { output: "right", "input.grad": "left", "weight.grad": "none" };

function edge([[x0, y0], [x1, y1]], lit, arrow = "right") {
  const line = svg("path", { class: lit ? "edge lit" : "edge", d: `M${x0} ${y0}L${x1} ${y1}` });
  if (!lit || arrow === "none") return line;
  const [tip, from] = arrow === "left" ? [[x0, y0], [x1, y1]] : [[x1, y1], [x0, y0]];
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
  const point = (along, across) => `${tip[0] + along * Math.cos(angle) - across * Math.sin(angle)},${tip[1] + along * Math.sin(angle) + across * Math.cos(angle)}`;
  return svg("g", {}, line, svg("polygon", { class: "tip", points: `${point(0, 0)} ${point(-9, -4.5)} ${point(-9, 4.5)}` }));
}

/** A term as the product of its numbers. @param {import("../explanations.js").Term} term */
const wordsOf = (term) => term.factors.filter((one) => one.cell || one.value !== 1)
  .flatMap((one, i) => [...(i ? [[" · ", ""]] : []), [short(one.value, i), one.cell ? roleOf(trace.value, tensorOf(one.cell)) : ""]]);

/** Three digits, in brackets after a sign. */
const short = (value, bracket) => (bracket && value < 0 ? `(${rounded(value, 3)})` : rounded(value, 3));

/** Words on an edge, each piece in its role's colour. */
function label([[x0, y0], [x1, y1]], along, pieces) {
  const made = svg("text", { class: "label", x: x0 + (x1 - x0) * along, y: y0 + (y1 - y0) * along, dy: "0.35em" });
  made.append(...pieces.map(([words, role]) => { const span = svg("tspan", role ? { class: `r-${role}` } : {}); span.textContent = words; return span; }));
  return made;
}
