/** A line between any two steps of a short film. Draws only. */
import { sized } from "../draw/plane.js";
import { TICKED } from "./layout.js";
import { total } from "./segments.js";

const HEIGHT = 20;
/** Steps nearer than this have no room for a line. */
const NEAREST = 4;

/** @param {HTMLCanvasElement} canvas @param {import("./segments.js").Segment[]} segments @param {import("./layout.js").Span[]} spans @param {number} width @param {string} colour */
export function ticks(canvas, segments, spans, width, colour) {
  const g = sized(canvas, width, HEIGHT);
  g.clearRect(0, 0, width, HEIGHT);
  if (total(segments) > TICKED) return;
  g.fillStyle = colour;
  segments.forEach(({ count }, i) => {
    const each = spans[i].width / count;
    if (each < NEAREST) return;
    for (let k = 1; k < count; k++) g.fillRect(Math.round(spans[i].x + k * each) - 1, 0, each < 8 ? 1 : 2, HEIGHT);
  });
}
