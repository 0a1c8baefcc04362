/** The film on the keyboard, wherever the page has no other use for a key. */
import { view } from "../view.js";
import { busy } from "../ui/busy.js";
import { go, step, targetOf } from "./follow.js";
import { pause, toggle } from "./play.js";
import { at, leave, segments, steps } from "./state.js";

const WRITING = "input, select, textarea, [contenteditable]";
/** Space presses these, unless the mouse or a finger left the focus on them. */
const PRESSED = "button, a, summary, [role=tab], [role=menuitem]";
/** Arrows, Home and End move in these. */
const MOVED = "[role=grid], [role=tab], [role=slider], [role=menu]";

const open = () => document.querySelector("dialog[open], [popover]:popover-open");

/** Into the steps of the tensor that the stage shows. */
function enter(by) {
  if (at.peek() !== null) return step(by, "cell");
  const one = segments.peek().find((segment) => targetOf(segment) === view.tensor.peek());
  if (one) go(by > 0 ? one.start : one.start + one.count - 1);
}

const ANYWHERE = { PageDown: () => step(1), PageUp: () => step(-1), "]": () => enter(1), "[": () => enter(-1) };
const FREE = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), Home: () => go(0), End: () => go(steps.peek() - 1) };

/** Whether the focus came by a pointer, which is what the page did last. */
let byPointer = false;
let clicked = false;
addEventListener("pointerdown", () => { byPointer = true; }, true);
addEventListener("keydown", () => { byPointer = false; }, true);
addEventListener("focusin", () => { clicked = byPointer; });
const pressed = (target) => !clicked && target.closest?.(PRESSED);
/** Where Space plays, letting go of it presses nothing. */
let taken = false;
addEventListener("keyup", (event) => {
  if (event.key === " " && taken) event.preventDefault();
  taken &&= event.key !== " ";
}, true);

/** @param {{shortcuts: () => void}} windows */
export function filmKeys({ shortcuts }) {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || open() || target.closest?.(WRITING)) return;
    if (!steps.peek() && key !== "?") return;
    const free = !target.closest?.(MOVED);
    const run = ANYWHERE[key] ?? (free && !event.shiftKey ? FREE[key] : null)
      ?? (key === " " && !event.shiftKey && !pressed(target) ? toggle : null) ?? (key === "?" ? shortcuts : null);
    if (!run) return;
    event.preventDefault();
    taken = run === toggle;
    if (run !== toggle) pause();
    run();
  });
  /** Before anybody else hears of it: an Escape that ends something nearer ends only that. */
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && at.peek() !== null && !view.page.peek() && !busy(event.target)) leave();
  }, true);
}
