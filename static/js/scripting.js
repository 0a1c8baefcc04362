/** The browser's console as a way in: `explorer.document()`, `explorer.edit("conv1.weight[0,0,1,1]", 0.5)`, `explorer.undo()`, `explorer.redo()`. */
import { batch } from "../vendor/signals-core/signals-core.mjs";
import { edit, redo, undo } from "./session.js";
import { kept } from "./store.js";

export function offerScripting() {
  globalThis.explorer = Object.freeze({ document: () => kept.peek(), edit, undo: () => undo(), redo, batch });
}
