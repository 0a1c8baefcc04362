/** The film's bar: play and step, how far at a time and how fast, what this step does, and the track. */
import { untracked } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { isHome, place, step } from "../film/follow.js";
import { filmKeys } from "../film/keys.js";
import { pause, playing, speed, SPEEDS, toggle } from "../film/play.js";
import { asked } from "../film/pace.js";
import { doneOf } from "../film/segments.js";
import { at, chosenUnit, leave, segment, steps, unit } from "../film/state.js";
import { track } from "../film/track.js";
import { stepInWords } from "../film/words.js";
import { text } from "../strings.js";
import { chooser, segmented } from "../ui/controls.js";
import { el, icon, set, svg } from "../ui/dom.js";

const face = (d) => svg("svg", { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d, class: "f" }));

/** What leaves room for the film. Not inherited: else a new height would have the styles of the whole page computed. */
const BESIDE = "body, .side, .strip .panel";

/** @param {HTMLElement} host @param {{shortcuts: () => void}} windows */
export function film(host, windows) {
  const button = (label, path, by) => el("button.btn", { type: "button", "aria-label": label, title: label, onclick: () => { pause(); step(by); } }, icon(...path));
  const back = button(text.stepBack, ["M12.5 3.5 6 8l6.5 4.5z", "M3.5 3.5v9"], -1);
  const on = button(text.stepForward, ["M3.5 3.5 10 8l-6.5 4.5z", "M12.5 3.5v9"], 1);
  const run = el("button.btn.run", { type: "button", onclick: toggle });
  /** The same choice side by side, or as a list where there is little room. */
  const choice = { label: text.unit, hidden: true, options: Object.entries(text.units).map(([value, label]) => ({ value, label })), choose: (value) => { chosenUnit.value = value; } };
  const units = segmented(choice);
  const unitList = chooser(choice);
  unitList.list.classList.add("unit-list");
  const speeds = chooser({ label: text.speed, hidden: true, options: SPEEDS.map((value) => ({ value, label: text.speedOf(value) })), choose: (value) => { speed.value = value; } });
  const say = el("p.step-says", { role: "status" });
  const home = el("button.btn.line", { type: "button", onclick: place }, text.backToFilm);
  const rest = el("button.btn.line.leave", { type: "button", title: text.leaveFilmSays, onclick: leave }, icon("M2.5 8a5.5 5.5 0 0 1 11 0 5.5 5.5 0 0 1-11 0", "m5.5 8 2 2 3.2-4"), el("span", {}, text.leaveFilm));
  const where = el("p.where-in");
  host.setAttribute("aria-label", text.film);
  host.append(
    el("div.run-row", {}, el("div.bar", {}, back, run, on), units.element, unitList.element, speeds.element),
    say, el("div.film-ways", {}, home, rest), where, track());
  filmKeys(windows);
  new ResizeObserver(() => { for (const one of document.querySelectorAll(BESIDE)) one.style.setProperty("--film-height", `${host.offsetHeight}px`); }).observe(host);

  afterNumbers(() => {
    const label = playing.value ? text.pause : text.play;
    set(run, "aria-label", label);
    set(run, "title", label);
    run.replaceChildren(face(playing.value ? "M4 3h3v10H4zM9 3h3v10H9z" : "M5 3l8 5-8 5z"));
  });
  afterNumbers(() => {
    units.show(unit.value);
    unitList.show(unit.value);
  });
  afterNumbers(() => speeds.show(speed.value));
  afterNumbers(() => {
    home.hidden = isHome.value;
    rest.hidden = at.value === null;
    set(back, "aria-disabled", at.value === 0 ? "true" : null);
    set(on, "aria-disabled", at.value !== null && at.value === steps.value - 1 ? "true" : null);
  });
  afterNumbers(() => {
    if (asked.value === null) return say.replaceChildren(steps.value ? text.atRest : "");
    const words = stepInWords();
    if (words) untracked(() => say.replaceChildren(...words));
  });
  afterNumbers(() => {
    const one = segment.value;
    if (!one) return where.replaceChildren(steps.value ? el("small", {}, text.stepsInAll(steps.value)) : "");
    const [number, of] = text.nthStep(doneOf(one, at.value), one.count);
    where.replaceChildren(el("b", {}, number), el("span", {}, of), el("small", {}, text.inAll(at.value + 1, steps.value)));
  });
}
