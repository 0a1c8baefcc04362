/** Light, dark, or as the system: chosen by a button, remembered by the browser. theme.js has set it before the first paint. */
import { effect, signal } from "../vendor/signals-core/signals-core.mjs";
import { refresh } from "./draw/palette.js";

const KEY = "backprop-explorer.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export const theme = signal(stored());

function stored() {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

const dark = () => (theme.value === "system" ? system.matches : theme.value === "dark");

/** First the opposite of what the system shows, then the same, then as the system. */
export function cycleTheme() {
  const [first, second] = system.matches ? ["light", "dark"] : ["dark", "light"];
  theme.value = { system: first, [first]: second, [second]: "system" }[theme.peek()];
  try {
    localStorage.setItem(KEY, theme.peek());
  } catch { /* a browser that keeps nothing still changes its theme */ }
}

/** Another screen, or another zoom, has other pixels. */
function followScreen() {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
    refresh();
    followScreen();
  }, { once: true });
}

/** Keep the page in the chosen theme, its canvases too. */
export function followTheme() {
  const apply = () => {
    document.documentElement.dataset.theme = dark() ? "dark" : "light";
    refresh();
  };
  effect(apply);
  system.addEventListener("change", apply);
  followScreen();
}
