/** Which of the articles' mistakes are about the trace, and on which stage each belongs. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { api } from "../api.js";
import { gradientOf, makerOf, targets } from "../network.js";
import { asking } from "../session.js";
import { trace } from "../store.js";

/** @typedef {{key: string, article: string, title: string, tensor: string | null, numeric: boolean}} Erratum */

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<Erratum[]>} */
export const errata = signal([]);

/** They are no hurry: asked for once the numbers rest. */
const REST = 250;

/** Keep the list true for the trace. */
export function followErrata() {
  let timer = 0;
  let turn = 0;
  afterNumbers(() => {
    const id = trace.value?.id;
    clearTimeout(timer);
    if (!id) return;
    const mine = ++turn;
    timer = setTimeout(async () => {
      const found = await asking((known) => api.errata(known)).catch(() => null);
      if (found && mine === turn) errata.value = found.errata;
    }, REST);
  });
}

/** The tensor on whose stage a mistake about `name` is seen. @param {string} name @returns {string | undefined} */
export function stagedAs(name) {
  const known = trace.value;
  if (!known?.tensors.has(name)) return undefined;
  const list = targets(known, makerOf(known, name));
  return [name, gradientOf(name)].find((one) => list.includes(one)) ?? list[0];
}

/** The mistakes about one stage, those with numbers first. @param {string} target */
export const about = (target) => errata.value.filter((one) => one.tensor && stagedAs(one.tensor) === target).sort((a, b) => Number(b.numeric) - Number(a.numeric));

/** One mistake with its numbers. @param {string} key */
export const details = (key) => asking((id) => api.erratum(id, key));
