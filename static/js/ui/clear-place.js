/** A control stands below its matrix, to its right or its left; beside it where the stage ends; or over a corner of its own where other matrices stand there. */

const INSIDE = ["", "leftward", "beside"];
const PLACES = ["", "leftward", "inside", "inside leftward"];

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** @param {HTMLElement} control @param {HTMLElement} own the grid that it belongs to */
export function placeClear(control, own) {
  if (!control.offsetWidth) return;
  const others = [...document.querySelectorAll(".grid")].filter((grid) => grid !== own).map((grid) => grid.getBoundingClientRect());
  const stage = own.closest(".canvas")?.getBoundingClientRect() ?? { right: Infinity, bottom: Infinity };
  const clear = (place, ends) => {
    control.className = `zoomer ${place}`;
    const box = control.getBoundingClientRect();
    return !others.some((other) => meet(box, other)) && (!ends || (box.right <= stage.right && box.bottom <= stage.bottom));
  };
  if (!INSIDE.some((place) => clear(place, true))) PLACES.some((place) => clear(place, false));
}
