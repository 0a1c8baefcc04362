/** Any other tensor: the tensors that the chosen cell reads, an operator between them, and the target. By rule and role alone. */
import { signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { tensorOf } from "../address.js";
import { rounded } from "../format.js";
import { gradientOf, roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { matrix } from "../ui/matrix.js";
import { sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { vars } from "../ui/vars.js";
import { caption, explained, has, mapsOf, op, shapeOf } from "./common.js";
import { rowSizes } from "./sizes.js";

/**
 * What a tensor will read, by the names of its layer; the explanation has the last word.
 * @param {import("./common.js").Stage} stage @returns {string[]}
 */
function expected({ layer, target }) {
  const rank = (name) => shapeOf(name).length;
  const names = layer
    ? target === layer.output
      ? [layer.input, ...layer.parameters]
      : target === gradientOf(layer.input)
        ? [gradientOf(layer.output), ...layer.derived.filter((name) => roleOf(trace.peek(), name) !== "gradient"), ...layer.parameters.filter((name) => rank(name) > 1)]
        : [gradientOf(layer.output), ...(rank(target) > 1 ? [layer.input] : [])]
    : target === "input" ? ["input", "input.grad"] : [];
  return names.filter(has);
}

/** @param {import("./common.js").Stage} stage */
export function generic(stage) {
  const live = scope();
  const fixed = untracked(() => expected(stage));
  const element = el("div.left.generic");
  const names = signal(fixed);
  const sign = signal("");
  let parts = [];

  live.effect(() => {
    const found = explained();
    if (!found) return;
    const read = new Set(found.terms.flatMap((term) => term.factors.map((one) => one.cell && tensorOf(one.cell)).filter(Boolean)));
    const wanted = read.size ? [...read] : fixed;
    if (wanted.toSorted().join() !== names.peek().toSorted().join()) names.value = wanted;
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
    const shown = parts.flatMap((part, i) => [i && signNode(part.grid.dataset.tensor), part === last && stage.target !== "input" ? el("div.tail", {}, part.element, endNode()) : part.element].filter(Boolean));
    element.replaceChildren(...shown);
  }

  live.effect(() => vars(element, rowSizes(stage, names.value.filter((name) => name !== stage.target).map(shapeOf))));

  /** Biases are added, everything else is multiplied. */
  function signNode(name) {
    const node = op("");
    const added = roleOf(trace.peek(), name) === "bias";
    live.effect(() => { node.textContent = added ? text.operator.plus : sign.value || ","; });
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
