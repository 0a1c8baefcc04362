/** What goes in, as a picture, and beside it how L changes with each of its numbers. */
import { drawable, drawDigit } from "../drawing/window.js";
import { gradientOf } from "../network.js";
import { text } from "../strings.js";
import { action } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { board } from "./board.js";
import { has } from "./common.js";

/** @param {import("./common.js").Stage} stage its target stands at the left */
export function image(stage) {
  const of = board(stage);
  const gradient = gradientOf(stage.target);
  const parts = has(gradient) ? [of.tensor(gradient, { size: "--c", maps: stage.maps.axes().length ? { lead: stage.maps.lead, axes: stage.maps.axes } : undefined }).element, el("p.note", {}, text.ofInput)] : [];
  const draw = drawable() ? el("div.draw-entry", {}, action(text.drawDigit, drawDigit)) : "";
  return of.done("beside-input", {}, ...parts, draw);
}
