/** Any other tensor: the tensors that the chosen cell reads, an operator between them, and the target. By rule and role alone. */
import { signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { tensorOf } from "../address.js";
import { rounded } from "../format.js";
import { text } from "../strings.js";
import { matrix } from "../ui/matrix.js";
import { sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { vars } from "../ui/vars.js";
import { caption, explained, mapsOf, op, shapeOf } from "./common.js";
import { rowSizes } from "./sizes.js";

/** @param {import("./common.js").Stage} stage @param {string[]} [fixed] tensors to show when nothing is read */
export function generic(stage, fixed = []) {
  const live = scope();
  const element = el("div.left.generic");
  const names = signal(fixed);
  const sign = signal("");
  let parts = [];

  live.effect(() => {
    const found = explained();
    if (!found) return;
    const read = new Set(found.terms.flatMap((term) => term.factors.map((one) => one.cell && tensorOf(one.cell)).filter(Boolean)));
    const wanted = read.size ? [...read] : fixed;
    if (wanted.join() !== names.peek().join() || !parts.length) names.value = wanted;
    sign.value = found.rule === "sum" ? (found.term_count === 1 ? text.operator.product : text.operator.inner) : "";
  });
  live.effect(() => {
    const wanted = names.value;
    untracked(() => build(wanted));
  });

  function build(wanted) {
    for (const part of parts) part.dispose();
    parts = wanted.filter((name) => name !== stage.target).map((name) => {
      const maps = mapsOf(name);
      return matrix({ tensor: name, size: "--g", model: () => sheet(name, maps.lead.value), caption: () => caption(name, { maps }) });
    });
    const last = parts.at(-1);
    const shown = parts.flatMap((part, i) => [i && signNode(), part === last && stage.target !== "input" ? el("div.tail", {}, part.element, endNode()) : part.element].filter(Boolean));
    element.replaceChildren(...shown);
  }

  live.effect(() => vars(element, rowSizes(stage, names.value.filter((name) => name !== stage.target).map(shapeOf))));

  function signNode() {
    const node = op("");
    live.effect(() => { node.textContent = sign.value || ","; });
    return node;
  }
  function endNode() {
    const node = el("span.op.rule");
    live.effect(() => {
      const found = explained();
      const name = found?.rule === "map" ? text.func(found.function?.name ?? "") : found?.rule === "max" ? text.rule("max") : "";
      node.replaceChildren(name ? el("small", {}, name, constants(found)) : "", text.operator.equals);
    });
    return node;
  }
  return { element, dispose() { live.dispose(); for (const part of parts) part.dispose(); } };
}

/** Constants among the terms of a maximum, such as ReLU's 0. */
function constants(found) {
  const fixed = found.rule === "max" ? found.terms.flatMap((term) => term.factors).filter((one) => one.constant) : [];
  return fixed.length ? ` ${text.andConstants(fixed.map((one) => rounded(one.value)).join(", "))}` : "";
}
