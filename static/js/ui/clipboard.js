/** Copy, cut and paste of cells by the browser's own events, which work on plain http too. */
import { format, tensorOf } from "../address.js";
import { Fault } from "../paste/fault.js";
import { fit } from "../paste/fit.js";
import { read } from "../paste/read.js";
import { FORMS } from "../paste/write.js";
import { editAll } from "../session.js";
import { indexAt, plane } from "../tensor.js";
import { cellsOf, editedTensor, shapeOf, targetOf } from "./planes.js";
import { giveBack } from "./watched.js";

/** @typedef {import("./planes.js").Surface} Surface */

/** @type {WeakMap<Element, Surface>} */
const surfaces = new WeakMap();

/** @param {Surface} surface */
export const offer = (surface) => surfaces.set(surface.grid, surface);

const cursorBox = (surface) => {
  const [row, col] = surface.cursor();
  return { row, col, rows: 1, cols: 1 };
};

/** What Ctrl+C takes: the selection, else the cell at the cursor. @param {Surface} surface */
const chosen = (surface) => surface.picked() ?? cursorBox(surface);

/** @param {Surface} surface @param {import("./planes.js").Cells[]} maps @param {keyof FORMS} form */
export function written(surface, maps, form) {
  const [first] = maps;
  const shape = maps.length > 1 ? shapeOf(surface.tensor) : shapeOf(surface.tensor).length < 2 && first.rows === 1 ? [first.cols] : [first.rows, first.cols];
  return FORMS[form](shape, maps.flatMap(({ values }) => values));
}

/** @param {Surface} surface @param {string} source @returns {Promise<void> | undefined} throws a Fault; then nothing changed */
export function paste(surface, source) {
  const block = read(source);
  const box = chosen(surface);
  const inner = surface.inner();
  const name = editedTensor(surface);
  if (!name) throw new Fault("computed", { name: surface.tensor });
  const shape = shapeOf(name);
  const edits = editsFor(surface, block, { shape, box, inner, name });
  giveBack();
  return editAll(edits);
}

function editsFor(surface, block, { shape, box, inner, name }) {
  if (plane(shape).folded) return inRow(surface, block, { shape, name });
  const found = fit(block, { shape, rows: inner.rows, cols: inner.cols, origin: [inner.row, inner.col], box }, surface.tensor);
  if (found.whole) return block.values.map((value, at) => [format(name, indexAt(shape, at)), value]);
  return found.cells.map(([r, c, value]) => [targetOf(surface.model().at(r, c)?.address), value]).filter(([target]) => target);
}

/** A long vector is folded into rows on paper only: numbers go on in its own order. */
function inRow(surface, block, { shape, name }) {
  const cells = block.values.length === 1 ? cellsOf(surface, { box: chosen(surface) })[0].addresses : null;
  if (cells) return cells.map((address) => [targetOf(address), block.values[0]]);
  const [r, c] = surface.cursor();
  const start = r * plane(shape).cols + c;
  const length = shape.at(-1);
  fit({ ...block, shape: [block.values.length] }, { shape, rows: 1, cols: length, origin: [0, 0], box: { row: 0, col: start, rows: 1, cols: 1 } }, surface.tensor);
  return block.values.map((value, i) => [format(name, [...shape.slice(0, -1).map(() => 0), start + i]), value]);
}

/** All editable ones of some cells become 0. @param {Surface} surface */
export function clear(surface) {
  const { addresses } = cellsOf(surface, { box: chosen(surface) })[0];
  const edits = addresses.map(targetOf).filter(Boolean).map((cell) => [cell, 0]);
  if (!edits.length) return surface.say(new Fault("computed", { name: tensorOf(addresses[0]) }).message);
  giveBack();
  return editAll(edits);
}

/** The matrix that holds the focus. @returns {Surface | undefined} */
const here = () => surfaces.get(document.activeElement);

for (const name of ["beforecopy", "beforecut", "beforepaste"]) document.addEventListener(name, (event) => { if (here()) event.preventDefault(); });
for (const name of ["copy", "cut"]) {
  document.addEventListener(name, (event) => {
    const surface = here();
    if (!surface) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", written(surface, cellsOf(surface, { box: chosen(surface) }), "tsv"));
    if (name === "cut") clear(surface);
  });
}
document.addEventListener("paste", (event) => {
  const surface = here();
  if (!surface) return;
  event.preventDefault();
  try {
    paste(surface, event.clipboardData.getData("text/plain"));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    surface.say(error.message);
  }
});
