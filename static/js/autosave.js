/** The document survives a reload: kept in the browser, never sent anywhere else. */
import { effect } from "../vendor/signals-core/signals-core.mjs";
import { newest } from "./store.js";

const KEY = "backprop-explorer.document";
const VERSION = 1;

/** @returns {{lesson: string, document: object} | null} */
export function saved() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return found?.version === VERSION && found.document ? found : null;
  } catch {
    return null;
  }
}

export function autosave() {
  effect(() => {
    const entry = { version: VERSION, ...newest.value };
    if (!entry.document) return;
    try {
      localStorage.setItem(KEY, JSON.stringify(entry));
    } catch { /* full or forbidden: the page works on, a reload begins anew */ }
  });
}
