/** The one input of the page. It floats over the cell that is being edited. */
import { exact, typed } from "../format.js";
import { edit } from "../session.js";
import { refused } from "../store.js";
import { text } from "../strings.js";
import { el } from "./dom.js";

const input = el("input.editor", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", hidden: true });
/** @type {{cell: string, leave: (move: string) => void} | null} */
let open = null;

/**
 * @param {{host: HTMLElement, box: {x: number, y: number, size: number}, cell: string, shown: string, value: number, role: string,
 *          start?: string, leave: (move: string) => void}} where `start` replaces the value, else it is edited
 */
export function openEditor({ host, box, cell, shown, value, role, start, leave }) {
  if (open) close("stay");
  open = { cell, leave };
  host.append(input);
  input.hidden = false;
  input.dataset.role = role;
  Object.assign(input.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.size}px`, height: `${box.size}px`, fontSize: `${Math.max(13, box.size * 0.33)}px` });
  input.value = start ?? exact(value);
  input.setAttribute("aria-label", text.editing(shown));
  input.focus({ preventScroll: true });
  if (start === undefined) input.select();
}

export const editing = () => open?.cell ?? null;

function keep(move) {
  if (!open) return;
  const { cell } = open;
  if (input.value.trim() === "") return close(move);
  const value = typed(input.value);
  if (typeof value === "number") close(move);
  edit(cell, value);
}

function close(move) {
  const { leave } = open;
  open = null;
  input.hidden = true;
  leave(move);
}

const KEYS = { Enter: "down", Tab: "right", ArrowDown: "down", ArrowUp: "up" };

input.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key === "Escape") {
    refused.value = null;
    close("stay");
  } else if (KEYS[event.key]) {
    event.preventDefault();
    const back = { down: "up", right: "left" }[KEYS[event.key]];
    keep(event.shiftKey && back ? back : KEYS[event.key]);
  }
});
input.addEventListener("blur", () => { if (open) leaveQuietly(); });

/** Clicking elsewhere keeps a number and lets go of what is none. */
function leaveQuietly() {
  const value = typed(input.value);
  const { cell } = open;
  if (typeof value === "number") edit(cell, value);
  close("away");
}
