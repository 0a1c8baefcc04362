/** The tokens of the style sheet, read once per theme, as colours for canvas. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { scale } from "./colour.js";

const ROLES = ["input", "weight", "bias", "activation", "gradient", "padding"];

function read() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"), ink2: token("ink-2"), ink3: token("ink-3"), panel: token("panel"), paper: token("paper"),
    line: token("cell-line"), bad: token("bad"), hatch: token("hatch"), zero: token("v-zero"),
    roles: Object.fromEntries([...ROLES.map((role) => [role, token(`r-${role}`)]), ["loss", token("ink")], ["mix", token("ink-3")]]),
    cell: scale({ zero: token("v-zero"), positive: token("v-pos"), negative: token("v-neg") }),
    picture: scale({ zero: token("v-zero-deep"), positive: token("v-pos-deep"), negative: token("v-neg-deep") }),
    mark: token("thumb-mark"),
    font: token("font"),
    stroke: Number(token("stroke")),
    least: parseFloat(token("least-number")) * parseFloat(style.fontSize),
  };
}

/** Filled before anything draws. */
export const palette = signal(null);

/** Read the tokens again: the theme changed. @param {object} [paper] what paper asks for besides: pixels per CSS pixel */
export const refresh = (paper) => { palette.value = { ...read(), ...paper }; };
