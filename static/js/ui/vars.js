/** Sizes as CSS variables on an element. @param {HTMLElement} element @param {Record<string, number>} values in pixels */
export function vars(element, values) {
  for (const [name, value] of Object.entries(values)) element.style.setProperty(`--${name}`, `${Math.round(value * 4) / 4}px`);
}
