/** Maps mixed with weights: every map with its share, and their sum. Forward a row of α, backward a column. */
import { parse, tensorOf } from "../address.js";
import { factor as bracketed, rounded } from "../format.js";
import { gradientOf, suffix } from "../network.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { el } from "../ui/dom.js";
import { targetCell } from "../view.js";
import { board, flow } from "./board.js";
import { explained, shapeOf } from "./common.js";
import { fit, leftRoom } from "./sizes.js";

/** More maps than these are named with their count. */
const MOST = 6;

/** @param {import("./common.js").Stage} stage */
export function mixture(stage) {
  const of = board(stage);
  const { layer } = stage;
  const alpha = `${layer.name}.alpha`;
  const mixed = suffix(layer, stage.target) === "output" ? layer.input : gradientOf(layer.output);
  const count = shapeOf(mixed)[1];
  const shown = Math.min(count, MOST);
  const sample = () => parse(targetCell()).index[0];
  const share = (i) => (explained()?.terms ?? []).find((term) => term.factors.some((one) => one.cell && tensorOf(one.cell) === mixed && parse(one.cell).index[1] === i));

  const map = (i) => {
    const part = of.tensor(mixed, { maps: { lead: { get value() { return [sample(), i]; } }, axes: () => shapeOf(mixed).slice(0, 2) } });
    const words = el("p.share");
    of.live.effect(() => {
      const term = share(i);
      if (!term) return;
      const [own, other] = [term.factors.find((one) => tensorOf(one.cell) === alpha), term.factors.find((one) => tensorOf(one.cell) === mixed)];
      words.replaceChildren(el("span.r-weight", {}, rounded(own.value, 4)), " · ", bracketed(other.value), " = ", el("b", {}, rounded(term.value, 4)));
    });
    return el("div.mixed", {}, part.element, words);
  };
  const weights = of.tensor(alpha, { size: "--h", note: text.shares });
  const pill = of.numbers();
  const maps = [...Array(shown).keys()].map(map);
  const sizes = () => {
    const { width, height, narrow } = leftRoom(stage);
    const { rows, cols } = plane(shapeOf(mixed));
    const [j, i] = shapeOf(alpha);
    return { g: narrow ? fit(width - 20, cols, 300, rows, 44) : fit(width - 42 * shown, cols * shown, height - 210, rows, stage.size.value), h: fit(width / 2, i, 130, j, 40), mid: 0 };
  };
  return of.done("mixture", { from: pill, sizes },
    flow(...maps.flatMap((one, i) => (i ? [text.operator.plus, one] : [one])), count > shown && el("small", {}, text.andMaps(count - shown))),
    el("div.outcome", {}, weights.element, pill));
}
