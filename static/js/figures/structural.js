/** Matrix form: the chosen cell is one row of a large sparse matrix times one column; only the row's own entries are there. */
import { computed } from "../../vendor/signals-core/signals-core.mjs";
import { offset } from "../tensor.js";
import { parse } from "../address.js";
import { gradientOf } from "../network.js";
import { tensorNamed } from "../tensors.js";
import { text } from "../strings.js";
import { matrix } from "../ui/matrix.js";
import { column } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { addressIn, caption, explained, factorIn, op, shapeOf } from "./common.js";
import { arrowToTarget } from "./arrow.js";
import { tex } from "../ui/tex.js";
import { listed, termLine } from "./lines.js";
import { vars } from "../ui/vars.js";
import { structuralSizes } from "./sizes.js";

/** A longer row draws each run of structural zeros as one cell, and ends after so many cells. */
const WIDE = 64;
const SLOTS = 48;
const LINES = 64;

/** @param {import("./common.js").Stage} stage @param {string} entries the tensor whose cells are the entries of the row */
export function structural(stage, entries) {
  const { layer } = stage;
  const live = scope();
  const delta = gradientOf(layer.output);
  const length = () => shapeOf(delta).slice(1).reduce((product, n) => product * n, 1);
  const home = (term) => addressIn(factorIn(term, delta) ?? {}, delta);
  const sample = computed(() => {
    const first = explained()?.terms.find(home);
    return first ? parse(home(first)).index[0] : 0;
  });

  /** Column of the sparse row → its entry. */
  const placed = computed(() => {
    const found = new Map();
    for (const term of explained()?.terms ?? []) {
      const cell = home(term);
      if (!cell) continue;
      const { index } = parse(cell);
      if (index[0] !== sample.value) continue;
      const own = factorIn(term, delta);
      const entry = term.factors.find((one) => one !== own);
      const address = entry && addressIn(entry, entries);
      found.set(offset(shapeOf(delta).slice(1), index.slice(1)), entry && { address: address ?? null, value: entry.value, hatch: Boolean(term.zero) });
    }
    return found;
  });
  const drawn = computed(() => slots(placed.value, length()));

  const row = matrix({
    tensor: entries, size: "--row",
    model: () => {
      const [found, places] = [placed.value, drawn.value];
      return { rows: 1, cols: places.length, max: tensorNamed(entries).max, at: (r, c) => (typeof places[c] === "string" ? gap(places[c]) : found.get(places[c]) ?? ZERO) };
    },
    caption: () => [tex(entries.endsWith("weight") ? "C^{\\mathsf T}" : "P"), el("span.what", {}, text.rowOf), ...caption(stage.target).slice(0, 1)],
  });
  const vector = matrix({
    tensor: delta, size: "--col",
    model: () => {
      const [all, places] = [column(delta, sample.value), drawn.value];
      return { ...all, rows: places.length, at: (r) => (typeof places[r] === "string" ? gap(places[r]) : all.at(places[r])) };
    },
    caption: () => caption(delta, { delta: true, size: `${length()}×1` }),
  });
  const list = el("ol.lines.one", { tabindex: 0, "aria-label": text.methodOf(text.method("matrix")) });
  const note = el("p.note");
  live.effect(() => {
    const found = placed.value;
    list.replaceChildren(...listed(explained()?.terms ?? []).slice(0, LINES).map(termLine));
    note.textContent = text.rowEntries(found.size, length(), length() > WIDE, drawn.value.filter((at) => found.has(at)).length);
  });
  vector.element.classList.add("vector");
  const element = el("div.left.structural.tall", {}, row.element, op(text.operator.times), vector.element, el("div.entries", {}, note, list));
  live.effect(() => vars(element, structuralSizes(stage, drawn.value.length)));
  arrowToTarget({ stage, element, from: vector.grid, live });
  return { element, dispose() { live.dispose(); row.dispose(); vector.dispose(); } };
}

const ZERO = { address: null, value: 0, blank: true };
const gap = (sign) => ({ address: null, value: 0, unread: true, text: sign });

/** The places that are drawn; in a long row a run of structural zeros is one sign, and so is what comes after the last place. @returns {(number | string)[]} */
function slots(found, all) {
  const every = [...Array(all).keys()];
  if (all <= WIDE) return every;
  const drawn = every.filter((at) => found.has(at) || at === 0 || found.has(at - 1)).map((at) => (found.has(at) ? at : "···"));
  return drawn.length > SLOTS ? [...drawn.slice(0, SLOTS), "···"] : drawn;
}

/** The tensor, other than δ, that a matrix explanation reads. */
export function entriesOf(stage) {
  const parameter = stage.target.replace(/\.grad$/, "");
  return stage.layer.parameters.includes(parameter) ? stage.layer.input : `${stage.layer.name}.weight`;
}
