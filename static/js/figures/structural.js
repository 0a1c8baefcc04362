/** Matrix form: the chosen cell is one row of a large sparse matrix times one column; only the row's own entries are there. */
import { offset } from "../tensor.js";
import { parse } from "../address.js";
import { gradientOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { matrix } from "../ui/matrix.js";
import { column } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { addressIn, caption, explained, factorIn, op, shapeOf } from "./common.js";
import { arrowToTarget } from "./arrow.js";
import { tex } from "../ui/tex.js";
import { termLine } from "./lines.js";
import { vars } from "../ui/vars.js";
import { structuralSizes } from "./sizes.js";

/** Columns that the row shows; a longer row is cut to those around its entries. */
const WIDE = 64;

/** @param {import("./common.js").Stage} stage @param {string} entries the tensor whose cells are the entries of the row */
export function structural(stage, entries) {
  const { layer } = stage;
  const live = scope();
  const delta = gradientOf(layer.output);
  const length = () => shapeOf(delta).slice(1).reduce((product, n) => product * n, 1);
  const sample = () => { const first = explained()?.terms.map((term) => addressIn(factorIn(term, delta) ?? {}, delta)).find(Boolean); return first ? parse(first).index[0] : 0; };

  /** Column of the sparse row → its entry. */
  function placed() {
    const found = new Map();
    for (const term of explained()?.terms ?? []) {
      const own = factorIn(term, delta);
      const cell = own && addressIn(own, delta);
      if (!cell) continue;
      const { index } = parse(cell);
      const at = offset(shapeOf(delta).slice(1), index.slice(1));
      if (index[0] !== sample()) continue;
      const entry = term.factors.find((one) => one !== own);
      const address = entry && addressIn(entry, entries);
      found.set(at, entry && { address: address ?? null, value: entry.value, hatch: Boolean(term.zero) });
    }
    return found;
  }

  const row = matrix({
    tensor: entries, size: "--row",
    model: () => {
      const found = placed();
      const all = length();
      const from = all <= WIDE ? 0 : Math.max(0, Math.min(all - WIDE, Math.min(...found.keys())));
      return { rows: 1, cols: Math.min(all, WIDE), max: trace.value.tensors.get(entries).max, at: (r, c) => found.get(from + c) ?? { address: null, value: 0, blank: true } };
    },
    caption: () => [tex(entries.endsWith("weight") ? "C^{\\mathsf T}" : "P"), el("span.what", {}, text.rowOf), ...caption(stage.target, { size: text.rowEntries(placed().size, length()) }).slice(0, 2)],
  });
  const vector = matrix({
    tensor: delta, size: "--col",
    model: () => column(delta, sample()),
    caption: () => caption(delta, { delta: true, size: `${length()}×1` }),
  });
  const list = el("ol.lines.one", { tabindex: 0, "aria-label": text.methodOf(text.method("matrix")) });
  live.effect(() => list.replaceChildren(...(explained()?.terms ?? []).slice(0, WIDE).map(termLine)));
  vector.element.classList.add("vector");
  const element = el("div.left.structural.tall", {}, row.element, op(text.operator.times), vector.element, list);
  live.effect(() => vars(element, structuralSizes(stage, length())));
  arrowToTarget({ stage, element, from: vector.grid, live });
  return { element, dispose() { live.dispose(); row.dispose(); vector.dispose(); } };
}

/** The tensor, other than δ, that a matrix explanation reads. */
export function entriesOf(stage) {
  const parameter = stage.target.replace(/\.grad$/, "");
  return stage.layer.parameters.includes(parameter) ? stage.layer.input : `${stage.layer.name}.weight`;
}
