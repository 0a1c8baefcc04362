/** Maps read into one vector, and back: the line of reading runs through the cells, each cell says its place. */
import { parse, tensorOf } from "../address.js";
import { rounded } from "../format.js";
import { gradientOf, suffix } from "../network.js";
import { kept } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { el, svg } from "../ui/dom.js";
import { view } from "../view.js";
import { board } from "./board.js";
import { explained, shapeOf } from "./common.js";
import { fit, leftRoom } from "./sizes.js";

const MOST = 4;
/** Lines through larger maps would hide them. */
const WALKED = 400;

/** @param {import("./common.js").Stage} stage */
export function flatten(stage) {
  const of = board(stage);
  const { layer } = stage;
  const back = suffix(layer, stage.target) === "input.grad";
  const shape = shapeOf(layer.input);
  const flat = shape.length < 4;
  const [rows, cols] = [plane(shape).rows, plane(shape).cols];
  const byColumns = () => kept.value.layers.find((one) => one.name === layer.name)?.order === "column_major";
  const place = (map, r, c) => map * rows * cols + (byColumns() ? c * rows + r : r * cols + c);
  const numbered = (map) => (r, c) => ({ sub: [{ text: `→ ${place(map, r, c) + view.base.value}` }] });
  const counted = (r, c, cell) => ({ sub: [{ text: String(parse(cell.address).index.at(-1) + view.base.value) }] });
  const pill = of.numbers((found) => {
    const read = found.terms[0]?.factors[0]?.cell;
    const vector = (back ? read : found.cell) ?? "x[0]";
    return text.wentTo(rounded(found.value), parse(vector).index.at(-1) + view.base.value, back);
  });

  if (back) {
    const source = of.tensor(gradientOf(layer.output), { more: counted });
    stage.dress.value = (r, c, cell) => (flat ? {} : { sub: [{ text: `${place(parse(cell.address).index[1], r, c) + view.base.value} →` }] });
    of.live.add(() => { stage.dress.value = null; });
    const path = flat ? null : reading(stage.fig.querySelector(".target .grid"), rows, cols, byColumns, of.live);
    if (path) of.live.add(() => path.remove());
    const size = plane(shapeOf(gradientOf(layer.output)));
    return of.done("flattened", { from: pill, sizes: () => ({ g: sizeFor(stage, size.cols, size.rows, 1) }) },
      source.element, el("p.note", {}, text.readBack(byColumns())), pill);
  }
  const sample = () => { const read = explained()?.terms[0]?.factors[0]?.cell; return read && tensorOf(read) === layer.input ? parse(read).index : [0, 0]; };
  const maps = flat ? 1 : shape[1];
  const from = () => Math.max(0, Math.min(maps - MOST, sample()[1] - 1));
  const shown = Math.min(maps, MOST);
  const pieces = [...Array(shown).keys()].map((i) => {
    if (flat) return of.tensor(layer.input, { more: (r, c) => ({ sub: [{ text: `→ ${c + view.base.value}` }] }) });
    const part = of.tensor(layer.input, {
      maps: { lead: { get value() { return [sample()[0], from() + i]; } }, axes: () => shape.slice(0, 2) },
      lay: (model) => ({ ...model, at: (r, c) => { const cell = model.at(r, c); return { ...cell, ...numbered(from() + i)(r, c) }; } }),
    });
    reading(part.grid, rows, cols, byColumns, of.live);
    return part;
  });
  const note = el("p.note");
  of.live.effect(() => { note.textContent = [text.readIn(byColumns()), maps > shown ? text.mapsShown(from() + 1, from() + shown, maps) : ""].join(" "); });
  stage.dress.value = shapeOf(stage.target).at(-1) > 64 ? null : counted;
  of.live.add(() => { stage.dress.value = null; });
  return of.done("flattened", { from: pill, sizes: () => ({ g: sizeFor(stage, cols, rows, shown) }) },
    el("div.in-row.maps-read", {}, ...pieces.map((part) => part.element)), note, pill);
}

function sizeFor(stage, cols, rows, maps) {
  const { width, height, narrow } = leftRoom(stage);
  const inRow = fit(width - 34 * maps, cols * maps, height - 110, rows, 60);
  return narrow ? Math.max(inRow, fit(width - 20, cols, 320, rows, 52)) : Math.max(inRow, fit(width - 20, cols, (height - 60 * maps - 60) / maps, rows, 60));
}

/** A line through the cells in the order of reading, with an arrow at its end; it is laid over the grid and follows its size. */
function reading(grid, rows, cols, byColumns, live) {
  if (!grid || rows * cols > WALKED || rows * cols < 2) return null;
  const line = svg("path", { class: "walk" });
  const tip = svg("path", { class: "walk-tip" });
  const layer = svg("svg", { class: "reading", viewBox: `0 0 ${cols} ${rows}`, preserveAspectRatio: "none", "aria-hidden": "true" }, line, tip);
  grid.append(layer);
  live.effect(() => {
    const down = byColumns();
    const [outer, inner] = down ? [cols, rows] : [rows, cols];
    const at = (o, i) => (down ? [o + 0.14, i + 0.5] : [i + 0.5, o + 0.14]);
    const points = [...Array(outer).keys()].flatMap((o) => [at(o, -0.32), at(o, inner - 1 + 0.32)]);
    line.setAttribute("d", `M${points.map((point) => point.join(" ")).join("L")}`);
    const [x, y] = points.at(-1);
    tip.setAttribute("d", down ? `M${x - 0.08} ${y - 0.14}L${x} ${y}L${x + 0.08} ${y - 0.14}` : `M${x - 0.14} ${y - 0.08}L${x} ${y}L${x - 0.14} ${y + 0.08}`);
  });
  return layer;
}
