/** Sizes as CSS variables, in the root's unit, so that they grow with the page. */

/** Screen pixels per pixel of the page's own: more on a projector or a large screen. */
export const scale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** A length of the page's own pixels. @param {number} pixels */
export const rem = (pixels) => `${Math.round(pixels * 4) / 64}rem`;

/** @param {HTMLElement} element @param {Record<string, number>} values in the page's own pixels */
export function vars(element, values) {
  for (const [name, value] of Object.entries(values)) element.style.setProperty(`--${name}`, rem(value));
}
