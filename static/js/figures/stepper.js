/** Previous and next δ in order of arrival, and back to the finished table. Keys: [ and ]. */
import { text } from "../strings.js";
import { el, icon, set } from "../ui/dom.js";

/** @param {ReturnType<typeof import("./scatter-state.js").scatterState>} state */
export function stepper(state, live) {
  const button = (label, path, by) => el("button.btn.line", { type: "button", "aria-label": label, title: text.stepKeys, onclick: () => state.step(by) }, icon(path));
  const back = button(text.stepBack, "m10 3.5-4.5 4.5L10 12.5", -1);
  const on = button(text.stepOn, "m6 3.5 4.5 4.5L6 12.5", 1);
  const all = el("button.btn.line", { type: "button", onclick: state.all }, text.stepAll);
  const where = el("span.where", { role: "status" });
  live.effect(() => {
    const stepping = state.stepping.value && state.moment.value;
    all.setAttribute("aria-pressed", String(!stepping));
    const at = stepping ? state.order(state.moment.value) : state.total.value - 1;
    set(back, "aria-disabled", Boolean(stepping) && at === 0 ? "true" : null);
    set(on, "aria-disabled", Boolean(stepping) && at === state.total.value - 1 ? "true" : null);
    const [before, number, after] = text.stepNow(at + 1, state.total.value);
    if (!state.small.value) where.replaceChildren(text.stepTooLarge(state.total.value));
    else where.replaceChildren(...(stepping ? [before, el("b", {}, String(number)), after] : [text.stepDone(state.total.value)]));
  });
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "[" || event.key === "]") state.step(event.key === "[" ? -1 : 1);
  };
  addEventListener("keydown", keys);
  live.add(() => removeEventListener("keydown", keys));
  return el("div.stepper", {}, back, on, all, where);
}
