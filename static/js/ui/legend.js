/** What colours and frames mean. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { palette } from "../draw/palette.js";
import { text } from "../strings.js";
import { view } from "../view.js";
import { el } from "./dom.js";

const STEPS = [-1, -0.62, -0.32, -0.1, 0, 0.1, 0.32, 0.62, 1];

/** @param {HTMLElement} host */
export function legend(host) {
  const steps = el("span.steps", { "aria-hidden": "true" }, ...STEPS.map(() => el("i")));
  effect(() => STEPS.forEach((value, i) => { steps.children[i].style.background = palette.value.cell(value, 1); }));
  const sign = (name, label) => el(`span.key.of-${name}`, {}, el(`i.sw.${name}`), label);
  const { legend: words, roles } = text;
  const later = sign("later", words.later);
  effect(() => { later.hidden = view.step.value === null; });
  host.append(
    el("span.ramp", {}, words.negative, steps, words.positive),
    sign("cur", words.current), sign("read", words.read), sign("feed", words.feeds), sign("hat", words.padding), later,
    el("span.roles", {}, ...Object.entries(roles).map(([role, name]) => el(`b.r-${role}`, {}, name))));
}
