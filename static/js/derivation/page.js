/** The page of one whole derivation: its document comes back by itself where the server forgot it. */
import { computed, effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { api, Away, Problem } from "../api.js";
import { newestWork } from "../keeping/slot.js";
import { asking, lost, open, returns } from "../session.js";
import { catalogue, kept, trace } from "../store.js";
import { language, text } from "../strings.js";
import { followTheme } from "../theme-choice.js";
import { action, refusal } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { view } from "../view.js";
import { banner } from "../views/banner.js";
import { equations, rolesOf } from "./cells.js";
import { recalled, remember } from "./kept.js";
import { leadsOf } from "./numbers.js";
import { go, place, readPlace } from "./place.js";
import { sheetOf } from "./sheet.js";
import { tools } from "./tools.js";

const words = text.derivation;
document.documentElement.lang = language;
const FEW = 40;
const paper = document.getElementById("paper");
const notice = el("p.notice", { role: "status", hidden: true });
let turn = 0;
let written = Promise.resolve();
let footed = false;

const query = (form, { tensor, method, slice, cells, notation, base }) => ({ tensor, method, slice, cells, notation, index_base: base, format: form });

async function start() {
  followTheme();
  banner(document.getElementById("banner"));
  place.value = readPlace(location.search);
  view.notation.value = place.peek().notation ?? "000";
  view.base.value = Number(place.peek().base ?? 1);
  catalogue.value = await api.layers();
  tools(document.getElementById("tools"), { written: (form) => asking((id) => api.derivation(id, query(form, place.peek()))), ready: () => written });
  const found = await documentOf(place.peek().trace);
  if (!found) return say(words.nothing);
  await open(found, { history: false });
  follow(found.elsewhere);
}

/** By the server, from an earlier visit of this page, else what was worked on last, else the lesson's own. @param {string | undefined} id */
async function documentOf(id) {
  const { lesson } = place.peek();
  try {
    if (id) return { document: await api.document(id), lesson };
  } catch (error) {
    if (error instanceof Away) lost();
    else if (!(error instanceof Problem)) throw error;
  }
  const before = id && recalled(id);
  if (before) return { document: before, lesson };
  const other = (await newestWork()) ?? (lesson ? { ...(await api.lesson(lesson)), lesson } : null);
  return other && { ...other, elsewhere: Boolean(id) };
}

function follow(elsewhere) {
  const asked = computed(() => JSON.stringify([trace.value?.id, place.value, returns.value]));
  effect(() => {
    asked.value;
    untracked(() => {
      if (!trace.peek()) return;
      const { id } = trace.peek();
      if (elsewhere && id !== place.peek().trace) {
        notice.textContent = words.otherNumbers;
        notice.hidden = false;
      }
      remember(id, kept.peek());
      if (id !== place.peek().trace) go({ trace: id });
      else written = draw(++turn);
    });
  });
}

/** Ask for the equations and set the sheet; an answer that came too late is dropped. @param {number} mine */
async function draw(mine) {
  const now = place.peek();
  const stale = () => mine !== turn;
  paper.setAttribute("aria-busy", "true");
  const known = trace.peek().tensors.get(now.tensor);
  if (!known) return say(words.unknown(now.tensor ?? ""));
  let made;
  try {
    made = await asking((id) => api.derivation(id, query("json", now)));
  } catch (error) {
    if (error instanceof Away) return lost();
    if (!(error instanceof Problem)) throw error;
    if (!stale()) refuse(error);
    return;
  }
  if (stale()) return;
  const progress = el("p.about", { role: "status" });
  const roles = rolesOf([...made.reads, made.tensor]);
  const { list, done } = equations(made.cells, roles, { stale, told: (n) => { if (n < made.cells.length) progress.textContent = words.writing(n, made.cells.length); else progress.remove(); } });
  show(made.tensor, sheetOf({
    ...made, part: now.slice, base: view.base.peek(), count: made.cells.length ? words.count(made.cells.length, made.of) : words.noCell, cells: [progress, list],
  }));
  await done;
  if (!stale()) paper.setAttribute("aria-busy", "false");
}

/** Too large a tensor still has its setting, its law and the API's sentence, with ways to a smaller part. @param {Problem} problem */
function refuse(problem) {
  const { tensor, slice, method } = place.peek();
  const box = refusal();
  const lead = problem.message.includes("(slice)") && leadsOf(tensor).length > 1 ? leadsOf(tensor)[0] : null;
  const first = action(words.firstOnes(FEW), () => go({ cells: String(FEW) }));
  box.say(problem.message, problem.type.includes("too-long") ? [...(lead ? [action(words.oneMap, () => go({ slice: `${lead.join()},:,:` }))] : []), first] : []);
  show(tensor, sheetOf({ tensor, method: method ?? "chain", reads: [], part: slice, base: view.base.peek(), count: "", cells: [box.element] }));
  paper.setAttribute("aria-busy", "false");
}

function show(tensor, content) {
  document.title = words.page(tensor);
  foot([words.title(tensor), kept.peek().name, words.trace(trace.peek().id.slice(0, 12))].filter(Boolean).join(" · "));
  paper.replaceChildren(notice, ...content);
}

/** What stands below every printed page, beside its number. @param {string} line */
function foot(line) {
  const { sheet } = document.getElementById("print");
  if (footed) sheet.deleteRule(sheet.cssRules.length - 1);
  footed = true;
  sheet.insertRule(`@page{@bottom-left{content:${JSON.stringify(line)}}}`, sheet.cssRules.length);
}

function say(sentence) {
  paper.replaceChildren(notice, el("p", {}, sentence));
  paper.setAttribute("aria-busy", "false");
}

start().catch((error) => {
  if (error instanceof Away) lost();
  else if (error instanceof Problem) say(error.message);
  else throw error;
});
