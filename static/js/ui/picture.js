/** Numbers that have no address of their own, such as the products under a window: a matrix to look at. */
import { paintFrames, paintPlane } from "../draw/plane.js";
import { palette } from "../draw/palette.js";
import { writing } from "../draw/writing.js";
import { power } from "../format.js";
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { el, hide, say, scope, set } from "./dom.js";
import { counts } from "./vars.js";

/** @param {{model: () => import("../draw/plane.js").Model | null, label: () => string, size?: string, framed?: boolean,
 *          frames?: () => import("../draw/plane.js").Frame[]}} options `framed`: one frame round all of it */
export function picture({ model, label, size = "--c", framed = false, frames }) {
  const live = scope();
  const lower = el("canvas.base", { "aria-hidden": "true" });
  const upper = el("canvas.frames", { "aria-hidden": "true" });
  const grid = el("div.grid", { role: "img" }, lower, upper);
  const times = el("small.power");
  const element = el("figure.mx.bare", { "data-role": "mix" }, grid, times);
  grid.style.setProperty("--cell", `var(${size})`);
  const pixels = signal(0);
  const painted = { key: "", cells: [] };

  live.effect(() => {
    const now = model();
    hide(element, !now);
    if (!now) return;
    counts(grid, now);
    set(grid, "aria-label", label());
    if (!pixels.value) return;
    const s = pixels.value / now.cols;
    const look = { palette: palette.value, writing: writing(now, s, palette.value.least) };
    say(times, power(look.writing));
    paintPlane(lower, now, s, look, painted);
    paintFrames(upper, now, s, framed ? [{ row: 0, col: 0, rows: now.rows, cols: now.cols, width: 3 }] : frames?.() ?? [], look);
  });
  const watch = new ResizeObserver(() => { pixels.value = grid.clientWidth; });
  watch.observe(grid);
  live.add(() => watch.disconnect());
  return { element, grid, times, dispose: live.dispose };
}
