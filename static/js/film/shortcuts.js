/** All keys of the page in one window. */
import { text } from "../strings.js";
import { dialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";

export function openShortcuts() {
  const { keys } = text;
  const shown = dialog({ title: keys.title, wide: true });
  shown.body.classList.add("shortcuts");
  shown.body.append(...keys.groups.map(({ title, rows }) => el("section", {},
    el("h3", {}, title),
    el("dl", {}, ...rows.flatMap(([pressed, what]) => [el("dt", {}, ...pressed.map((key) => el("kbd", {}, key))), el("dd", {}, what)])))));
  shown.open();
}
