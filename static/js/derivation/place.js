/** What the page derives, kept in its address: trace, lesson, tensor, method, part, and how symbols are written. Pure but for the address bar. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";

const KEYS = ["trace", "lesson", "tensor", "method", "slice", "cells", "notation", "base"];

/** @typedef {{trace?: string, lesson?: string, tensor?: string, method?: string, slice?: string, cells?: string, notation?: string, base?: string}} Place */

/** @param {string} search @returns {Place} */
export const readPlace = (search) => Object.fromEntries([...new URLSearchParams(search)].filter(([key, value]) => KEYS.includes(key) && value));

/** @param {Place} place */
export const addressOf = (place) => `/derivation?${new URLSearchParams(KEYS.filter((key) => place[key]).map((key) => [key, place[key]]))}`;

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<Place>} */
export const place = signal({});

/** @param {Place} change "" takes a choice back */
export function go(change) {
  place.value = Object.fromEntries(Object.entries({ ...place.peek(), ...change }).filter(([, value]) => value));
  history.replaceState(null, "", addressOf(place.peek()));
}
