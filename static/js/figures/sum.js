/** A gradient that only adds up: all of δ, with the running total after each row. */
import { parse } from "../address.js";
import { rounded } from "../format.js";
import { gradientOf } from "../network.js";
import { text } from "../strings.js";
import { largest, plane } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { picture } from "../ui/picture.js";
import { sheet, table } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { arrowToTarget } from "./arrow.js";
import { sumSizes } from "./sizes.js";
import { vars } from "../ui/vars.js";
import { addressIn, caption, explained, factorIn, shapeOf } from "./common.js";

/** @param {import("./common.js").Stage} stage */
export function sum(stage) {
  const live = scope();
  const delta = gradientOf(stage.layer.output);
  const { parts } = stage;
  const maps = parts.mapsOf(delta);
  const matrixPart = matrix({ tensor: delta, size: "--d", model: () => sheet(delta, maps.lead.value), caption: () => caption(delta, { maps, delta: true }) });

  /** The total after the last term of each row of the map that is shown. */
  function totals() {
    if (!explained()) return null;
    const { rows } = plane(shapeOf(delta));
    const after = new Array(rows).fill(null);
    let before = 0;
    for (const term of parts.part()) {
      const cell = addressIn(factorIn(term, delta) ?? {}, delta);
      if (!cell) continue;
      const { index } = parse(cell);
      if (index.slice(0, -2).join() === maps.lead.value.join()) after[index.at(-2)] = before += term.value;
    }
    return after.every((value) => value !== null) ? after : null;
  }
  const running = picture({
    size: "--d",
    model: () => { const all = totals(); return all && table(all.map((value) => [{ address: null, value }]), largest(Float64Array.from(all))); },
    label: () => `${text.rowSums}: ${totals()?.map((value) => rounded(value)).join(", ")}`,
  });
  const pill = el("b.pill");
  live.effect(() => { const found = explained(); if (found) pill.textContent = parts.words(found.value); });
  const element = el("div.left.sum", {}, matrixPart.element, el("div.running", {}, el("span.note", {}, text.rowSums), running.element), pill);
  live.effect(() => vars(element, sumSizes(stage, shapeOf(delta))));
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); matrixPart.dispose(); running.dispose(); } };
}
