/** The one matrix of the page: brackets in the colour of its role, cells on canvas, a cursor that screen readers follow. */
import { signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { tensorOf } from "../address.js";
import { face, framed } from "../draw/face.js";
import { palette } from "../draw/palette.js";
import { alike, writing } from "../draw/writing.js";
import { power, size } from "../format.js";
import { editable } from "../network.js";
import { editAll } from "../session.js";
import { need } from "../supply.js";
import { changed, kept, refused, trace } from "../store.js";
import { text } from "../strings.js";
import { roleNamed, shapeNamed } from "../tensors.js";
import { view } from "../view.js";
import { bubbleIn } from "./bubble.js";
import { offer } from "./clipboard.js";
import { el, say, scope, set } from "./dom.js";
import { editing, openEditor } from "./editor.js";
import { flashing, marked } from "./flash.js";
import { highlights, listed } from "./highlights.js";
import { inSight } from "./in-sight.js";
import { isPast, strength } from "./past.js";
import { cellsOf, targetOf } from "./planes.js";
import { onSize } from "./on-size.js";
import { pointing } from "./pointing.js";
import { clipped, holds } from "./rectangle.js";
import { endsIn, selectedIn, tellSelected, unselect } from "./selection.js";
import { sight as sightOn } from "./sight.js";
import { lyingOf, spots } from "./spots.js";
import { staged, stageCount } from "./staged.js";
import { toldCell } from "./told-cell.js";
import { toolsOf } from "./tools.js";
import { counts } from "./vars.js";
import { zoom } from "./zoom.js";

/** A number with a decimal comma. */
const COMMA = /^[+\-\u2212]?\d*,\d+$/;

/**
 * @param {{tensor: string, model: () => import("../draw/plane.js").Model, caption?: () => (Node | string)[], role?: string,
 *          frames?: (place: (address: string) => number[] | undefined) => import("../draw/frames.js").Frame[], size?: string}} options
 *          `size` names the style sheet's variable for the cell size; on a `shared` canvas it is a small picture, and a matrix only while the stage does not show its tensor
 */
export function matrix({ tensor, model, caption, role, frames, shared, size: cellSize = "--c" }) {
  const live = scope();
  const thumb = Boolean(shared);
  const canvas = thumb ? null : el("canvas.base", { "aria-hidden": "true" });
  const told = toldCell();
  const grid = el("div.grid", { tabindex: thumb ? -1 : 0, "aria-multiselectable": thumb ? null : "true" }, canvas);
  const title = el("figcaption");
  const times = el("small.power");
  const figure = el("figure.mx", {}, title, grid);
  grid.style.setProperty("--cell", `var(${cellSize})`);

  let now = { rows: 0, cols: 0, max: 0, at: () => null };
  let laid = spots(now);
  const drawing = face(thumb ? shared.part(grid, live) : framed(canvas));
  const bubble = bubbleIn(figure, grid);
  const cursor = signal([0, 0]);
  const pointer = signal(null);
  const pixels = signal(0);
  const drawn = signal(0);
  /** Whether its cells can be typed over. */
  const typed = signal(false);
  /** Where its cells lie: rests while only numbers change. */
  const lying = signal("");
  const seen = inSight(grid, tensor, live);
  /** How its numbers are written. */
  const form = signal(null);
  const focusedHere = () => document.activeElement === grid;
  const place = (address) => (thumb && tensorOf(address) !== tensor ? undefined : laid.place(address));
  const roleNow = () => role ?? roleNamed(tensor);
  const sight = sightOn(grid, () => (drawn.value, now), pixels, place);
  const at = (where) => where && now.at(...where);

  function open(start) {
    const [r, c] = cursor.peek();
    const { x, y, width } = sight.box({ row: r, col: c });
    const { address, value, later } = now.at(r, c);
    openEditor({
      host: figure, cell: keys.target(), shown: address, value, role: roleNow(), start: start ?? (later ? "" : undefined),
      box: { x: grid.offsetLeft + x, y: grid.offsetTop + y, size: width },
      leave(move) {
        if (move === "away") return;
        grid.focus({ preventScroll: true });
        keys.move(move);
      },
      fill(number) {
        const box = surface.picked() ?? { row: r, col: c, rows: 1, cols: 1 };
        editAll(cellsOf(surface, { box })[0].addresses.map(targetOf).filter(Boolean).map((target) => [target, number]));
      },
    });
  }

  const inner = () => now.inner ?? { row: 0, col: 0, rows: now.rows, cols: now.cols };
  /** @type {import("./planes.js").Surface} */
  const surface = {
    tensor, grid, inner, model: () => now, cursor: () => cursor.peek(),
    picked: () => selectedIn(grid, inner()),
    say: (message, where = surface.picked() ? endsIn(grid).head : cursor.peek()) => bubble.say(message, sight.inFrame(where), sight.size()),
    focus: () => grid.focus({ preventScroll: true }),
  };
  const tools = thumb ? null : toolsOf(surface);
  if (!thumb) zoom(sight, { figure, tensor, live, cursor, typed: () => Boolean(keys.target()), point: (to) => keys.point(to) });
  const keys = pointing(surface, { cursor, pointer, sight, open, hush: bubble.hush, tools: tools && openTools });
  if (!thumb) offer(surface);

  function openTools([r, c]) {
    const { left, top } = grid.getBoundingClientRect();
    const { x, y, width } = sight.box({ row: r, col: c });
    tools.openBy(new DOMRect(left + x, top + y, width, width));
  }

  function present(shown) {
    for (const [name, value] of [["role", "grid"], ["data-tensor", tensor], ["aria-activedescendant", told.id]]) set(grid, name, shown ? value : null);
    if (shown) grid.append(told.element);
    else told.element.remove();
    set(grid, "aria-hidden", shown ? null : true);
  }
  if (thumb) live.effect(() => present(!staged.value.has(tensor)));
  else {
    present(true);
    stageCount(tensor, 1);
    live.add(() => stageCount(tensor, -1));
  }

  live.effect(() => {
    now = model();
    if (now.empty && seen.value) need(tensor);
    laid = spots(now);
    counts(grid, now);
    set(grid, "aria-rowcount", inner().rows);
    set(grid, "aria-colcount", inner().cols);
    set(figure, "data-role", roleNow());
    if (!at(cursor.peek())?.address) cursor.value = laid.first() ?? [0, 0];
    drawn.value = drawn.peek() + 1;
    lying.value = lyingOf(now, drawn.peek());
  });
  /** The keyboard goes on from what is pinned, unless it is at work here. */
  let followed = "";
  live.effect(() => {
    lying.value;
    const pinned = view.cell.value;
    if (pinned === followed) return;
    followed = place(pinned) ? pinned : "";
    if (followed && !focusedHere()) cursor.value = place(pinned);
  });
  live.effect(() => {
    drawn.value;
    const next = pixels.value ? writing(now, sight.size(), palette.value.least) : null;
    if (!alike(next, form.peek())) form.value = next;
    say(times, power(next));
  });
  live.effect(() => {
    drawn.value;
    const past = isPast(roleNow(), typed.value);
    set(figure, "data-past", past ? "" : null);
    if (pixels.value && (seen.value || palette.value.ratio)) drawing.cells(now, sight.size(), { palette: palette.value, writing: form.value, view: sight.view(), alpha: strength(past) });
  });
  live.effect(() => {
    lying.value;
    const names = highlights(tensor, place);
    set(grid, "data-lit", names.lit);
    set(grid, "data-feeds", names.feeds);
    set(grid, "data-wrong", names.wrong || null);
    if (thumb) return;
    const own = frames?.(place) ?? [];
    const drawnFrames = [...own, ...names.frames.filter((frame) => !own.some((one) => covers(one, frame)))];
    if (pixels.value) drawing.frames("lit", now, sight.size(), drawnFrames, { palette: palette.value, view: sight.view() });
  });
  function tellCell() {
    const [r, c] = pointer.value ?? cursor.value;
    const box = surface.picked();
    typed.value = told.tell(at([r, c]), [r - inner().row, c - inner().col], box ? holds(box, [r, c]) : null);
  }
  live.effect(() => { lying.value; tellCell(); });
  live.afterNumbers(() => { drawn.value; tellCell(); });
  live.effect(() => {
    drawn.value;
    const box = surface.picked();
    const cells = box && cellsOf(surface, { box })[0];
    set(grid, "data-selected", cells && listed(cells.addresses));
    tellSelected(grid, box, cells?.values ?? []);
    const shown = box && clipped(box, sight.view());
    if (pixels.value) drawing.frames("picked", now, sight.size(), shown ? [{ ...shown, picked: true }] : [], { palette: palette.value, view: sight.view() });
  });
  live.add(() => {
    if (!endsIn(grid)) return;
    unselect();
    tellSelected(grid, null, []);
  });
  live.afterNumbers(() => {
    title.replaceChildren(...(caption?.() ?? []));
    title.querySelector("small")?.after(times);
    const maps = title.querySelector(".maps");
    set(figure, "data-maps", maps && (maps.matches(".stated") ? "stated" : maps.children.length > 1 ? "two" : "one"));
    if (tools) (title.childNodes.length ? title : figure).append(tools.element);
    tools?.show();
    grid.setAttribute("aria-label", text.matrix(tensor, size(shapeNamed(tensor))));
  });
  if (!thumb) live.effect(() => { const fresh = changed.value; untracked(() => flashChanges(fresh)); });
  live.effect(() => { const refusal = refused.value; untracked(() => showRefusal(refusal)); });

  let hit = [];
  const flash = flashing((alpha) => untracked(() => {
    set(grid, "data-changed", alpha ? "" : null);
    drawing.frames("flash", now, sight.size(), alpha ? hit.map((box) => ({ ...box, width: 2, colour: palette.value.roles[roleNow()] })) : [], { palette: palette.value, view: sight.view() }, alpha);
  }));
  live.add(flash.end);

  function flashChanges(fresh) {
    const fresher = seen.peek() ? laid.among(fresh) : [];
    if (!fresher.length || !pixels.peek()) return;
    hit = marked(fresher);
    flash.start();
  }

  function showRefusal(refusal) {
    bubble.hush();
    const here = refusal && !thumb && [...laid.all()].find(([address]) => editable(trace.peek(), kept.peek(), address) === refusal.cell);
    if (!here) return;
    const hint = COMMA.test(refusal.text ?? "") ? ` ${text.pointComma(refusal.text.replace(",", "."))}` : "";
    bubble.say(hint ? `${refusal.message.replace(/\.$/, "")}.${hint}` : refusal.message, sight.inFrame(here[1]), sight.size());
    if (refusal.text === null || !focusedHere() || editing()) return;
    cursor.value = here[1];
    open(refusal.text);
  }

  onSize(grid, ({ width }) => { pixels.value = Math.round(width); }, live);
  return { element: figure, grid, place, dispose: live.dispose };
}

/** Whether a figure's own frame already stands where a lighter one would. */
const covers = (one, frame) => !frame.pin && (frame.width ?? 2) <= one.width && ["row", "col"].every((key) => one[key] === frame[key])
  && ["rows", "cols"].every((key) => (one[key] ?? 1) === (frame[key] ?? 1));
