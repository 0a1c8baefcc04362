/** Share and File in the header. */
import { text } from "../strings.js";
import { menu } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { save } from "./file.js";
import { chooseFile } from "./opening.js";
import { recentWork } from "./recent.js";
import { share } from "./share.js";

const words = text.keeping;

/** @returns {HTMLElement[]} */
export function keepingButtons() {
  const file = menu({
    label: words.file,
    items: () => [
      { label: words.openFile, detail: words.openSays, run: chooseFile },
      { label: words.saveFile, detail: words.saveSays, run: save },
      { label: words.recentWork, detail: words.recentDetail, run: recentWork },
    ],
  });
  return [el("button.btn", { type: "button", "aria-haspopup": "dialog", onclick: share }, words.share), file.element];
}
