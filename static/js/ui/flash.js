/** What changed shows once: a frame that fades, or one that stands still for a moment where motion is not wanted. */
import { paintFrames } from "../draw/plane.js";
import { calm } from "./dom.js";

const FADES = 600;
const STANDS = 1500;

/** @param {HTMLCanvasElement} canvas */
export function flashOn(canvas) {
  let timer = 0;
  /** @param {import("../draw/plane.js").Model} model @param {number} pixels the size of a cell @param {number[][]} places @param {string} colour @param {{palette: any}} look */
  return (model, pixels, places, colour, look) => {
    paintFrames(canvas, model, pixels, places.map(([row, col]) => ({ row, col, width: 2, colour })), look);
    if (!calm()) return canvas.animate([{ opacity: 1 }, { opacity: 1, offset: 0.4 }, { opacity: 0 }], { duration: FADES, easing: "ease-out" });
    canvas.classList.add("still");
    clearTimeout(timer);
    timer = setTimeout(() => canvas.classList.remove("still"), STANDS);
  };
}
