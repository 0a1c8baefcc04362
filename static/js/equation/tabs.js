/** Two or three ways to look at one thing: a tab list, arrows move. */
import { el } from "../ui/dom.js";

let count = 0;

/**
 * @param {{label: string, tabs: [string, HTMLElement[]][], choose: (at: number) => void}} options names, and what each shows
 */
export function tabs({ label, tabs: all, choose }) {
  const id = ++count;
  const panels = all.map(([, parts], at) => el("div.tab-panel", { role: "tabpanel", id: `panel-${id}-${at}`, "aria-labelledby": `view-${id}-${at}`, hidden: at > 0 }, ...parts));
  const buttons = all.map(([name], at) => el("button", {
    type: "button", role: "tab", id: `view-${id}-${at}`, "aria-controls": `panel-${id}-${at}`, "aria-selected": at === 0, tabindex: at ? -1 : 0, onclick: () => go(at),
  }, name));

  function go(at) {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === at));
      button.tabIndex = i === at ? 0 : -1;
    });
    panels.forEach((panel, i) => { panel.hidden = i !== at; });
    choose(at);
  }

  const list = el("div.views", { role: "tablist", "aria-label": label }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const to = (next + all.length) % all.length;
    go(to);
    buttons[to].focus();
  });
  return { element: el("div.tabbed", {}, list, ...panels) };
}
