/** ∂L/∂w by the chain rule: the number that met the weight in every window, times that window's δ. */
import { gradientOf } from "../network.js";
import { text } from "../strings.js";
import { fitSoon } from "../ui/fitting.js";
import { matrix } from "../ui/matrix.js";
import { onSize } from "../ui/on-size.js";
import { layout, ringed, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, op, shapeOf } from "./common.js";
import { listed, termLine } from "./lines.js";
import { listSizes, MEDIUM } from "./sizes.js";
import { vars } from "../ui/vars.js";
import { reach } from "./window-cells.js";

const LINES = 200;

/** @param {import("./common.js").Stage} stage */
export function pairs(stage) {
  const { layer } = stage;
  const live = scope();
  const delta = gradientOf(layer.output);
  const { parts } = stage;
  const { read } = reach(layer);
  const maps = { input: parts.mapsOf(layer.input), delta: parts.mapsOf(delta) };
  const input = matrix({
    tensor: layer.input, size: "--s",
    model: () => ringed(sheet(layer.input, maps.input.lead.value, (r, c) => ({ unread: !read(r, c) })), layout(layer).ring),
    caption: () => caption(layer.input, { maps: maps.input }),
  });
  const deltaPart = matrix({ tensor: delta, size: "--s", model: () => sheet(delta, maps.delta.lead.value), caption: () => caption(delta, { maps: maps.delta, delta: true }) });
  const list = el("ol.lines.one.two", { tabindex: 0, "aria-label": text.methodOf(text.method("chain")) });
  const count = el("small");
  const pill = el("b.pill");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    const shown = listed(parts.part()).slice(0, LINES);
    list.replaceChildren(...shown.map(termLine));
    fitSoon(tidy);
    count.textContent = text.linesOfPairs(shown.length, parts.part().length);
    pill.textContent = parts.words(found.value);
  });

  /** Two columns, where two have room. */
  function tidy() {
    list.classList.add("two");
    list.classList.toggle("two", list.scrollWidth <= list.clientWidth);
  }
  onSize(list, () => fitSoon(tidy), live);
  const element = el("div.left.pairs", {},
    el("div.list", {}, el("div.cap", {}, el("b", {}, text.method("chain")), count), list),
    el("div.gather", {}, el("div.pair", {}, deltaPart.element, op("·"), input.element), pill));
  live.effect(() => {
    vars(element, listSizes(stage, shapeOf(delta), shapeOf(`${layer.name}.padded`), { list: stage.room.value.width < MEDIUM ? 190 : 440 }));
    fitSoon(tidy);
  });
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); input.dispose(); deltaPart.dispose(); } };
}
