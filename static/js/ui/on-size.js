/** One observer for all sizes of the page: who follows them hears of them together, so that the page is laid out once. */
import { batch } from "../../vendor/signals-core/signals-core.mjs";

/** @type {WeakMap<Element, Set<(box: DOMRectReadOnly, delivery: number) => void>>} */
const told = new WeakMap();
let delivery = 0;
const watch = globalThis.ResizeObserver && new ResizeObserver((entries) => {
  delivery += 1;
  batch(() => { for (const { target, contentRect } of entries) for (const tell of told.get(target) ?? []) tell(contentRect, delivery); });
});

/**
 * @param {Element} node @param {(box: DOMRectReadOnly, delivery: number) => void} tell hears the room inside of it; what comes together has one number
 * @param {{add: (end: () => void) => void}} [live] nothing: as long as the page
 */
export function onSize(node, tell, live) {
  if (!told.has(node)) told.set(node, new Set());
  told.get(node).add(tell);
  watch.observe(node);
  live?.add(() => {
    told.get(node).delete(tell);
    if (!told.get(node).size) watch.unobserve(node);
  });
}
