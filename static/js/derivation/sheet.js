/** The sheet of a derivation: title, setting, given numbers, the general law, every cell, and the matrix that comes out. */
import { lawLines, lawOf } from "../equation/law.js";
import { makerOf, roleOf } from "../network.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { named } from "../ui/tex.js";
import { leadWords, leadsOf, printed } from "./numbers.js";
import { setting } from "./setting.js";

const words = text.derivation;

/** @param {string} name @param {...(Node | string | false)} content */
function section(name, ...content) {
  const heading = el("h2", { id: `section-${name}` }, words.sections[name]);
  return el(`section.of-${name}`, { "aria-labelledby": heading.id }, heading, ...content);
}

/** The maps of one tensor stand together. @param {Node[]} maps */
const group = (maps) => el(`div.matrices${maps.length > 1 ? ".maps-of" : ""}`, {}, ...maps);

const isGiven = (tensor) => ["input", "parameter"].includes(trace.peek().tensors.get(tensor).role) || tensor === "loss.gradient" || tensor === "loss.target";

/**
 * Everything but the equations, whose place is `cells`.
 * @param {{tensor: string, method: string, reads: string[], count: string, part: string | undefined, base: number, cells: Node[]}} about
 */
export function sheetOf({ tensor, method, reads, count, part, base, cells }) {
  const { symbol } = trace.peek().tensors.get(tensor);
  const role = roleOf(trace.peek(), tensor);
  const law = isGiven(tensor) ? [] : lawOf({ cell: `${tensor}[]`, rule: "sum", method });
  const whole = leadsOf(tensor, part);
  const which = whole.length === 1 ? leadWords(tensor, whole[0]) : "";
  const [before, after] = words.title("{}").split("{}");
  const subtitle = [tensor, makerOf(trace.peek(), tensor), kept.peek().name].filter((one, i, all) => one && all.indexOf(one) === i);
  return [
    el("header", {}, el("h1", {}, before, named(symbol || tensor, role), after, which && el("small", {}, which)), el("p.about", {}, subtitle.join(" · "))),
    section("setting", setting(tensor, method, base)),
    reads.length > 0 && section("given", el("div.matrices", {}, ...reads.filter((name) => trace.peek().tensors.has(name)).map((name) => group(printed(name))))),
    law.length > 0 && section("law", el("div.laws", {}, ...lawLines({ cell: `${tensor}[]` }, law))),
    section("cells", count && el("p.about", {}, isGiven(tensor) ? words.isGiven : `${count} ${words.rounded}`), ...cells),
    section("result", group(printed(tensor, part))),
    el("footer", {}, el("span", {}, words.made), el("span", {}, words.trace(trace.peek().id.slice(0, 12)))),
  ].filter(Boolean);
}
