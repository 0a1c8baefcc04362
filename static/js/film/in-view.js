/** On a phone the page scrolls: what the film fills comes into sight as it moves, until the reader scrolls by hand. */
import { effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { calm } from "../ui/dom.js";
import { asked } from "./pace.js";

const GAP = 12;

/** @param {Element[]} elements */
function around(elements) {
  const boxes = elements.map((one) => one.getBoundingClientRect()).filter((box) => box.height);
  return boxes.length ? { top: Math.min(...boxes.map((box) => box.top)), bottom: Math.max(...boxes.map((box) => box.bottom)) } : null;
}

/** As little as it takes: the whole figure where it has room, else what the film fills. @param {{top: number, bottom: number}} room between the bars */
function bring(room) {
  const all = (selector) => [...document.querySelectorAll(`.stage .fig ${selector}`)];
  const [tables, target] = [all(".table-side .mx"), all(".target .mx")];
  const filled = tables.length ? tables : target;
  const shown = [all(".mx"), [...tables, ...target], filled].map(around).filter(Boolean);
  const box = shown.find(({ top, bottom }) => bottom - top <= room.bottom - room.top) ?? shown.at(-1);
  if (!box) return;
  const by = box.top < room.top ? box.top - room.top : box.bottom > room.bottom ? Math.min(box.bottom - room.bottom, box.top - room.top) : 0;
  if (by) scrollBy({ top: by, behavior: calm() ? "auto" : "smooth" });
}

/** @param {HTMLElement} host the film's bar @param {{above: HTMLElement, below: HTMLElement}} bars that stay where they are */
export function keepInView(host, { above, below }) {
  /** A page that opens in the middle of the film shows its top first. */
  let begun = false;
  for (const way of ["pointerdown", "keydown"]) addEventListener(way, () => { begun = true; }, { capture: true, once: true });
  let byHand = false;
  const isPhone = () => getComputedStyle(host).position === "fixed";
  const scrolled = (event) => { if (!host.contains(event.target)) byHand = true; };
  for (const way of ["wheel", "touchmove"]) addEventListener(way, scrolled, { passive: true });
  host.addEventListener("pointerdown", () => { byHand = false; }, true);
  let before = asked.peek();
  effect(() => {
    const now = asked.value;
    if (now === before) return;
    before = now;
    if (now === null || !begun || byHand || !isPhone()) return;
    untracked(() => requestAnimationFrame(() => bring({ top: above.getBoundingClientRect().bottom + GAP, bottom: below.getBoundingClientRect().top - GAP })));
  });
}
