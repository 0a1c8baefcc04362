/** One mistake of an article: printed beside right, as formulas and as numbers, with the finite difference as the judge. */
import { text } from "../strings.js";
import { largest } from "../tensor.js";
import { el, icon } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { flat } from "./attempt.js";
import { drawn, firstDifferent, maps } from "./drawn.js";

const words = text.errata;
/** Central differences are this exact, relative to the largest number. */
const EXACT = 1e-5;

/** Text with formulas between $ signs; code stays code. @param {string} source */
export function written(source) {
  const pieces = source.split("$");
  if (pieces.length === 1 && /[=[(_]/.test(source)) return [el("code", {}, source)];
  return pieces.map((piece, i) => (i % 2 ? tex(`\\displaystyle ${piece}`) : piece)).filter(Boolean);
}

/** @param {any} reply GET …/errata/{key} */
export function printedCard(reply) {
  const parts = [];
  const side = (title, ok, source) => el("div.side-of", {}, el("h4", {}, mark(ok), title), el("div.formula", {}, ...written(source)));
  const element = el("article.erratum", {},
    el("p.source", {}, `${words.article[reply.article] ?? reply.article} · ${reply.key}`), el("h3", {}, reply.title),
    el("div.sides", {}, side(words.printed, false, reply.printed), side(words.right, true, reply.right)),
    numbers(reply, parts), el("p.why", {}, reply.explanation));
  return { element, dispose: () => parts.forEach((part) => part.dispose()) };
}

const mark = (ok) => el(`span.sign${ok ? ".ok" : ".bad"}`, {}, ok ? icon("m3.5 8.5 3 3 6-7") : icon("m4 4 8 8M12 4l-8 8"));

function numbers(reply, parts) {
  if (!reply.numeric) return el("p.remark", {}, words.noNumbers);
  const columns = [[words.printed, reply.printed_value, false], [words.right, reply.right_value, true], [words.judge, reply.finite_difference, null]].filter(([, value]) => value !== null);
  const blocks = columns.map(([, value]) => (isMessage(value) ? null : flat(value)));
  const [printed, right, judge] = blocks;
  const max = Math.max(...blocks.filter(Boolean).map(({ values }) => largest(Float64Array.from(values))));
  const same = printed && right && printed.shape.join() === right.shape.join();
  const off = same ? new Set([...right.values.keys()].filter((at) => !near(printed.values[at], right.values[at], 0))) : new Set();
  const map = same ? firstDifferent(printed, right) : 0;
  const shown = columns.map(([title, value, ok], i) => {
    const caption = [ok === null ? "" : mark(ok), el("b", {}, title)].filter(Boolean);
    if (!blocks[i]) return el("div.drawn", {}, el("p", {}, ...caption), el("code.message", {}, value));
    const part = drawn({ block: blocks[i], map: Math.min(map, maps(blocks[i].shape) - 1), max, caption, role: "gradient", wrong: i === 0 ? off : undefined });
    parts.push(part);
    return part.element;
  });
  const agrees = judge && right && judge.shape.join() === right.shape.join() && right.values.every((value, at) => near(value, judge.values[at], EXACT * largest(Float64Array.from(right.values))));
  const where = [reply.tensor, reply.slice && words.part(reply.slice), off.size && words.differ(off.size)].filter(Boolean).join(" · ");
  return el("div.judged", {}, el("p.remark", {}, where), el("div.trio", {}, ...shown), agrees && el("p.badge", {}, icon("m3.5 8.5 3 3 6-7"), words.judged));
}

const isMessage = (value) => typeof value === "string" && Number.isNaN(Number(value)) && value !== "NaN";
const near = (a, b, by) => Object.is(a, b) || Math.abs(a - b) <= by;
