/** Projector: larger type, thicker lines, only what a room needs. Chosen by a button, remembered by the browser; theme.js has set it before the first paint. */
import { effect, signal } from "../vendor/signals-core/signals-core.mjs";
import { refresh } from "./draw/palette.js";

const KEY = "backprop-explorer.projector";
const root = document.documentElement;

export const projector = signal("projector" in root.dataset);

export function toggleProjector() {
  projector.value = !projector.peek();
  try {
    localStorage.setItem(KEY, projector.peek() ? "on" : "off");
  } catch { /* a browser that keeps nothing still shows it */ }
}

/** Keep the page as chosen. The window has another size in the page's own pixels then: whoever measures it does so again. */
export function followProjector() {
  let first = true;
  effect(() => {
    root.toggleAttribute("data-projector", projector.value);
    if (!first) {
      dispatchEvent(new Event("resize"));
      refresh();
    }
    first = false;
  });
}
