/** What the scatter figure knows: which δ is stamped, where its stamp lands, and whether the film is filling the table. */
import { computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { current, explainAll, naming, stamped } from "../explanations.js";
import { windowCells } from "../geometry.js";
import { gradientOf } from "../network.js";
import { offset, plane } from "../tensor.js";
import { layout } from "../ui/sheet.js";
import { targetCell } from "../view.js";
import { addressIn, factorIn, shapeOf } from "./common.js";

/** @param {import("./common.js").Stage} stage @param {{effect: (run: () => void) => void, add: (end: () => void) => void}} live */
export function scatterState(stage, live) {
  const { layer } = stage;
  const delta = gradientOf(layer.output);
  const weight = `${layer.name}.weight`;
  const table = `${layer.name}.table`;
  const pointed = signal(null);
  /** The δ that the film stamps, while it fills this table. */
  const filming = computed(() => (stamped.value && tensorOf(stamped.value) === delta ? stamped.value : null));

  const arrival = (term) => addressIn(factorIn(term, delta) ?? {}, delta);
  /** The δ cell that is shown: the film's, the one pointed at, else the last to arrive in the chosen cell. */
  const moment = computed(() => {
    if (filming.value) return filming.value;
    const last = stage.parts.part().findLast((term) => !term.zero && arrival(term));
    return pointed.value ?? (last ? arrival(last) : null);
  });
  const perSample = () => shapeOf(delta).slice(1);
  /** A δ cell's place in the order of arrival, from 0. */
  const order = (address) => offset(perSample(), parse(address).index.slice(1));

  const tableCell = ([r, c]) => format(table, [...stage.maps.lead.value, r, c]);
  const places = computed(() => {
    if (!moment.value) return [];
    const { rows, cols } = plane(shapeOf(weight));
    return windowCells(parse(moment.value).index.slice(-2), [rows, cols], layout(layer));
  });
  const ask = (cells, terms) => explainAll(cells, "scatter", terms).then((found) => new Map(found.map((one) => [one.cell, one])));
  /** The terms of a table cell that come from the moment's map: where they start, and how many there are. */
  function page(cell) {
    const [r, c] = parse(cell).index.slice(-2);
    const { stride, dilation } = layout(layer);
    const [kernel, out] = [shapeOf(weight).slice(-2), shapeOf(delta).slice(-2)];
    const reading = [r, c].map((at, axis) => [...Array(kernel[axis]).keys()].map((u) => at - u * dilation[axis]).filter((first) => first >= 0 && first % stride[axis] === 0 && first / stride[axis] < out[axis]).length);
    const each = reading[0] * reading[1];
    return `${[...stage.parts.groups.peek().keys()].sort((a, b) => a - b).indexOf(parse(moment.peek()).index[1]) * each},${each}`;
  }
  const inWindow = live.answered(() => (naming.value, places.value.length && stage.parts.groups.value.size ? ask(places.value.map(tableCell), stage.parts.count > 1 ? page : undefined) : null));

  /** What the moment adds to a table cell, and what stood there before. @returns {{before: number, term: any} | null} */
  function arriving(place) {
    const found = inWindow.value?.get(tableCell(place));
    const terms = found?.terms ?? [];
    const at = terms.findIndex((term) => arrival(term) === moment.value);
    return at < 0 ? null : { before: at ? terms[at - 1].running_total : found.sum_before ?? 0, term: terms[at] };
  }

  live.effect(() => { if (tensorOf(current.value) === delta) pointed.value = current.value; });
  live.effect(() => { if (filming.value) stage.parts.choose(parse(filming.value).index[1]); });
  live.effect(() => { if (pointed.peek() && parse(pointed.peek()).index[1] !== stage.parts.shown.value) pointed.value = null; });
  let chosen = targetCell();
  live.effect(() => {
    if (targetCell() === chosen) return;
    chosen = targetCell();
    pointed.value = null;
  });

  return { delta, weight, table, moment, order, places, arriving, filming };
}
