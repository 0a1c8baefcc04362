/** Numbers that have no address of their own, such as the products under a window: a matrix to look at. */
import { face, framed } from "../draw/face.js";
import { palette } from "../draw/palette.js";
import { writing } from "../draw/writing.js";
import { power } from "../format.js";
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { el, hide, say, scope, set } from "./dom.js";
import { onSize } from "./on-size.js";
import { isPast, strength } from "./past.js";
import { counts } from "./vars.js";

/** @param {{model: () => import("../draw/plane.js").Model | null, label: () => string, size?: string, framed?: boolean,
 *          frames?: () => import("../draw/frames.js").Frame[]}} options `framed`: one frame round all of it */
export function picture({ model, label, size = "--c", framed: whole = false, frames }) {
  const live = scope();
  const canvas = el("canvas.base", { "aria-hidden": "true" });
  const grid = el("div.grid", { role: "img" }, canvas);
  const times = el("small.power");
  const element = el("figure.mx.bare", { "data-role": "mix" }, grid, times);
  grid.style.setProperty("--cell", `var(${size})`);
  const pixels = signal(0);
  const drawing = face(framed(canvas));

  live.effect(() => {
    const now = model();
    hide(element, !now);
    if (!now) return;
    counts(grid, now);
    set(grid, "aria-label", label());
    if (!pixels.value) return;
    const s = pixels.value / now.cols;
    const past = isPast("mix");
    set(element, "data-past", past ? "" : null);
    const look = { palette: palette.value, writing: writing(now, s, palette.value.least), alpha: strength(past) };
    say(times, power(look.writing));
    drawing.cells(now, s, look);
    drawing.frames("own", now, s, whole ? [{ row: 0, col: 0, rows: now.rows, cols: now.cols, width: 3 }] : frames?.() ?? [], look);
  });
  onSize(grid, ({ width }) => { pixels.value = Math.round(width); }, live);
  return { element, grid, times, dispose: live.dispose };
}
