/** The window that shares a view: its link, how long it is, what it holds; a file where the link would be too long. */
import { api, Away, Problem } from "../api.js";
import { kept, lesson, trace } from "../store.js";
import { text } from "../strings.js";
import { action } from "../ui/controls.js";
import { dialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { toClipboard } from "../ui/writing.js";
import { placeToShare, save } from "./file.js";
import { Broken, fragment } from "./link.js";

const words = text.keeping;
/** Longer links get cut by mail programs, chats and boards. */
export const LONGEST = 16_000;

/** Whether the document is its lesson's own: then the link need not hold it. */
async function isLessonsOwn() {
  if (!lesson.peek()) return false;
  try {
    const { document } = await api.lesson(lesson.peek());
    return (await api.post(document)).id === trace.peek().id;
  } catch (error) {
    if (error instanceof Away || error instanceof Problem) return false;
    throw error;
  }
}

/** @returns {Promise<{link: string | null, own: boolean}>} no link where the document is too large for any */
async function linkNow() {
  const [place, document] = [placeToShare(), kept.peek()];
  const own = await isLessonsOwn();
  try {
    return { link: location.href.split("#")[0] + (await fragment(own ? null : { document }, place)), own };
  } catch (error) {
    if (error instanceof Broken) return { link: null, own };
    throw error;
  }
}

export async function share() {
  const box = dialog({ title: words.shareTitle });
  const field = el("input.entry.link-field", { type: "text", readonly: true, "aria-label": words.link, onfocus: () => field.select() });
  const said = el("p", { role: "status" });
  const holds = el("p");
  const saving = action(words.saveFile, save);
  const copying = action(words.copyLink, async () => { said.textContent = (await copied(field)) ? words.copied : words.copyByHand; }, { main: true });
  box.body.append(holds, field, said);
  box.foot.append(saving, copying);
  box.element.classList.add("sharing");
  box.body.setAttribute("aria-busy", "true");
  box.open();
  const { link, own } = await linkNow();
  box.body.removeAttribute("aria-busy");
  const long = link === null || link.length > LONGEST;
  field.hidden = long;
  copying.hidden = long;
  if (long) {
    holds.textContent = words.tooLong(link?.length ?? null, LONGEST);
    saving.classList.replace("line", "main");
    saving.focus();
    return;
  }
  field.value = link;
  holds.textContent = own ? words.holdsPlace : words.holdsDocument;
  said.textContent = words.length(link.length);
  field.focus();
}

/** On plain http the browser copies what is selected, and only in the window that is open. @param {HTMLInputElement} field */
async function copied(field) {
  if (isSecureContext && navigator.clipboard) return toClipboard(field.value);
  field.focus();
  field.select();
  return document.execCommand("copy");
}
