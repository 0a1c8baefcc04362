/** The one input of the page. It floats over the cell that is being edited. */
import { batch } from "../../vendor/signals-core/signals-core.mjs";
import { exact, typed } from "../format.js";
import { quotient } from "../paste/number.js";
import { edit } from "../session.js";
import { refused } from "../store.js";
import { text } from "../strings.js";
import { el, set } from "./dom.js";

/** What may still become a number while it is typed. */
const BEGUN = /^\s*[+\-\u2212]?(?:\d+\.?\d*|\.\d*)?(?:e[+\-\u2212]?\d*|\/\d*\.?\d*)?\s*$/i;

const input = el("input.editor", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", hidden: true });
/** @type {{cell: string, leave: (move: string) => void, fill: (value: number) => void} | null} */
let open = null;

/**
 * @param {{host: HTMLElement, box: {x: number, y: number, size: number}, cell: string, shown: string, value: number, role: string,
 *          start?: string, leave: (move: string) => void, fill: (value: number) => void}} where
 *   `start` replaces the value, else it is edited; `fill` takes a number for all that is selected
 */
export function openEditor({ host, box, cell, shown, value, role, start, leave, fill }) {
  if (open) close("stay");
  open = { cell, leave, fill };
  host.append(input);
  input.hidden = false;
  input.dataset.role = role;
  Object.assign(input.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.size}px`, height: `${box.size}px`, fontSize: `${Math.max(13, box.size * 0.33)}px` });
  input.value = start ?? exact(value);
  input.setAttribute("aria-label", text.editing(shown));
  mark();
  input.focus({ preventScroll: true });
  if (start === undefined) input.select();
}

export const editing = () => open?.cell ?? null;

const mark = () => set(input, "aria-invalid", BEGUN.test(input.value) ? null : "true");

/** The number in the field, a fraction too; what is none as it stands, for the server to say why. */
function entered() {
  const value = typed(input.value);
  const fraction = typeof value === "number" ? value : quotient(value.replaceAll("\u2212", "-"));
  return Number.isFinite(fraction) ? fraction : value;
}

function keep(move) {
  if (!open) return;
  const { cell, fill } = open;
  if (input.value.trim() === "") return close(move);
  const value = entered();
  if (typeof value !== "number") return void edit(cell, value);
  // The question is on its way before anything is drawn.
  batch(() => {
    if (move === "fill") fill(value);
    else edit(cell, value);
    close(move === "fill" ? "stay" : move);
  });
}

function close(move) {
  const { leave } = open;
  open = null;
  leave(move); // before it hides: a page without focus has its styles computed, to look for one
  input.hidden = true;
}

const KEYS = { Enter: "down", Tab: "right", ArrowDown: "down", ArrowUp: "up" };
const BACK = { down: "up", right: "left" };

input.addEventListener("input", mark);
input.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key === "Escape") {
    refused.value = null;
    close("stay");
  } else if (KEYS[event.key]) {
    event.preventDefault();
    const move = KEYS[event.key];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep("fill");
    else keep(event.shiftKey && BACK[move] ? BACK[move] : move);
  }
});
input.addEventListener("blur", () => { if (open) leaveQuietly(); });
addEventListener("pagehide", () => { if (open) leaveQuietly(); });

/** Clicking elsewhere keeps a number and lets go of what is none. */
function leaveQuietly() {
  const value = entered();
  const { cell } = open;
  if (typeof value === "number") edit(cell, value);
  close("away");
}
