/**
 * Paper: the figure keeps the size that it has on the screen and is shrunk as a whole; its numbers are painted black on white. theme.js says when.
 * A canvas would reach a PDF as its drawing commands, which many viewers show without the numbers: images of them stand in for the time of printing.
 */
import { paintNow } from "../draw/later.js";
import { refresh } from "../draw/palette.js";
import { el } from "./dom.js";

/** What a sheet of A4 or Letter has room for between its margins, in CSS pixels. */
const PAPER = { portrait: 690, landscape: 960 };
/** Pixels of an image per CSS pixel: some 300 to the inch. */
const SHARP = 3;

/** @param {HTMLElement} canvas the stage's figure */
export function print(canvas) {
  function prepare() {
    const { clientWidth: width, scrollHeight: height } = canvas;
    const style = document.documentElement.style;
    style.setProperty("--print-width", `${width}px`);
    style.setProperty("--print-height", `${height}px`);
    for (const [way, room] of Object.entries(PAPER)) style.setProperty(`--print-${way}`, String(Math.min(1, room / width)));
    refresh({ ratio: SHARP });
    paintNow();
    imaged();
  }
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", () => {
    for (const image of document.querySelectorAll("img.printed")) image.remove();
    refresh();
  });
}

/** An image before each canvas that has a place on the page; print.css shows it instead. */
function imaged() {
  for (const canvas of document.querySelectorAll("main canvas")) {
    if (canvas.offsetWidth) canvas.before(el(`img.printed.${[...canvas.classList].join(".")}`, { src: canvas.toDataURL(), alt: "", decoding: "sync" }));
  }
}
