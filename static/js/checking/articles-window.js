/** The window of the articles' mistakes: a list on the left, the chosen one printed beside right. */
import { trace } from "../store.js";
import { text } from "../strings.js";
import { action, tick } from "../ui/controls.js";
import { dialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { about, details, errata, stagedAs } from "./articles.js";
import { printedCard } from "./printed.js";

const words = text.errata;

/**
 * @param {{target: string, shown: boolean, choose: (shown: boolean) => void, go: (tensor: string) => void, closed: () => void}} options
 *   `shown`: whether the stage has its notes
 */
export function articlesWindow({ target, shown, choose, go, closed }) {
  let card = null;
  let turn = 0;
  const frame = dialog({ title: words.title, wide: true, closed() { turn++; card?.dispose(); closed(); } });
  const here = about(target);
  const rest = errata.peek().filter((one) => !here.includes(one));
  const groups = [[words.here, here], [words.elsewhere, rest.filter((one) => one.tensor)], [words.words, rest.filter((one) => !one.tensor)]];
  const buttons = new Map();
  const list = el("nav.errata-list", { "aria-label": words.list }, ...groups.filter(([, all]) => all.length).map(([name, all]) => el("section", {}, el("h3", {}, name),
    ...all.map((one) => {
      const button = el("button", { type: "button", onclick: () => open(one) }, el("small", {}, one.key), one.title);
      buttons.set(one.key, button);
      return button;
    }))));
  const place = el("div.errata-card", { "aria-live": "polite" });
  const notes = tick({ label: words.show, choose });
  notes.show(shown);
  frame.element.classList.add("articles");
  frame.body.append(list, place);
  frame.foot.append(notes.element);

  async function open(one) {
    const mine = ++turn;
    for (const [key, button] of buttons) button.setAttribute("aria-current", String(key === one.key));
    place.replaceChildren(el("p.remark", {}, words.loading));
    const reply = await details(one.key).catch(() => null);
    if (mine !== turn) return;
    card?.dispose();
    card = reply && printedCard(reply);
    const stage = one.tensor && stagedAs(one.tensor);
    place.replaceChildren(card ? card.element : el("p.remark", {}, words.failed),
      ...(stage && stage !== target && trace.peek().tensors.has(stage) ? [action(words.goThere(stage), () => { frame.close(); go(stage); })] : []));
    place.scrollTop = 0;
  }

  return {
    open() {
      frame.open();
      const first = here[0] ?? errata.peek()[0];
      open(first);
      buttons.get(first.key).focus();
    },
  };
}
