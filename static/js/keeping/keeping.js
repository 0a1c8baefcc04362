/** Keeps every step from now on, and says where that is not the whole story: no storage, another tab. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { open } from "../session.js";
import { lesson } from "../store.js";
import { text } from "../strings.js";
import { save } from "./file.js";
import { headOf, stateId } from "./history.js";
import { read } from "./journal.js";
import { dismiss, notify } from "./notices.js";
import { acceptDrops } from "./opening.js";
import { isMine, keep, keepless } from "./slot.js";
import { hear } from "./tabs.js";

const words = text.keeping;

export function keepWork() {
  keep();
  acceptDrops();
  effect(() => { if (keepless.value) notify({ id: "keepless", text: words.keepless, actions: [{ label: words.saveFile, run: save }] }); });
  const quiet = new Set();
  hear("changed", ({ slot, exploration, lesson: other, state }) => {
    if (!isMine(exploration) || other !== lesson.peek() || state === stateId.peek() || quiet.has(slot)) return;
    notify({
      id: slot, text: words.elsewhere, away: () => quiet.add(slot),
      actions: [{ label: words.openOther, run: () => take(slot) }],
    });
  });
}

/** The other tab's document, as a step of this one's own history. @param {string} slot */
async function take(slot) {
  const other = await read(slot);
  dismiss(slot);
  if (other) await open(headOf(other.timeline), { place: other.slot.place });
}
