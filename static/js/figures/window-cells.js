/** Which cells of a plane the chosen cell's terms read, and the factor that each of them meets. */
import { parse, tensorOf } from "../address.js";
import { addressIn, explained, factorIn } from "./common.js";

/**
 * @param {string} name @param {() => number[]} lead the map that is shown
 * @returns {() => {places: number[][], under: Map<string, import("../explanations.js").Factor>}}
 */
export function windowOf(name, lead) {
  return () => {
    const under = new Map();
    const places = [];
    for (const term of explained()?.terms ?? []) {
      const own = factorIn(term, name);
      const address = own && addressIn(own, name);
      if (!address || parse(address).index.slice(0, -2).join() !== lead().join()) continue;
      places.push(parse(address).index.slice(-2));
      const other = term.factors.find((one) => one !== own && one.cell && tensorOf(one.cell) !== name);
      if (other) under.set(address, other);
    }
    return { places, under };
  };
}
