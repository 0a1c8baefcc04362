/** Texts of the film: its bar, its sentences, and the list of keys. */
import { number } from "./numbers.js";

const plural = (n, one, many) => (n === 1 ? `1 ${one}` : `${number(n)} ${many}`);

const KEYS = {
  title: "Keys",
  groups: [
    { title: "Film", rows: [
      [["Space"], "play, pause"], [["Page Down", "Page Up"], "one step on, one step back: presenters’ clickers too"],
      [["→", "←"], "the same, outside of matrices and fields"], [["Home", "End"], "first step, last step"],
      [["]", "["], "one cell on or back; at rest into the steps of the shown tensor"], [["Esc"], "leave the film: everything is shown"],
    ] },
    { title: "Track of the film", rows: [[["→", "←"], "one step on or back"], [["Ctrl → ←", "Shift Page Up, Page Down"], "next or previous tensor"], [["Home", "End"], "first step, last step"]] },
    { title: "Matrix", rows: [
      [["← ↑ ↓ →"], "to the next cell"], [["Home", "End"], "ends of the row; with Ctrl of the map"], [["Enter"], "edit the number, or explain one that is computed"],
      [["Shift Space"], "explain this number"], [["Shift ← ↑ ↓ →", "Ctrl A"], "select"], [["Shift F10"], "tools"], [["Ctrl C", "Ctrl V"], "copy and paste, also from spreadsheets and NumPy"],
    ] },
    { title: "Editing a number", rows: [[["0 … 9", "F2"], "begin"], [["Enter", "Tab"], "keep and go down or right; with Shift up or left"], [["Ctrl Enter"], "keep in all selected cells"], [["Esc"], "as it was"], [["Delete"], "0"]] },
    { title: "Everywhere", rows: [[["Ctrl Z"], "undo"], [["Ctrl Shift Z"], "redo"], [["Backspace"], "in the equation: back up"], [["→", "←"], "in tabs: the next one"], [["?"], "this list"]] },
  ],
};

export const film = {
  film: "Film", play: "Play", pause: "Pause", stepForward: "Step forward", stepBack: "Step back",
  unit: "Step by", units: { cell: "cell", row: "row", tensor: "tensor", layer: "layer" },
  speed: "Speed", speedOf: (n) => `${n === 0.5 ? "½" : n}×`,
  timeline: "Timeline", phases: { forward: "forward", loss: "loss", backward: "backward" },
  atRest: "Everything is computed. Play shows number by number how: first forward, then back.",
  whereInFilm: (phase, tensor, n, all, step, steps) => `${phase}, ${tensor}, ${n} of ${all}; step ${step} of ${steps}`,
  allSteps: (n) => `all ${n} steps done`,
  nthStep: (n, all) => [String(n), ` of ${all}`], inAll: (n, all) => `step ${n} of ${all}`, stepsInAll: (n) => plural(n, "step", "steps"),
  pausedAt: (step, steps) => `Paused at step ${step} of ${steps}.`, fromStart: "From the start",
  leaveFilm: "Show all", leaveFilmSays: "Leave the film: everything is computed and shown (Esc)", backToFilm: "Back to the film",

  notYet: "not yet computed", notYetSays: "The film has not come to this number.",
  toStep: (n) => `Go to step ${n}`, stepTitle: "Go to the step of the film that finishes this number",
  partsCome: (come, all) => `${come} of ${plural(all, "part has", "parts have")} arrived; this is their sum so far.`, partsOfAll: (come, all) => `${come} of ${all}`,

  oneProduct: "One product.", addedUp: (products, others) => `${[products && plural(products, "product", "products"), others && plural(others, "number", "numbers")].filter(Boolean).join(" and ")}, added up.`,
  manyTerms: (n) => `${n} terms, added up.`,
  itsWindow: "its window",
  stampSays: (zero, cells, several) => [
    zero ? ` stamps only zeros into the ${plural(cells, "cell", "cells")}${several ? " of every map" : ""} that ` : ` stamps the whole kernel into the ${plural(cells, "cell", "cells")}${several ? " of every map" : ""} that `,
    " had read.",
  ],
  hasAll: (n) => (n === 1 ? " has its one part." : ` has all its ${n} parts.`), hasParts: (come, all) => ` has ${come} of its ${plural(all, "part", "parts")}.`,

  keys: KEYS, keysButton: "Keys",
};
