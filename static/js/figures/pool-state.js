/** What the pooling figure knows: which δ is on its way, where it goes, and what it adds there. */
import { computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { current, explainAll, naming } from "../explanations.js";
import { windowCells } from "../geometry.js";
import { gradientOf } from "../network.js";
import { targetCell } from "../view.js";
import { addressIn, explained, factorIn, shapeOf } from "./common.js";
import { maskOf, poolLayout } from "./pool-layout.js";

/** A window is asked about only while it has few cells. */
const ASKED = 64;

/** @param {import("./common.js").Stage} stage @param {ReturnType<typeof import("../ui/dom.js").scope>} live */
export function poolState(stage, live) {
  const { layer, target } = stage;
  const delta = gradientOf(layer.output);
  const mask = maskOf(layer);
  const pointed = signal(null);
  const from = (term) => addressIn(factorIn(term, delta) ?? {}, delta);

  /** The δ cell that is shown: the one pointed at, else the one that gives the chosen cell most, else the first of the map. */
  const moment = computed(() => {
    if (pointed.value) return pointed.value;
    const terms = explained()?.terms ?? [];
    const most = terms.reduce((best, term) => (Math.abs(term.value) > Math.abs(best?.value ?? 0) ? term : best), null) ?? terms[0];
    return most ? from(most) : format(delta, [...stage.maps.lead.value, 0, 0]);
  });
  const tile = computed(() => parse(moment.value).index.slice(-2));

  /** The window of the moment's δ in the input: its cells that are no padding, place by place. */
  const places = computed(() => {
    const { ring, kernel, input, ...layout } = poolLayout(layer);
    return windowCells(tile.value, kernel, layout).map(([r, c]) => [r - ring.top, c - ring.left])
      .filter(([r, c]) => r >= 0 && c >= 0 && r < input.rows && c < input.cols);
  });
  const cellAt = ([r, c]) => format(target, [...stage.maps.lead.value, r, c]);
  const answers = live.answered(() => (naming.value, places.value.length && places.value.length <= ASKED ? explainAll(places.value.map(cellAt)) : null));

  /** What the moment's δ brings to the cells of its window, where its share is not 0. @returns {{place: number[], term: any, share: number}[]} */
  const brought = computed(() => places.value.flatMap((place) => {
    const term = answers.value?.find((one) => one.cell === cellAt(place))?.terms.find((one) => from(one) === moment.value);
    const share = term && factorIn(term, mask)?.value;
    return share ? [{ place, term, share }] : [];
  }));

  live.effect(() => { if (tensorOf(current.value) === delta) pointed.value = current.value; });
  live.effect(() => {
    targetCell();
    pointed.value = null;
  });
  const size = () => shapeOf(delta).slice(-2);
  return { delta, mask, moment, tile, places, brought, size };
}
