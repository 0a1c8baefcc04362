/** Starts the page: documents, catalogue, the place in the address bar, what was kept; then the views. */
import "./keeping/journal.js"; // first: a database opens while everything else is read
import { batch, effect } from "../vendor/signals-core/signals-core.mjs";
import { api, Away, Problem } from "./api.js";
import { intro } from "./heading/about.js";
import { enter } from "./keeping/entering.js";
import { followAddress } from "./keeping/entries.js";
import { keepWork } from "./keeping/keeping.js";
import { lost, watchForHope, whenBack } from "./away.js";
import { catalogue, failure, lessons, trace } from "./store.js";
import { followProjector } from "./projector-choice.js";
import { offerScripting } from "./scripting.js";
import { language, text } from "./strings.js";
import { rename } from "./supply.js";
import { rememberSymbols } from "./symbols-choice.js";
import { followTheme } from "./theme-choice.js";
import { print } from "./ui/print.js";
import { banner } from "./views/banner.js";
import { checkMarks, checkMine } from "./views/checking.js";
import { equation } from "./views/equation.js";
import { errataNote } from "./views/errata.js";
import { keepInView } from "./film/in-view.js";
import { pausedHere } from "./film/paused.js";
import { openShortcuts } from "./film/shortcuts.js";
import { ready } from "./film/state.js";
import { film } from "./views/film.js";
import { header } from "./views/header.js";
import { overview } from "./views/overview.js";
import { stage } from "./views/stage.js";
import { strip } from "./views/strip.js";
import { readHash, view } from "./view.js";

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
  document.documentElement.lang = language;
  for (const [part, name] of Object.entries(text.parts)) at(part).setAttribute("aria-label", name);
  banner(at("banner"));
  watchForHope();
  intro(at("intro"));
  const [found, known] = await reached(() => Promise.all([api.lessons(), api.layers(), Promise.allSettled(fonts)]));
  batch(() => {
    lessons.value = found.lessons;
    catalogue.value = known;
  });
  rememberSymbols();
  header(at("head"), failed, { checkMine: () => checkMine.open(), shortcuts: openShortcuts });
  await reached(() => enter(readHash()));
  if (view.step.peek() !== null) await ready();
  document.body.classList.add("ready"); // first: what is shown at once has its styles computed once
  strip(at("strip"));
  stage(at("stage"));
  checkMarks(at("stage"));
  errataNote(at("stage").querySelector(".say").parentElement);
  equation(at("equation"));
  film(at("film"), { shortcuts: openShortcuts });
  pausedHere(at("intro"));
  keepInView(at("film"), { above: at("head"), below: at("equation") });
  overview(at("overview"), [at("strip"), at("stage")]);
  print(at("figure"));
  at("loading").remove();
  followAddress(failed);
  followSymbols();
  keepWork();
  offerScripting();
}

/** Ask until a server answers. @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function reached(ask) {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
  }
  lost();
  await new Promise((hope) => {
    const restore = whenBack(() => {
      restore();
      hope();
    });
  });
  return reached(ask);
}

/** The same numbers under other names. */
function followSymbols() {
  let first = true;
  effect(() => {
    const notation = view.notation.value;
    if (!first || notation !== lessons.peek()[0].symbols.notation) rename(notation);
    first = false;
  });
}

start().catch((error) => {
  document.body.classList.remove("ready");
  failed(error);
  if (!trace.peek()) at("loading").hidden = true;
});
