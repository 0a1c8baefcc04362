/**
 * What the view of all layers shows: per layer its parameters and its output, map by map, as many as there is room for. Pure.
 * @typedef {{from: number, to: number, all: number}} Span what is shown of how many
 * @typedef {{name: string, rows: number[][][]}} Column a tensor: per row of maps the leading indices that stand side by side
 * @typedef {{name: string, type: string, maps: Span, inputs: Span, columns: Column[]}} Layer
 */
import { layerNamed, stops } from "../network.js";
import { plane } from "../tensor.js";

/** Rows of maps, and kernels side by side in a row. */
export const MAPS = 4;
export const INPUTS = 4;

/** @param {number} from @param {number} all @param {number} room @returns {Span} */
export function span(from, all, room) {
  const start = Math.max(0, Math.min(from, all - 1));
  return { from: start, to: Math.min(all, start + room), all };
}

const range = ({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i);
const isValue = (trace, name) => trace.tensors.get(name).role !== "parameter";

/** The tensors of a card, those with numbers of their own. */
function tensorsOf(trace, stop) {
  const layer = layerNamed(trace, stop.name);
  const names = layer ? [...layer.parameters, layer.output] : stop.name === "input" ? ["input"] : ["loss.target", "loss"];
  return names.filter((name) => trace.tensors.has(name));
}

/** How many maps, and how many inputs each kernel reads: axes of parameters first, of outputs second. */
function axes(trace, names) {
  const found = names.map((name) => ({ lead: plane(trace.tensors.get(name).shape).lead, value: isValue(trace, name) }));
  const most = (numbers) => Math.max(1, ...numbers);
  return {
    maps: most(found.map(({ lead, value }) => (value ? lead.at(-1) : lead[0]) ?? 1)),
    inputs: most(found.map(({ lead, value }) => (value ? 1 : lead[1]) ?? 1)),
  };
}

/**
 * @param {import("../store.js").Trace} trace @param {any} document
 * @param {{sample: number, pages: Map<string, {maps?: number, inputs?: number}>}} where
 * @returns {Layer[]}
 */
export function planOf(trace, document, { sample, pages }) {
  return stops(trace, document).map((stop) => {
    const names = tensorsOf(trace, stop);
    const counts = axes(trace, names);
    const page = pages.get(stop.name) ?? {};
    const maps = span(page.maps ?? 0, counts.maps, MAPS);
    const inputs = span(page.inputs ?? 0, counts.inputs, INPUTS);
    const perMap = counts.maps > 1 || names.some((name) => isValue(trace, name) && trace.tensors.get(name).shape.length === 4);
    const columns = names.map((name) => ({ name, rows: rowsOf(trace, name, { sample, maps, inputs, perMap }) }));
    return { name: stop.name, type: stop.type, maps, inputs, columns };
  });
}

/** A parameter with one number per map lies beside the maps, number by number. */
function rowsOf(trace, name, { sample, maps, inputs, perMap }) {
  const { shape } = trace.tensors.get(name);
  const { lead } = plane(shape);
  if (perMap && shape.length === 1 && !isValue(trace, name)) return range(maps).filter((i) => i < shape[0]).map((i) => [[i]]);
  if (!lead.length) return [[[]]];
  const inside = (span_, size) => range(span_).filter((i) => i < size);
  if (isValue(trace, name)) return inside(maps, lead.at(-1)).map((map) => [[...lead.slice(0, -1).map((n) => Math.min(sample, n - 1)), map]]);
  return inside(maps, lead[0]).map((kernel) => (lead.length > 1 ? inside(inputs, lead[1]).map((input) => [kernel, input]) : [[kernel]]));
}

/** Where one has to turn to for a cell to be shown; null where it is. @param {Layer} layer @param {string} name @param {number[]} lead @param {boolean} value */
export function turnFor(layer, lead, value) {
  const [map, input] = value ? [lead.at(-1), 0] : lead;
  const turn = {};
  if (map !== undefined && (map < layer.maps.from || map >= layer.maps.to)) turn.maps = Math.floor(map / MAPS) * MAPS;
  if (!value && input !== undefined && (input < layer.inputs.from || input >= layer.inputs.to)) turn.inputs = Math.floor(input / INPUTS) * INPUTS;
  return Object.keys(turn).length ? turn : null;
}
