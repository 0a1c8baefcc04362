/**
 * The sum that stands around the windows: over the maps that a kernel reads, over the kernels that read a map, or over the samples.
 * One part of it is shown large; all of them stand in a row with what each adds.
 */
import { computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { format, parse, tensorOf } from "../address.js";
import { explain, naming } from "../explanations.js";
import { arrived } from "../film/presence.js";
import { rounded } from "../format.js";
import { gradientOf, suffix } from "../network.js";
import { text } from "../strings.js";
import { targetCell } from "../view.js";
import { explained, shapeOf } from "./common.js";

/** Terms that are added up part by part; a longer sum says how far it came. */
const MOST = 20000;

/** What was chosen, by target: another method of the same tensor goes on with it. */
const chosen = signal(new Map());

/** @param {import("../store.js").Layer} layer @param {string} target @returns {{tensor: string, axis: 0 | 1, count: number} | null} */
export function summedOver(layer, target) {
  const delta = gradientOf(layer.output);
  const over = { output: [layer.input, 1], "input.grad": [delta, 1], table: [delta, 1], "weight.grad": [delta, 0], "bias.grad": [delta, 0] }[suffix(layer, target)];
  return over ? { tensor: over[0], axis: over[1], count: shapeOf(over[0])[over[1]] } : null;
}

/** Tensors that are the same maps in another shape. */
const families = (layer) => [
  [layer.input, `${layer.name}.padded`],
  [gradientOf(layer.output), `${layer.name}.stuffed`, `${layer.name}.bordered`],
  [`${layer.name}.weight`, `${layer.name}.turned`],
];

/** @param {import("./common.js").Stage} stage @param {ReturnType<typeof import("../ui/dom.js").scope>} live */
export function partsOf(stage, live) {
  const { layer, target } = stage;
  const { tensor, axis, count } = summedOver(layer, target);
  const all = families(layer);
  const family = (name) => all.find((names) => names.includes(name)) ?? [name];
  const own = family(tensor);

  /** Every term of the chosen cell, the later pages too. */
  const rest = live.answered(() => {
    naming.value;
    const found = explained();
    return count > 1 && found && found.terms.length < found.term_count ? pages(found) : null;
  });
  const terms = computed(() => {
    const found = explained();
    if (!found) return [];
    return rest.value?.cell === found.cell && rest.value.id === naming.value ? rest.value.terms : found.terms;
  });
  const addressIn = (term, names) => term.factors.flatMap((factor) => [factor.cell, factor.source]).find((cell) => cell && names.includes(tensorOf(cell)));

  /** Part → its terms; terms without a part, such as the bias, under −1. */
  const groups = computed(() => {
    const found = new Map();
    for (const term of terms.value) {
      const address = addressIn(term, own);
      const at = address ? parse(address).index[axis] : -1;
      if (!found.has(at)) found.set(at, []);
      found.get(at).push(term);
    }
    return found;
  });
  const sum = (at) => arrived(targetCell(), groups.value.get(at) ?? []).reduce((total, term) => total + term.value, 0);
  const read = (at) => groups.value.has(at);
  const shown = computed(() => {
    const wanted = chosen.value.get(target) ?? 0;
    if (wanted < count && (read(wanted) || !groups.value.size)) return wanted;
    return Math.max(0, Math.min(...[...groups.value.keys()].filter((at) => at >= 0), count - 1));
  });
  const choose = (at) => { chosen.value = new Map(chosen.peek()).set(target, at); };

  /** Leading indices of a tensor in the part that is shown. */
  function mapsOf(name) {
    const names = family(name);
    const rank = () => shapeOf(name).length - 2;
    const lead = computed(() => {
      const cell = targetCell();
      for (const term of groups.value.get(shown.value) ?? []) {
        const address = addressIn(term, names);
        if (address) return parse(address).index.slice(0, rank());
      }
      return names === own ? parse(format(tensor, [parse(cell).index[0] ?? 0, 0])).index.with(axis, shown.value) : new Array(rank()).fill(0);
    });
    return { lead, axes: () => shapeOf(name).slice(0, rank()) };
  }
  /** The terms of the part that is shown, and what they add up to; with one part, of all. */
  const part = () => (count > 1 ? groups.value.get(shown.value) ?? [] : terms.value);
  const words = (value) => (count > 1 ? text.sumOf(axis ? "map" : "sample", shown.value + 1, rounded(sum(shown.value))) : `${text.sum} = ${rounded(value)}`);
  return { tensor, axis, count, terms, groups, sum, read, shown, choose, mapsOf, part, words, whole: () => !explained() || terms.value.length === explained().term_count };
}

/** All pages of a long explanation. */
async function pages(found) {
  const id = naming.peek();
  const all = [...found.terms];
  while (all.length < Math.min(found.term_count, MOST)) {
    const page = await explain(found.cell, found.method, `${all.length},1000`);
    if (!page.terms.length) break;
    all.push(...page.terms);
  }
  return { cell: found.cell, id, terms: all };
}
