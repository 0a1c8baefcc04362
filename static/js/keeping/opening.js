/** Files by a dialog or dropped onto the page; what cannot be opened is said, and nothing is lost. */
import { text } from "../strings.js";
import { el } from "../ui/dom.js";
import { Away } from "../api.js";
import { lost } from "../away.js";
import { openFile, Unopened } from "./file.js";
import { dismiss, notify } from "./notices.js";

const words = text.keeping;

/** @param {File[]} files */
async function take(files) {
  dismiss("file");
  try {
    if (files.length !== 1) throw new Unopened(words.oneFile(files.length));
    await openFile(files[0]);
  } catch (error) {
    if (error instanceof Away) lost();
    else if (error instanceof Unopened) notify({ id: "file", bad: true, text: error.message });
    else throw error;
  }
}

/** Ask for a file. */
export function chooseFile() {
  const input = el("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => take([...input.files]).finally(() => input.remove()) });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

/** The page as the place to drop a file on, while one is carried over it. */
export function acceptDrops() {
  const target = el("div.drop-here", { hidden: true, "aria-hidden": "true" }, el("p", {}, words.dropHere));
  document.body.append(target);
  const show = (on) => { target.hidden = !on; };
  const carries = (event) => event.dataTransfer?.types.includes("Files") && !document.querySelector("dialog[open]");
  addEventListener("dragenter", (event) => { if (carries(event)) show(true); });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) show(false); });
  addEventListener("dragend", () => show(false));
  addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    const cancelled = target.hidden;
    show(false);
    if (!cancelled) take([...event.dataTransfer.files]);
  });
}
