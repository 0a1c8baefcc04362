/** One map of a tensor as a small picture without numbers, drawn while it is in sight: there may be hundreds. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { paintImage } from "../draw/image.js";
import { palette } from "../draw/palette.js";
import { el, set } from "./dom.js";

/** @param {{model: () => import("../draw/plane.js").Model, label: () => string}} options @param {ReturnType<typeof import("./dom.js").scope>} live */
export function mapImage({ model, label }, live) {
  const canvas = el("canvas.map-image", { role: "img" });
  const seen = signal(false);
  const watch = new IntersectionObserver(([entry]) => { seen.value = entry.isIntersecting; }, { rootMargin: "50px" });
  watch.observe(canvas);
  live.add(() => watch.disconnect());
  live.effect(() => {
    set(canvas, "aria-label", label());
    if (!seen.value) return;
    const now = model();
    const at = (i) => { const cell = now.at(Math.floor(i / now.cols), i % now.cols); return cell && !cell.blank ? cell.shown ?? cell.value : null; };
    canvas.style.setProperty("--rows", now.rows);
    canvas.style.setProperty("--cols", now.cols);
    paintImage(canvas, { rows: now.rows, cols: now.cols, at }, now.max, palette.value);
  });
  return canvas;
}
