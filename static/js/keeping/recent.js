/** Works of this browser, from whatever tab: opening one is a step that undo takes back. */
import { open } from "../session.js";
import { text } from "../strings.js";
import { Problem } from "../api.js";
import { dialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { headOf } from "./history.js";
import { read, slots } from "./journal.js";
import { notify } from "./notices.js";
import { isThis, KEPT } from "./slot.js";

const words = text.keeping;

export async function recentWork() {
  const box = dialog({ title: words.recent });
  const others = (await slots()).filter(({ id }) => !isThis(id));
  box.body.append(
    el("p", {}, others.length ? words.recentSays(KEPT.works, KEPT.days) : words.noRecent),
    el("ul.works", {}, ...others.map((slot) => el("li", {}, el("button.btn.line", { type: "button", onclick: () => { box.close(); take(slot.id); } },
      el("span", {}, slot.name || text.unnamed), el("small", {}, words.workOf(slot.changed, slot.at)))))));
  box.open();
}

/** @param {string} id */
async function take(id) {
  const found = await read(id);
  if (!found) return;
  try {
    await open(headOf(found.timeline), { place: found.slot.place });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    notify({ id: "file", bad: true, text: error.message });
  }
}
