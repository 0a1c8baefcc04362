/** ∂L/∂w by the chain rule: the number that met the weight in every window, times that window's δ. */
import { rounded } from "../format.js";
import { gradientOf } from "../network.js";
import { text } from "../strings.js";
import { matrix } from "../ui/matrix.js";
import { layout, ringed, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, mapsOf, op, shapeOf } from "./common.js";
import { termLine } from "./lines.js";
import { listSizes, MEDIUM } from "./sizes.js";
import { vars } from "../ui/vars.js";

const LINES = 200;

/** @param {import("./common.js").Stage} stage */
export function pairs(stage) {
  const { layer } = stage;
  const live = scope();
  const delta = gradientOf(layer.output);
  const maps = { input: mapsOf(layer.input), delta: mapsOf(delta) };
  const input = matrix({
    tensor: layer.input, size: "--s",
    model: () => ringed(sheet(layer.input, maps.input.lead.value), layout(layer).ring),
    caption: () => caption(layer.input, { maps: maps.input }),
  });
  const deltaPart = matrix({ tensor: delta, size: "--s", model: () => sheet(delta, maps.delta.lead.value), caption: () => caption(delta, { maps: maps.delta, delta: true }) });
  const list = el("ol.lines.two", { tabindex: 0, "aria-label": text.methodOf(text.method("chain")) });
  const count = el("small");
  const pill = el("b.pill");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    const shown = found.terms.slice(0, LINES);
    list.replaceChildren(...shown.map(termLine));
    count.textContent = text.linesOfPairs(shown.length, found.term_count);
    pill.textContent = `${text.sum} = ${rounded(found.value)}`;
  });

  const element = el("div.left.pairs", {},
    el("div.list", {}, el("div.cap", {}, el("b", {}, text.method("chain")), count), list),
    el("div.gather", {}, el("div.pair", {}, deltaPart.element, op("·"), input.element), pill));
  live.effect(() => vars(element, listSizes(stage, shapeOf(delta), shapeOf(`${layer.name}.padded`), { list: stage.room.value.width < MEDIUM ? 190 : 430 })));
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); input.dispose(); deltaPart.dispose(); } };
}
