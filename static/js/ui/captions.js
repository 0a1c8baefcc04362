/** Captions in one line keep apart: one that would run into the next, or over the edge, leaves its size away, then its tools until they are pointed at. */

/** What stands between two captions. */
const GAP = 6;
const STEPS = ["brief", "terse"];

/** @param {HTMLElement} fig @param {HTMLElement} box what cuts them off */
export function keepApart(fig, box) {
  const all = [...fig.querySelectorAll(".left:not(.leaving) .mx>figcaption, .target .mx>figcaption")].filter((one) => one.offsetWidth && one.lastElementChild);
  for (const one of all) one.parentElement.classList.remove(...STEPS);
  const edge = box.getBoundingClientRect().right;
  for (const step of STEPS) {
    const places = all.map((one) => ({ own: one.getBoundingClientRect(), end: endOf(one) }));
    const tight = all.filter((_, i) => {
      const { own, end } = places[i];
      const next = places.filter(({ own: other }) => other.left > own.left + GAP && other.top < own.bottom && other.bottom > own.top).map(({ own: other }) => other.left);
      return end + GAP > Math.min(edge, ...next);
    });
    for (const one of tight) one.parentElement.classList.add(step);
  }
}

/** Where its last words, or its button if that is seen, end. */
const endOf = (caption) => Math.max(...[...caption.children].filter((one) => one.offsetWidth && !one.matches(".maps, .terse *")).map((one) => one.getBoundingClientRect().right));
