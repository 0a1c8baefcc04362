/** Paper: the figure keeps the size that it has on the screen and is shrunk as a whole; its numbers are painted black on white. theme.js says when. */
import { refresh } from "../draw/palette.js";

/** What a sheet of A4 or Letter has room for between its margins, in CSS pixels. */
const PAPER = { portrait: 690, landscape: 960 };

/** @param {HTMLElement} canvas the stage's figure */
export function print(canvas) {
  function prepare() {
    const { clientWidth: width, scrollHeight: height } = canvas;
    const style = document.documentElement.style;
    style.setProperty("--print-width", `${width}px`);
    style.setProperty("--print-height", `${height}px`);
    for (const [way, room] of Object.entries(PAPER)) style.setProperty(`--print-${way}`, String(Math.min(1, room / width)));
    refresh();
  }
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", refresh);
}
