/** What the check found: right or how many cells differ, and the mistakes that give exactly these numbers. */
import { rounded, size } from "../format.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { action, tick } from "../ui/controls.js";
import { spelled } from "../ui/cell-name.js";
import { el, icon } from "../ui/dom.js";

const words = text.check;

/**
 * @param {{result: import("./result.js").Result | null, changed: boolean, stale: boolean, chosen: number, choose: (i: number) => void, right: boolean,
 *          showRight: (on: boolean) => void, where: () => void, again: () => void}} what `changed`: cells were typed since
 * @returns {Node[]}
 */
export function verdict({ result, changed, stale, chosen, choose, right, showRight, where, again }) {
  if (!result) return [el("h3", {}, words.before), el("p", {}, words.beforeSays), el("p", {}, words.how)];
  const { reply, attempt, tensor } = result;
  const shape = trace.peek().tensors.get(tensor).shape;
  const old = stale ? el("p.old", {}, words.stale) : changed ? el("p.old", {}, words.changed) : null;
  if (reply.match) {
    return [
      badge(true, words.match(reply.compared_count, attempt.cells.length)), old,
      el("p", {}, words.matchSays(rounded(Number(reply.max_absolute_error)), rounded(Number(reply.tolerance)))),
    ].filter(Boolean);
  }
  const headline = reply.shape_ok
    ? words.differ(reply.wrong_count, reply.compared_count, amount(reply.max_absolute_error))
    : words.wrongShape(size(attempt.shape) || words.single, size(shape) || words.single);
  const diagnosis = reply.diagnoses[chosen];
  const switchRight = tick({ label: words.showRight, choose: showRight });
  switchRight.show(right);
  return [
    badge(false, headline), old,
    ...(diagnosis ? told(diagnosis) : [el("h3", {}, words.unknown), el("p", {}, words.unknownSays)]),
    others(reply.diagnoses, chosen, choose),
    reply.shape_ok && switchRight.element,
    el("div.bar", {}, result.wrong.size > 0 && action(words.showMe, where, { main: true }), action(words.again, again)),
  ].filter(Boolean);
}

const amount = (error) => (error === "NaN" || error === null ? "" : rounded(Number(error)));

const badge = (ok, sentence) => el(`p.badge${ok ? "" : ".bad"}`, {}, icon(...(ok ? ["m3.5 8.5 3 3 6-7"] : ["m4 4 8 8M12 4l-8 8"])), sentence);

/** @param {import("./result.js").Diagnosis} diagnosis */
function told({ title, explanation, also }) {
  const alike = also.length ? el("details.also", {}, el("summary", {}, words.also), el("ul", {}, ...also.map((one) => el("li", {}, el("b", {}, one.title), " ", one.explanation)))) : null;
  return [el("h3", {}, title), el("p.why", {}, ...spelled(explanation)), alike].filter(Boolean);
}

/** Where several mistakes fit, each can be looked at. */
function others(diagnoses, chosen, choose) {
  if (diagnoses.length < 2) return null;
  return el("div.others", { role: "group", "aria-label": words.fits }, el("span", {}, words.fits),
    ...diagnoses.map((one, i) => el("button.btn.line", { type: "button", "aria-pressed": i === chosen, onclick: () => choose(i) }, one.title)));
}
