/** How symbols are named and from where they count: chosen in the header, remembered by the browser. */
import { effect } from "../vendor/signals-core/signals-core.mjs";
import { catalogue } from "./store.js";
import { view } from "./view.js";

const KEY = "backprop-explorer.symbols";

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** Take up the last choice, and remember each further one. */
export function rememberSymbols() {
  const { notation, base } = stored();
  if (Object.hasOwn(catalogue.peek().notations ?? {}, notation)) view.notation.value = notation;
  if (base === 0 || base === 1) view.base.value = base;
  effect(() => {
    const choice = JSON.stringify({ notation: view.notation.value, base: view.base.value });
    try {
      localStorage.setItem(KEY, choice);
    } catch { /* a browser that keeps nothing */ }
  });
}
