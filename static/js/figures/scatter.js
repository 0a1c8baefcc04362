/** Scatter: δ × w = stamp → padded table → crop. One δ at a time is the moment that the figure shows; the film runs through them. */
import { added, rounded } from "../format.js";
import { format } from "../address.js";
import { TEXT_FROM } from "../draw/writing.js";
import { partsOf } from "../film/presence.js";
import { inline } from "../latex.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { picture } from "../ui/picture.js";
import { layout, outside, sheet, table } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { trace } from "../store.js";
import { caption, factorIn, op, shapeOf, symbolOf } from "./common.js";
import { scatterLines } from "./scatter-lines.js";
import { scatterMotion } from "./scatter-motion.js";
import { scatterState } from "./scatter-state.js";
import { scatterSizes } from "./sizes.js";
import { vars } from "../ui/vars.js";
import { reach, windowFrames } from "./window-cells.js";

/** @param {import("./common.js").Stage} stage */
export function scatter(stage) {
  const { layer } = stage;
  const live = scope();
  const state = scatterState(stage, live);
  const { moment, filming, order } = state;
  const maps = { delta: stage.parts.mapsOf(state.delta), weight: stage.parts.mapsOf(state.weight) };
  const { read } = reach(layer);
  const tensor = (name) => trace.value.tensors.get(name);
  /** Without padding there is nothing to crop: the table is the gradient. */
  const padding = () => Object.values(layout(layer).ring).some((n) => n > 0);
  const windowFrame = () => windowFrames(state.places.value);

  const delta = matrix({
    tensor: state.delta, size: "--s",
    model: () => sheet(state.delta, maps.delta.lead.value, (r, c, cell) => ({ used: Boolean(filming.value) && order(cell.address) < order(filming.value) })),
    caption: () => caption(state.delta, { maps: maps.delta, delta: true }),
    frames: (place) => (place(moment.value) ? [{ row: place(moment.value)[0], col: place(moment.value)[1], width: 3 }] : []),
  });
  const weight = matrix({
    tensor: state.weight, size: "--s",
    model: () => sheet(state.weight, maps.weight.lead.value),
    caption: () => caption(state.weight, { maps: maps.weight }),
  });
  const padded = matrix({
    tensor: state.table,
    model: () => {
      const { rows, cols } = plane(shapeOf(state.table));
      const { ring } = layout(layer);
      const window = new Set(state.places.value.map(String));
      return sheet(state.table, stage.maps.lead.value, (r, c) => {
        const now = window.has(`${r},${c}`) ? state.arriving([r, c]) : null;
        return {
          hatch: outside(r, c, ring, rows, cols),
          sub: now && [{ text: filming.value ? `${rounded(now.before)} ${added(now.term.value)}` : added(now.term.value) }],
        };
      });
    },
    caption: () => [
      el("span", {}, padding() ? text.table : text.tablePlain),
      el("small", {}, `${plane(shapeOf(state.table)).rows}×${plane(shapeOf(state.table)).cols}, `,
        filming.value ? text.afterStep(order(filming.value) + 1) : text.finished),
    ],
    frames: windowFrame,
  });
  const stamp = picture({
    framed: true, size: "--stamp",
    model: () => stampModel(state, tensor(state.table).max, plane(shapeOf(state.weight))),
    label: () => text.stampOf(state.places.value.map((place) => rounded(state.arriving(place)?.term.value ?? NaN)).join(", ")),
  });

  live.effect(() => {
    const lead = filming.value && stage.maps.lead.value;
    stage.dress.value = (r, c) => {
      const parts = lead && partsOf(format(stage.target, [...lead, r, c]));
      return { unread: !read(r, c), ...(parts?.all > 0 && { pips: [parts.come, parts.all] }) };
    };
  });

  const equation = el("div.stamp-name");
  live.afterNumbers(() => {
    const term = state.arriving(state.places.value[0] ?? [0, 0])?.term;
    const factor = term && factorIn(term, state.delta);
    equation.replaceChildren(...(factor
      ? [el("span.stamp-tex", {}, tex(`\\htmlClass{r-gradient}{${inline(factor.symbol)}}\\,\\htmlClass{r-weight}{${symbolOf(state.weight)}} =`)), el("span.note", {}, text.stamp)]
      : []));
  });

  const plus = el("b.plus", { "aria-hidden": "true" }, "+");
  const row = el("div.stamp", {}, equation, stamp.element);
  const note = el("p.note", { hidden: !padding() }, text.tableNote);
  const side = el("div.table-side", {}, padded.element, note);
  const pipsNote = el("p.note.pips-note", {}, text.pipsNote);
  live.effect(() => { pipsNote.hidden = !filming.value || stage.size.value < TEXT_FROM; });
  const element = el("div.left.scatter", {}, delta.element, op("×"), weight.element, row, side, plus, pipsNote);
  live.effect(() => {
    const { stacked, ...sizes } = scatterSizes(stage, shapeOf(state.delta), shapeOf(state.weight), shapeOf(state.table));
    element.classList.toggle("stacked", stacked);
    vars(element, sizes);
  });
  scatterLines({ stage, element, live, state, padded, stamp, plus });
  scatterMotion({ stage, element, live, state, padded, stamp });

  return { element, dispose() { live.dispose(); for (const part of [delta, weight, padded, stamp]) part.dispose(); stage.dress.value = null; } };
}

/** Empty cells keep its place while its numbers are on their way. */
function stampModel(state, max, { rows, cols }) {
  const cells = state.places.value.map((place) => state.arriving(place));
  if (!cells.length) return null;
  const shown = (cell) => (cell ? { address: null, value: cell.term.value } : { address: null, value: NaN, blank: true });
  return table([...Array(rows).keys()].map((u) => cells.slice(u * cols, (u + 1) * cols).map(shown)), max);
}
