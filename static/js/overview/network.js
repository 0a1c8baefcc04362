/** All layers from the input to the loss, side by side: values on top, under each its gradient. */
import { gradientOf } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el, icon } from "../ui/dom.js";
import { INPUTS, MAPS } from "./plan.js";
import { slot } from "./slot.js";

const words = text.whole;
const HEAD = 2;

const put = (node, row, col, { rows = 1, cols = 1 } = {}) => {
  node.style.gridArea = `${row} / ${col} / ${row < 0 ? row : row + rows} / ${col + cols}`;
  return node;
};
/** All the way down, so that what sticks to the top stays with its column. */
const column = (node, col, cols) => {
  node.style.gridArea = `1 / ${col} / -1 / ${col + cols}`;
  return node;
};

/**
 * @param {import("./plan.js").Layer[]} plan
 * @param {{turn: (layer: string, to: {maps?: number, inputs?: number}) => void, open: (layer: string) => void}} act
 * @returns {{nodes: Node[], slots: ReturnType<typeof slot>[], rows: number}}
 */
export function networkOf(plan, act) {
  const slots = [];
  const nodes = [put(el("span.way.forth", { "aria-hidden": "true" }, `${words.values} →`), HEAD, 1), put(el("span.way.back", { "aria-hidden": "true", hidden: !kept.peek().loss }, `← ${words.gradients}`), HEAD + 1, 1)];
  let col = 2;
  plan.forEach((layer, at) => {
    if (at) {
      nodes.push(put(el("i.wire.forth", { "aria-hidden": "true" }), HEAD, col), put(el("i.wire.back", { "aria-hidden": "true", hidden: !kept.peek().loss }), HEAD + 1, col));
      col += 1;
    }
    const width = layer.columns.length;
    nodes.push(column(el("div.plate", {}), col, width), column(head(layer, act), col, width));
    for (const tensor of layer.columns) {
      tensor.rows.forEach((leads, r) => {
        nodes.push(put(cells(leads.map((lead) => made(tensor.name, lead)), "value"), HEAD + 2 * r, col));
        const gradient = gradientOf(tensor.name);
        if (trace.peek().tensors.has(gradient)) nodes.push(put(cells(leads.map((lead) => made(gradient, lead)), "under"), HEAD + 2 * r + 1, col));
        else if (tensor.name === "loss") nodes.push(put(el("div.under.seed", {}, el("span", {}, `${words.seed} = 1`)), HEAD + 1, col));
      });
      col += 1;
    }
  });

  function made(name, lead) {
    const one = slot(name, lead);
    slots.push(one);
    return one.element;
  }
  return { nodes, slots, rows: Math.max(1, ...plan.flatMap((layer) => layer.columns.map((tensor) => tensor.rows.length))) };
}

const cells = (all, kind) => el(`div.${kind}`, {}, ...all);

/** Name and type, the way to the stage, and where there are more maps than room, the way to them. */
function head(layer, act) {
  const { name, type, maps, inputs } = layer;
  const called = name === "input" ? "" : name === "loss" ? text.lossType(type) : text.layerType(type);
  return el("header.of", { "data-layer": name }, el("div.line-1", {}, el("h3", {}, name), el("small", {}, called),
    el("button.btn", { type: "button", "data-key": `${name} open`, "aria-label": words.openStage(name), title: words.openStage(name), onclick: () => act.open(name) }, icon("M6 3H3v10h10v-3", "M9 3h4v4M13 3 7.5 8.5"))),
  el("div.line-2", {}, ...pager(layer, "maps", maps, MAPS, act), ...pager(layer, "inputs", inputs, INPUTS, act)));
}

function pager({ name }, axis, { from, to, all }, room, act) {
  if (all <= room) return [];
  const inputs = axis === "inputs";
  const arrow = (label, path, start, off) => el("button", {
    type: "button", "data-key": `${name} ${label}`, "aria-label": label, "aria-disabled": off ? true : null, onclick: () => { if (!off) act.turn(name, { [axis]: start }); },
  }, icon(path));
  const left = all - (to - from);
  return [el("span.pager", { role: "group", "aria-label": inputs ? words.whichInputs(name) : words.whichMaps(name) }, arrow((inputs ? words.previousInputs : words.previous)(name), "m10 4-4 4 4 4", Math.max(0, from - room), from === 0),
    el("span", {}, (inputs ? words.reads : words.maps)(from + 1, to, all)), arrow((inputs ? words.nextInputs : words.next)(name), "m6 4 4 4-4 4", from + room, to === all)),
  inputs || !left ? null : el("small", {}, words.more(left))];
}

