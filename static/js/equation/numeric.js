/** The derivative once more, by moving one number a little and computing the loss again; beside the other methods' sums. */
import { signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { tensorOf } from "../address.js";
import { gradcheck, pinnedExplanation } from "../explanations.js";
import { rounded } from "../format.js";
import { layerNamed } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { cellName, spelled } from "../ui/cell-name.js";
import { el, icon } from "../ui/dom.js";
import { agreement } from "./agreement.js";

/** While the pinned cell moves quickly, nobody is asked. */
const PAUSE = 250;

const MARKS = { ok: ["m3.5 8.5 3 3 6-7"], bad: ["M4 4l8 8M12 4l-8 8"], kink: ["M2.5 12.5 8 5l5.5 7.5"] };

/** @param {"ok" | "bad" | "kink"} how */
export const badge = (how, word) => el(`span.badge.${how}`, {}, icon(...MARKS[how]), word);

/** Whether a cell is a derivative of the loss by a number that can be moved. */
function movable(cell) {
  const name = tensorOf(cell);
  const by = name.endsWith(".grad") && trace.value.tensors.get(name.slice(0, -".grad".length));
  return Boolean(by) && by.role !== "derived";
}

/** @param {HTMLElement} host @returns what a closed sheet says of it: "ok", "bad", "kink" or "" */
export function numeric(host) {
  const verdict = signal("");
  let turn = 0;
  let timer = 0;
  /** What is known of the cell: the check's answer or its refusal, and the other methods' sums. */
  let known = { cell: "", asks: false, answer: null, problem: null, methods: null };

  afterNumbers(() => {
    const found = pinnedExplanation.value;
    turn++;
    clearTimeout(timer);
    if (found && trace.value) untracked(() => follow(found));
  });

  function follow(found) {
    const mine = turn;
    const asks = movable(found.cell);
    const same = known.cell === found.cell && asks;
    learn({ cell: found.cell, asks, answer: same ? known.answer : null, problem: null, methods: same ? known.methods : null });
    const hear = (name) => (answer) => { if (mine === turn) learn({ ...known, [name]: answer }); };
    agreement(found).then(hear("methods"), () => {});
    if (asks) timer = setTimeout(() => gradcheck(found.cell).then(hear("answer"), hear("problem")), PAUSE);
  }

  function learn(next) {
    known = next;
    const { asks, answer, problem, methods } = known;
    const checked = answer && !problem ? (answer.kink ? "kink" : answer.passed ? "ok" : "bad") : "";
    const how = checked !== "kink" && methods && !methods.same ? "bad" : checked;
    const title = asks ? text.numerical : text.agreement;
    const alone = !asks && methods ? (methods.same ? "ok" : "bad") : how;
    const shown = problem ? (problem.status ? [el("p", {}, problem.message)] : []) : answer ? (answer.kink ? corner(answer) : difference(answer)) : [];
    host.hidden = !asks && !methods;
    host.replaceChildren(el("h3", {}, title), alone ? badge(alone, text.verdict[alone]) : asks && !problem ? el("small.waiting", {}, text.checking) : "",
      ...shown, ...(methods ? [rows(methods.rows)] : []));
    verdict.value = how;
  }
  return verdict;
}

const rows = (all) => el("dl", {}, ...all.flatMap(([name, value]) => [el("dt", {}, ...[name].flat()), el("dd", {}, value)]));
const number = (value, digits) => rounded(Number(value), digits);
const tiny = (value) => number(value, 2).replace(/^1\u00b7/, "");

const difference = (answer) => [rows([
  [text.central(tiny(answer.epsilon)), number(answer.numeric, 11)],
  ...(Number(answer.scale) === 1 ? [] : [[text.perSample, text.times(number(answer.scale))]]),
  [text.distance(number(answer.analytic)), tiny(answer.absolute_error)],
])];

function corner({ kink, analytic, epsilon }) {
  const told = kink.causes.slice(0, 3).map((cause) => el("p", {}, el("b", {}, cellName(cause.cell)), ": ", ...spelled(`${cause.text}.`)));
  const flat = agree(Number(kink.left), Number(kink.right), 1e-6);
  const more = (kink.cause_count ?? kink.causes.length) - told.length;
  return [
    rows([[text.leftSlope(tiny(epsilon)), number(kink.left)], [text.rightSlope(tiny(epsilon)), number(kink.right)], [text.engineTakes, number(analytic)]]),
    el("div.kink", {}, ...told, more > 0 && el("p", {}, text.moreKinks(more)), el("p", {}, flat ? text.flatSays : text.cornerSays, " ", flat ? "" : ruleOf(kink.causes[0]))),
  ];
}

/** Two differences that differ by no more than their own rounding. */
const agree = (a, b, share) => Math.abs(a - b) <= share * Math.max(1, Math.abs(a), Math.abs(b));

/** Which of the slopes the engine follows, by the layer's own rule. */
function ruleOf(cause) {
  if (!cause) return "";
  const layer = layerNamed(trace.value, tensorOf(cause.cell).split(".")[0]);
  const spec = kept.value.layers.find((one) => one.name === layer?.name);
  return text.kinkRule[cause.kind === "winner" ? `ties ${spec?.ties}` : cause.kind === "sign" ? layer?.type : cause.kind] ?? "";
}
