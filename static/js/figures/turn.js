/** A map that visibly turns by 180°: its numbers stay upright, its notch travels. */
import { palette } from "../draw/palette.js";
import { writing } from "../draw/writing.js";
import { written } from "../format.js";
import { text } from "../strings.js";
import { calm, el, icon, spoken, svg } from "../ui/dom.js";

const DURATION = 900;
const MOST = 144;

const arcs = () => svg("svg", { class: "arcs", viewBox: "0 0 132 132", "aria-hidden": "true" },
  svg("path", { d: "M8 36A65 65 0 0 1 120 30M124 96A65 65 0 0 1 12 102" }),
  svg("polygon", { points: "124,37 113,33 121,26" }),
  svg("polygon", { points: "8,95 19,99 11,106" }));

/**
 * Two ways to turn: beside the result, inside two arcs; or in the result's own place.
 * @param {{model: () => import("../draw/plane.js").Model, size: string, result: HTMLElement, inPlace?: boolean}} options
 *        `result` is the grid that shows the turned map and waits for the turn to end
 */
export function turn({ model, size, result, inPlace = false }) {
  const still = calm();
  const again = el(still ? "span.again" : "button.again", still ? {} : { type: "button", title: text.turnAgain, onclick: run },
    !still && icon("M12.5 8a4.5 4.5 0 1 1-1.6-3.4", "M11.5 1.8v3h-3"), el("span", {}, "180°"), !still && spoken(text.turnAgain));
  const ghost = el("div.ghost", { "aria-hidden": "true" });
  const element = inPlace ? again : el("div.turn", {}, arcs(), again, ghost);
  const moving = inPlace ? result : element;
  if (inPlace) result.append(ghost);
  ghost.style.setProperty("--cell", `var(${size})`);
  let running = [];

  function fill(now) {
    ghost.style.setProperty("--cols", now.cols);
    ghost.style.setProperty("--rows", now.rows);
    const form = writing(now, result.clientWidth / now.cols, palette.peek().least);
    ghost.style.fontSize = form ? `${form.px}px` : "";
    const cells = [];
    for (let r = 0; r < now.rows; r++) for (let c = 0; c < now.cols; c++) {
      const cell = now.at(r, c);
      const node = el("i", {}, el("span", {}, form ? written(cell.value, form) : ""));
      if (cell.hatch) node.classList.add("hatch");
      if (r === 0 && c === 0) node.classList.add("notch");
      node.style.background = palette.peek().cell(cell.value, now.max);
      cells.push(node);
    }
    ghost.replaceChildren(...cells);
  }

  function run() {
    const now = model();
    for (const animation of running) animation.cancel();
    running = [];
    if (calm() || now.rows * now.cols > MOST) return;
    fill(now);
    const timing = { duration: DURATION, easing: "cubic-bezier(.45,0,.2,1)", fill: "forwards" };
    moving.classList.add("running");
    running = [ghost.animate([{ rotate: "0deg" }, { rotate: "180deg" }], timing)];
    for (const number of ghost.querySelectorAll("span")) running.push(number.animate([{ rotate: "0deg" }, { rotate: "-180deg" }], timing));
    if (!inPlace) running.push(result.animate([{ opacity: 0 }, { opacity: 0, offset: 0.8 }, { opacity: 1 }], { duration: DURATION + 200 }));
    running[0].finished.then(() => moving.classList.remove("running"), () => {});
  }

  return { element, run };
}
