/** Connecting lines of a figure: an SVG layer over it, in the figure's own pixels. */
import { svg } from "./dom.js";
import { shareOf } from "./sight.js";

/** @param {HTMLElement} host positioned; lines are drawn over it */
export function wires(host) {
  const layer = svg("svg", { class: "wires", "aria-hidden": "true" });
  host.append(layer);

  /** A point of an element: (0, 0) its top left corner, (1, 1) its bottom right; of a matrix, a point of all of its cells. */
  function at(element, across, down) {
    const [fx, fy] = shareOf(element, across, down);
    const [own, base] = [element.getBoundingClientRect(), host.getBoundingClientRect()];
    return [own.left - base.left + own.width * fx, own.top - base.top + own.height * fy];
  }

  let drawn = "";
  /** Lines that lie as they lay are left alone. @param {{points: number[][], dashed?: boolean, arrow?: boolean}[]} lines */
  function draw(lines) {
    const now = JSON.stringify(lines);
    if (now === drawn) return;
    drawn = now;
    layer.replaceChildren(...lines.flatMap(({ points, dashed, arrow }) => {
      const line = svg("path", { d: rounded(points), class: dashed ? "dash" : "line" });
      return arrow ? [line, head(points.at(-1), points.at(-2))] : [line];
    }));
  }

  return { at, draw, clear: () => draw([]) };
}

/** A polyline with small rounded corners. */
function rounded(points) {
  const R = 6;
  return points.map(([x, y], i) => {
    if (i === 0) return `M${x} ${y}`;
    const next = points[i + 1];
    if (!next) return `L${x} ${y}`;
    const [px, py] = points[i - 1];
    const toward = ([ax, ay]) => {
      const d = Math.hypot(ax - x, ay - y) || 1;
      const r = Math.min(R, d / 2);
      return `${x + ((ax - x) / d) * r} ${y + ((ay - y) / d) * r}`;
    };
    return `L${toward([px, py])}Q${x} ${y} ${toward(next)}`;
  }).join("");
}

function head([x, y], [px, py]) {
  const a = Math.atan2(y - py, x - px);
  const point = (along, across) => `${x + along * Math.cos(a) - across * Math.sin(a)},${y + along * Math.sin(a) + across * Math.cos(a)}`;
  return svg("polygon", { points: `${point(1, 0)} ${point(-9, -5.5)} ${point(-9, 5.5)}`, class: "head" });
}
