/** Sizes as CSS variables, in the root's unit, so that they grow with the page. */

/** Screen pixels per pixel of the page's own: more on a projector or a large screen. */
export const scale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** A length of the page's own pixels. @param {number} pixels */
export const rem = (pixels) => `${Math.round(pixels * 4) / 64}rem`;

/** @param {HTMLElement} element @param {Record<string, number>} values in the page's own pixels */
export function vars(element, values) {
  for (const [name, value] of Object.entries(values)) tell(element, `--${name}`, rem(value));
}

/** How many rows and columns a grid has. @param {HTMLElement} grid @param {{rows: number, cols: number}} model */
export function counts(grid, { rows, cols }) {
  tell(grid, "--rows", String(rows));
  tell(grid, "--cols", String(cols));
}

/** Only what is other: each telling has the style of all that lies inside computed anew. */
function tell(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
