/** Whether an element is on the screen or near it: what is not is drawn when it comes into sight. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { look } from "../wanted.js";

const watched = new WeakMap();
const observer = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
}, { rootMargin: "100px" });

/** @param {HTMLElement} node @param {string} tensor what it shows @param {{add: (end: () => void) => void}} live @returns {import("../../vendor/signals-core/signals-core.mjs").Signal<boolean>} */
export function inSight(node, tensor, live) {
  const seen = signal(true);
  const tell = (now) => {
    if (now === seen.peek()) return;
    look(tensor, now ? 1 : -1);
    seen.value = now;
  };
  look(tensor, 1);
  watched.set(node, tell);
  observer?.observe(node);
  live.add(() => {
    observer?.unobserve(node);
    tell(false);
  });
  return seen;
}
