/** Why a text cannot be pasted: one sentence, what, where, expected, remedy. */
import { text } from "../strings.js";

export class Fault extends Error {
  /** @param {string} kind a key of `text.paste` @param {Record<string, any>} [given] what the sentence names */
  constructor(kind, given = {}) {
    super(text.paste[kind](given));
    this.kind = kind;
  }
}
