/** The tools of a matrix behind its "⋯", the context menu and Shift+F10: copy, paste, fill, rearrange. Each is one edit. */
import { api, Away, Problem } from "../api.js";
import { drawable, drawDigit } from "../drawing/window.js";
import { size } from "../format.js";
import { FORMS } from "../paste/write.js";
import { apply, editAll, lost } from "../session.js";
import { kept } from "../store.js";
import { text } from "../strings.js";
import { parse } from "../address.js";
import { view } from "../view.js";
import { arrange, filled } from "./arrange.js";
import { written } from "./clipboard.js";
import { menu } from "./controls.js";
import { icon } from "./dom.js";
import { cellsOf, editedTensor, editsOf, mapCount, shapeOf } from "./planes.js";
import { askNumber, askPaste, askRandom, showText } from "./tool-dialogs.js";
import { aim } from "./selection.js";
import { giveBack } from "./watched.js";
import { toClipboard } from "./writing.js";
import { canSwap, swap } from "./swap.js";

/** @typedef {import("./planes.js").Surface} Surface */

/** Tensors whose maps are worked on all at once. */
const wide = new Set();

/** @param {Surface} surface */
export function toolsOf(surface) {
  const { element, button, list } = menu({ label: text.toolsOf(surface.tensor), face: [icon("M3.2 8h.01M8 8h.01M12.8 8h.01")], items: () => itemsOf(surface, reopen) });
  element.classList.add("tools");
  let from = null;
  const openAt = () => beside(list, from ?? button.getBoundingClientRect());
  const reopen = () => button.click();

  list.addEventListener("toggle", (event) => {
    if (event.newState === "open") return openAt();
    if (from && (document.activeElement === button || document.activeElement === document.body)) surface.focus();
    from = null;
  });
  return {
    element,
    /** Where numbers are computed there is little to do: the button waits for the context menu. */
    show() {
      const quiet = !editedTensor(surface);
      element.classList.toggle("quiet", quiet);
      button.tabIndex = quiet ? -1 : 0;
    },
    /** At a place of the window, such as a cell. @param {DOMRect} at */
    openBy(at) {
      if (list.matches(":popover-open")) return;
      from = at;
      button.click();
    },
  };
}

/** To the right of what it is about, which stays in sight; as far down as there is room. @param {HTMLElement} list @param {DOMRect} at */
function beside(list, at) {
  const { offsetWidth: width, offsetHeight: height } = list;
  const right = at.right + 6 + width <= innerWidth - 8;
  list.style.left = `${right ? at.right + 6 : Math.max(8, at.left - width - 6)}px`;
  list.style.top = `${Math.max(8, Math.min(at.top, innerHeight - height - 8))}px`;
}

/** @param {Surface} surface @param {() => void} reopen */
function itemsOf(surface, reopen) {
  const name = editedTensor(surface);
  const maps = mapCount(surface);
  const all = maps > 1 && wide.has(surface.tensor);
  const cells = () => cellsOf(surface, { all });
  const what = scope(surface, all, maps);
  const group = (kind) => ({ group: text.scope[kind](what) });
  const apart = maps > 1 ? [{
    label: text.allMaps(maps), detail: all ? text.allMapsOn : text.allMapsOff, group: text.worksOn,
    run() {
      if (all) wide.delete(surface.tensor);
      else wide.add(surface.tensor);
      reopen();
    },
  }] : [];
  const copies = Object.keys(FORMS).map((form) => ({ label: text.copyAs[form], ...group("copy"), run: () => copyOut(surface, written(surface, cells(), form)) }));
  copies[0].detail = text.copyKeys;
  const range = { label: text.selectFrom, detail: text.selectKeys, group: text.selectGroup, run() { surface.focus(); aim(surface.grid, surface.cursor()); } };
  if (!name) return [...apart, ...copies, range];

  const put = (make) => {
    const edits = editsOf(cells(), make);
    giveBack();
    if (edits.length) editAll(edits);
    surface.focus();
  };
  const total = cells().reduce((sum, one) => sum + one.values.length, 0);
  const fill = (number) => put((one, nth) => filled(one, (i) => number(nth * one.values.length + i)).values);
  const fills = [
    { label: text.fillNumber, run: () => askNumber(surface, what, (value) => fill(() => value)) },
    { label: text.fillZeros, run: () => fill(() => 0) },
    { label: text.fillOnes, run: () => fill(() => 1) },
    { label: text.fillCount(total), run: () => fill((i) => i + 1) },
    { label: text.fillRandom, run: () => askRandom(surface, what, (kind, seed) => atRandom(surface, name, cells(), kind, seed)) },
    ...(name === "input" && drawable() ? [{ label: text.drawDigit, run: drawDigit }] : []),
  ];
  const changes = Object.keys(arrange).filter((key) => key !== "transpose").map((key) => ({ label: text.arranged[key], run: () => put((one) => arrange[key](one).values) }));
  return [
    ...apart, ...copies,
    { label: text.pasteItem, detail: text.pasteKeys, ...group("copy"), run: () => askPaste(surface) },
    ...fills.map((item) => ({ ...item, ...group("fill") })),
    { ...transposing(surface, name, cells(), put), ...group("change") },
    ...changes.map((item) => ({ ...item, ...group("change") })),
    range,
  ];
}

function scope(surface, all, maps) {
  const box = surface.picked();
  if (box) return all ? `${text.scopeCells(box.rows * box.cols)}, ${text.scopeMaps(maps)}` : text.scopeCells(box.rows * box.cols);
  if (all) return text.scopeMaps(maps);
  const { rows, cols } = surface.inner();
  return maps > 1 ? text.scopeMap(size([rows, cols])) : text.scopeTensor(size([rows, cols]));
}

/** Rows and columns change places: in a square as numbers, else with the shape of the tensor, where that can be chosen. */
function transposing(surface, name, maps, put) {
  const [{ rows, cols }] = maps;
  const label = text.arranged.transpose;
  if (rows === cols) return { label, run: () => put((one) => arrange.transpose(one).values) };
  if (surface.picked() || !canSwap(name)) return { label, off: text.onlySquare, run() {} };
  const shape = shapeOf(name);
  return { label, detail: text.becomes(size(shape), size([...shape.slice(0, -2), cols, rows])), run: () => told(surface, () => swap(name, cellsOf(surface, { all: true }))) };
}

/** The server draws the numbers. The whole tensor becomes the generator itself; of fewer cells only these take its numbers. */
async function atRandom(surface, name, maps, fill, seed) {
  const { document } = await api.revise(kept.peek(), { op: "fill", tensor: name, fill, seed });
  giveBack();
  const whole = maps.reduce((sum, { values }) => sum + values.length, 0) === shapeOf(name).reduce((product, n) => product * n, 1);
  if (whole) return apply(document);
  const reply = await api.post(document, view.notation.peek());
  const drawn = reply.tensors[name].data ?? (await api.tensor(reply.id, name)).data;
  const at = (address) => parse(address).index.reduce((part, i) => part[i], drawn);
  return editAll(editsOf(maps, (one) => one.addresses.map(at)));
}

async function told(surface, run) {
  try {
    giveBack();
    await run();
    surface.focus();
  } catch (error) {
    if (error instanceof Away) lost();
    else if (error instanceof Problem) surface.say(error.message);
    else throw error;
  }
}

async function copyOut(surface, words) {
  if (await toClipboard(words)) surface.focus();
  else showText(surface, words);
}
