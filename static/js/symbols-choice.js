/** How symbols are named and from where they count: as the lesson says, else as chosen in the header and remembered. */
import { effect, untracked } from "../vendor/signals-core/signals-core.mjs";
import { catalogue, lesson, lessons } from "./store.js";
import { view } from "./view.js";

const KEY = "backprop-explorer.symbols";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** The reader's own choice, while a lesson speaks in other symbols. */
let own = null;

const now = () => ({ notation: view.notation.value, base: view.base.value });

function take({ notation, base }) {
  view.notation.value = notation;
  view.base.value = base;
}

/** Take up the last choice, follow the lessons that have symbols of their own, and remember each further choice. */
export function rememberSymbols() {
  const { notation, base } = stored();
  if (Object.hasOwn(catalogue.peek().notations ?? {}, notation)) view.notation.value = notation;
  if (base === 0 || base === 1) view.base.value = base;
  effect(() => {
    const said = lessons.value.find((one) => one.slug === lesson.value)?.symbols;
    const usual = lessons.value[0]?.symbols;
    if (said) untracked(() => follow({ notation: said.notation, base: said.index_base }, { notation: usual.notation, base: usual.index_base }));
  });
  effect(() => {
    const choice = JSON.stringify(own ?? now());
    now();
    try {
      localStorage.setItem(KEY, choice);
    } catch { /* a browser that keeps nothing */ }
  });
}

/** Symbols that a link brings, for as long as its document is there. @param {{notation: string, base: number}} said */
export function speak({ notation, base }) {
  const said = { notation: Object.hasOwn(catalogue.peek().notations ?? {}, notation) ? notation : view.notation.peek(), base: base === 0 || base === 1 ? base : view.base.peek() };
  if (JSON.stringify(said) === JSON.stringify(now())) return;
  own ??= now();
  take(said);
}

/** A lesson like most leaves the reader's choice alone. */
function follow(said, usual) {
  if (JSON.stringify(said) !== JSON.stringify(usual)) {
    own ??= now();
    take(said);
  } else if (own) {
    take(own);
    own = null;
  }
}
