/** Starts the page: documents, catalogue, the place in the address bar, what was kept; then the views. */
import { batch, effect } from "../vendor/signals-core/signals-core.mjs";
import { api, Away, Problem } from "./api.js";
import { autosave, saved } from "./autosave.js";
import { followProjector } from "./projector-choice.js";
import { intro } from "./heading/about.js";
import { lost, open, openLesson } from "./session.js";
import { catalogue, failure, lesson, lessons, trace } from "./store.js";
import { text } from "./strings.js";
import { rename } from "./supply.js";
import { rememberSymbols } from "./symbols-choice.js";
import { followTheme } from "./theme-choice.js";
import { banner } from "./views/banner.js";
import { checkMarks, checkMine } from "./views/checking.js";
import { equation } from "./views/equation.js";
import { errataNote } from "./views/errata.js";
import { header } from "./views/header.js";
import { overview } from "./views/overview.js";
import { stage } from "./views/stage.js";
import { strip } from "./views/strip.js";
import { goTo, hashNow, pageIn, readHash, view } from "./view.js";

const at = (id) => document.getElementById(id);

function failed(error) {
  if (error instanceof Away) lost();
  else if (error instanceof Problem) failure.value = error.message;
  else throw error;
}

async function start() {
  followTheme();
  followProjector();
  const fonts = ["500 16px Plex", "600 16px Plex", "italic 16px KaTeX_Math", "16px KaTeX_Main"].map((font) => document.fonts.load(font));
  banner(at("banner"));
  intro(at("intro"));
  const [found, known] = await Promise.all([api.lessons(), api.layers(), Promise.allSettled(fonts)]);
  batch(() => {
    lessons.value = found.lessons;
    catalogue.value = known;
  });
  rememberSymbols();
  header(at("head"), failed, { checkMine: () => checkMine.open() });
  await enter(readHash());
  view.page.value = pageIn(readHash());
  strip(at("strip"));
  stage(at("stage"));
  checkMarks(at("stage"));
  errataNote(at("stage").querySelector(".say").parentElement);
  equation(at("equation"));
  overview(at("overview"), [at("strip"), at("stage")]);
  document.body.classList.add("ready");
  at("loading").remove();
  follow();
  autosave();
}

/** Open what the address bar names, else what was kept, else the first lesson. */
async function enter(hash) {
  const before = saved();
  const slug = hash.lesson ?? before?.lesson ?? lessons.value[0].slug;
  if (!lessons.value.some((one) => one.slug === slug)) {
    failure.value = text.unknown(slug);
    return enter({});
  }
  if (before?.lesson === slug) {
    try {
      await open(before.document, slug, { history: false });
      return goTo(hash.layer ? hash : (await api.lesson(slug)).focus);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  const focus = await openLesson(slug, { history: false });
  goTo(hash.layer ? hash : focus);
}

/** The address bar follows the view, and the view follows links. */
function follow() {
  effect(() => {
    const hash = hashNow();
    if (trace.value && hash !== location.hash) history.replaceState(null, "", hash);
  });
  addEventListener("hashchange", async () => {
    const hash = readHash();
    if (hash.lesson && hash.lesson !== lesson.peek()) {
      if (!lessons.value.some((one) => one.slug === hash.lesson)) failure.value = text.unknown(hash.lesson);
      else {
        const focus = await openLesson(hash.lesson);
        goTo(hash.layer ? hash : focus);
      }
    } else goTo({ layer: view.layer.peek(), ...hash });
    view.page.value = pageIn(hash);
  });
  let first = true;
  effect(() => {
    const notation = view.notation.value;
    if (!first || notation !== lessons.peek()[0].symbols.notation) rename(notation);
    first = false;
  });
}

start().catch((error) => {
  failed(error);
  if (!trace.peek()) at("loading").hidden = true;
});
