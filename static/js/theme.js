// Runs before the first paint, so that a dark page never flashes light and nothing moves: theme, projector, how much room there is; and whether it is printed.
// theme-choice.js takes over the choices; the room is followed here. It is measured in the page's own pixels, a sixteenth of the root's type size,
// because a projector or a large screen enlarges them all (tokens.css), which a media query does not see.
(() => {
  const root = document.documentElement;
  const [PHONE, STACKED] = [640, 900];
  const ROOMS = [["tight", 1400], ["compact", 1250], ["narrow", 1180], ["small", STACKED], ["phone", PHONE]];
  /** Below this the strip is small; where the equation stands below the stage it takes of its height. */
  const low = (width, height) => width > PHONE && height <= (width > STACKED ? 800 : 1400);
  const kept = (key) => {
    try {
      return localStorage.getItem(`backprop-explorer.${key}`);
    } catch {
      return null; // nothing is kept here: as the system
    }
  };
  function measure() {
    const unit = parseFloat(getComputedStyle(root).fontSize) / 16;
    const [width, height] = [innerWidth / unit, innerHeight / unit];
    root.dataset.room = [...ROOMS.filter(([, most]) => width <= most).map(([name]) => name), ...(low(width, height) ? ["low"] : [])].join(" ");
  }
  const theme = kept("theme");
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  if (kept("projector") === "on") root.dataset.projector = "";
  measure();
  addEventListener("resize", measure);
  const paper = matchMedia("print");
  const printed = () => root.toggleAttribute("data-print", paper.matches);
  paper.addEventListener("change", printed);
  addEventListener("beforeprint", () => root.toggleAttribute("data-print", true));
  addEventListener("afterprint", printed);
})();

// Says in words that the page could not start: a module that did not come or threw, an answer that is none. Its sentence stands in the page itself,
// since no module may be relied on here. What goes wrong after the start is told by the page's own banner.
(() => {
  function tell(reason) {
    const fault = document.getElementById("start-fault");
    if (!fault?.hidden || document.body.classList.contains("ready")) return;
    fault.querySelector("q").textContent = reason;
    fault.querySelector("button").addEventListener("click", () => location.reload());
    fault.hidden = false;
    document.getElementById("loading").hidden = true;
  }
  addEventListener("error", ({ target, message, error }) => {
    if (error) tell(message);
    else if (target.tagName === "SCRIPT") tell(target.src);
  }, true);
  addEventListener("unhandledrejection", ({ reason }) => tell(String(reason?.message ?? reason)));
})();
