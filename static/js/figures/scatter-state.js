/** What the scatter figure knows: which δ is stamped, where its stamp lands, and how far the table has come. */
import { batch, computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { current, explainAll, naming, stamped } from "../explanations.js";
import { windowCells } from "../geometry.js";
import { gradientOf } from "../network.js";
import { indexAt, offset, plane } from "../tensor.js";
import { layout } from "../ui/sheet.js";
import { targetCell } from "../view.js";
import { addressIn, factorIn, shapeOf } from "./common.js";

/** The table is stepped through only while it is small enough to ask about every cell. */
const STEPPED = 400;

/** @param {import("./common.js").Stage} stage @param {{effect: (run: () => void) => void, add: (end: () => void) => void}} live */
export function scatterState(stage, live) {
  const { layer } = stage;
  const delta = gradientOf(layer.output);
  const weight = `${layer.name}.weight`;
  const table = `${layer.name}.table`;
  const pointed = signal(null);
  const stepping = signal(false);

  const arrival = (term) => addressIn(factorIn(term, delta) ?? {}, delta);
  /** The δ cell that is shown: the one pointed at, else the last to arrive in the chosen cell. */
  const moment = computed(() => {
    const last = stage.parts.part().findLast((term) => !term.zero && arrival(term));
    return pointed.value ?? (last ? arrival(last) : null);
  });
  const perSample = () => shapeOf(delta).slice(1);
  /** A δ cell's place in the order of arrival, from 0. */
  const order = (address) => offset(perSample(), parse(address).index.slice(1));
  const total = computed(() => perSample().reduce((product, n) => product * n, 1));
  const sample = () => stage.maps.lead.value[0] ?? 0;
  const deltaAt = (at) => format(delta, [sample(), ...indexAt(perSample(), at)]);

  const tableCell = ([r, c]) => format(table, [...stage.maps.lead.value, r, c]);
  const places = computed(() => {
    if (!moment.value) return [];
    const { rows, cols } = plane(shapeOf(weight));
    return windowCells(parse(moment.value).index.slice(-2), [rows, cols], layout(layer));
  });
  const small = computed(() => plane(shapeOf(table)).rows * plane(shapeOf(table)).cols <= STEPPED);
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
  const everywhere = live.answered(() => {
    naming.value;
    if (!stepping.value || !small.value) return null;
    const { rows, cols } = plane(shapeOf(table));
    return ask(Array.from({ length: rows * cols }, (_, i) => tableCell([Math.floor(i / cols), i % cols])));
  });

  /** What the moment adds to a table cell, and what stood there before. @returns {{before: number, term: any} | null} */
  function arriving(place) {
    const found = inWindow.value?.get(tableCell(place));
    const terms = found?.terms ?? [];
    const at = terms.findIndex((term) => arrival(term) === moment.value);
    return at < 0 ? null : { before: at ? terms[at - 1].running_total : found.sum_before ?? 0, term: terms[at] };
  }

  /** How far a table cell has come at the moment: null when the whole table is shown finished. */
  function progress(place) {
    const terms = stepping.value && moment.value && everywhere.value?.get(tableCell(place))?.terms;
    if (!terms) return null;
    const real = terms.filter((term) => !term.zero);
    const come = real.filter((term) => order(arrival(term)) <= order(moment.value));
    return { arrived: come.length, all: real.length, value: come.at(-1)?.running_total };
  }

  live.effect(() => { if (tensorOf(current.value) === delta) pointed.value = current.value; });
  live.effect(() => { stamped.value = stepping.value ? moment.value : null; });
  live.add(() => { stamped.value = null; });
  live.effect(() => { if (pointed.peek() && parse(pointed.peek()).index[1] !== stage.parts.shown.value) pointed.value = null; });
  let chosen = targetCell();
  live.effect(() => {
    if (targetCell() === chosen) return;
    chosen = targetCell();
    pointed.value = null;
    stepping.value = false;
  });

  /** Step to the next or previous δ in order of arrival; from the finished table to the first or the last. */
  function step(by) {
    const at = stepping.peek() && moment.peek() ? order(moment.peek()) + by : by > 0 ? 0 : total.peek() - 1;
    const next = deltaAt(Math.max(0, Math.min(total.peek() - 1, at)));
    batch(() => {
      stepping.value = true;
      pointed.value = next;
      stage.parts.choose(parse(next).index[1]);
    });
  }
  const all = () => { stepping.value = false; };

  return { delta, weight, table, moment, order, total, places, arriving, progress, stepping, small, step, all, ready: () => Boolean(everywhere.value) };
}
