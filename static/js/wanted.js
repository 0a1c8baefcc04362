/**
 * Which tensors somebody looks at. Their numbers come with each reply; those of other large ones come when they come into sight,
 * so that typing into a large network moves no megabytes.
 */

/** A tensor of at most so many numbers is always worth its bytes. */
export const SMALL = 1024;

const looked = new Map();

/** @param {string} name @param {1 | -1} by */
export function look(name, by) {
  looked.set(name, (looked.get(name) ?? 0) + by);
}

const count = ({ shape }) => shape.reduce((product, n) => product * n, 1);

/** The tensors whose numbers a reply should carry; null: all of them. @param {Map<string, import("./tensor.js").Tensor>} tensors @returns {Set<string> | null} */
export function wanted(tensors) {
  const names = [...tensors.values()].filter((one) => count(one) <= SMALL || looked.get(one.name) > 0).map(({ name }) => name);
  return names.length === tensors.size ? null : new Set(names);
}
