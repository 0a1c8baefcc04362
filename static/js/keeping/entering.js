/** What the page opens with: this tab's own work, what the address names, what a link holds, the newest work, else the first lesson. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { Problem } from "../api.js";
import { open, openLesson } from "../session.js";
import { arriving, failure, lessons, trace } from "../store.js";
import { text } from "../strings.js";
import { speak } from "../symbols-choice.js";
import { knownPlace, pageIn, view } from "../view.js";
import { headOf, timeline } from "./history.js";
import { Broken, isDocument, unpacked, VERSION } from "./link.js";
import { dismiss, notify } from "./notices.js";
import { recall } from "./slot.js";

const words = text.keeping;

/** @param {Record<string, string>} hash */
export async function enter(hash) {
  const link = "v" in hash;
  const found = await recall((slot) => !link && (!("lesson" in hash) || slot.lesson === hash.lesson));
  const state = found && headOf(timeline.peek());
  const how = { entry: false, from: found?.place };
  if (link) await openLink(hash, { ...how, history: Boolean(found) });
  else if (state && hash.lesson && hash.lesson !== state.lesson) await openNamed(hash, how);
  const place = link && !(await shown()) ? {} : hash; // a link that could not be opened leads nowhere
  if (!(await shown()) && state) await resume(state, found, place);
  if (!(await shown()) && !state && !link && hash.lesson) await openNamed(hash, { history: false });
  if (!(await shown())) await openLesson(lessons.peek()[0].slug, { history: false, moment: true, ...(place.layer && { place }) });
  await shown();
  if (place === hash) view.page.value = pageIn(hash);
}

/** What was asked for is awaited, however long the server is away; false where it was refused. @returns {Promise<boolean>} */
const shown = () => new Promise((done) => {
  const end = effect(() => {
    if (trace.value || !arriving.value) Promise.resolve().then(() => { end(); done(Boolean(trace.peek())); });
  });
});

/** Go on with what was kept; a copy says that it is one. */
async function resume(state, { own, place }, hash) {
  try {
    await open(state, { history: false, place: hash.layer ? knownPlace(hash) : place });
    if (!own) notify({ id: "copy", text: words.copy, actions: [{ label: words.fresh, run: fresh }] });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    failure.value = error.message;
  }
}

/** The lesson's own document; the copy stays reachable by undo. */
async function fresh() {
  const { lesson } = headOf(timeline.peek());
  await openLesson(lesson || lessons.peek()[0].slug);
  dismiss("copy");
}

/** The lesson that an address names, if there is such a one. @param {Record<string, string>} hash @param {object} how */
export async function openNamed(hash, how) {
  if (lessons.peek().some(({ slug }) => slug === hash.lesson)) return openLesson(hash.lesson, { ...how, ...(hash.layer && { place: knownPlace(hash) }) });
  failure.value = text.unknown(hash.lesson);
  return undefined;
}

/** Exactly the view that a link holds; what cannot be opened leaves everything as it is and says why. @param {Record<string, string>} hash @param {object} how @returns {Promise<boolean>} whether it could */
export async function openLink(hash, how) {
  try {
    if (hash.v !== VERSION) throw new Broken("newer");
    const known = lessons.peek().some(({ slug }) => slug === hash.lesson);
    if (!hash.doc && !known) throw new Broken("lesson");
    if (hash.doc) {
      const { document } = (await unpacked(hash.doc)) ?? {};
      if (!isDocument(document)) throw new Broken("empty");
      await open({ document, lesson: known ? hash.lesson : "", origin: document }, { ...how, place: knownPlace(hash) });
    } else await openLesson(hash.lesson, { ...how, ...(hash.layer && { place: knownPlace(hash) }) });
    speak({ notation: hash.notation, base: Number(hash.base) });
    return true;
  } catch (error) {
    if (error instanceof Broken) notify({ id: "link", bad: true, text: words.brokenLink[error.reason] });
    else if (error instanceof Problem) notify({ id: "link", bad: true, text: words.refusedLink(error.message) });
    else throw error;
    return false;
  }
}
