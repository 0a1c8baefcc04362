// Runs before the first paint, so that a dark page never flashes light. theme-choice.js takes over from here.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("backprop-explorer.theme");
  } catch { /* nothing is kept here: as the system */ }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
