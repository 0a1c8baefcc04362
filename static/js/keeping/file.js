/** An exploration as a JSON file: the document, and where to look. A plain document, as the REST API takes it, opens too. */
import { exactJson } from "../exact-json.js";
import { open } from "../session.js";
import { kept, lesson, lessons } from "../store.js";
import { text } from "../strings.js";
import { speak } from "../symbols-choice.js";
import { el } from "../ui/dom.js";
import { Problem } from "../api.js";
import { addressParts, knownPlace, view } from "../view.js";
import { faultIn } from "./json-fault.js";
import { isDocument, LARGEST } from "./link.js";

const words = text.keeping;
const FORMAT = "backprop-explorer";
const VERSION = 1;

/** The file cannot be opened; the message says why. */
export class Unopened extends Error {}

/** The place with the symbols in which it is said. */
export const placeToShare = () => ({ ...addressParts(), notation: view.notation.peek(), base: String(view.base.peek()) });

/** @returns {string} what is shown, as the text of a file */
export const written = () => `${exactJson({ format: FORMAT, version: VERSION, lesson: lesson.peek(), view: placeToShare(), document: kept.peek() })}\n`;

/** @returns {string} a name that every system takes */
export const fileName = () => `${(kept.peek().name || lesson.peek() || "exploration").replaceAll("×", "x").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "exploration"}.json`;

export function save() {
  const link = el("a", { href: URL.createObjectURL(new Blob([written()], { type: "application/json" })), download: fileName() });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** @param {string} source @param {string} name the file's @returns {{document: any, lesson: string, view: Record<string, string>}} throws Unopened */
export function readExploration(source, name) {
  let found;
  try {
    found = JSON.parse(source);
  } catch {
    const { line, column } = faultIn(source);
    throw new Unopened(words.noJson(name, line, column));
  }
  if (found?.format === FORMAT && found.version > VERSION) throw new Unopened(words.newerFile(name));
  const document = found?.document ?? found;
  if (!isDocument(document)) throw new Unopened(words.noDocument(name));
  return { document, lesson: String(found.lesson ?? ""), view: knownPlace(found.view) };
}

/** Open a file; what was shown stays reachable by undo. @param {File} file throws Unopened */
export async function openFile(file) {
  if (file.size > LARGEST) throw new Unopened(words.tooLarge(file.name));
  const { document, lesson: slug, view: place } = readExploration(await file.text(), file.name);
  const known = lessons.peek().some((one) => one.slug === slug);
  try {
    await open({ document, lesson: known ? slug : "", origin: document }, { place });
  } catch (error) {
    if (error instanceof Problem) throw new Unopened(words.refusedFile(file.name, error.message));
    throw error;
  }
  speak({ notation: place.notation, base: Number(place.base) });
}
