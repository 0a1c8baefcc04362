/** Where the cells of a model lie. A map of one tensor says so by arithmetic; of any other model the addresses are written down, when somebody asks. */
import { parse } from "../address.js";
import { trace } from "../store.js";
import { offset } from "../tensor.js";

/** A text that stays while every cell keeps its place. @param {import("../draw/plane.js").Model} model @param {number} drawn how often it was drawn, where nothing else is known */
export const lyingOf = ({ rows, cols, map }, drawn) => `${rows} ${cols} ${map ? Object.values(map).join() : drawn}`;

/**
 * @param {import("../draw/plane.js").Model} model
 * @returns {{place: (address: string) => number[] | undefined, first: () => number[] | undefined, all: () => Map<string, number[]>,
 *            among: (offsets: Map<string, number[]>) => number[][]}} `among`: the places of those that are given by tensor and offset
 */
export function spots(model) {
  const { map } = model;
  let written = null;
  const all = () => (written ??= placesOf(model));
  if (!map) {
    return { all, place: (address) => all().get(address), first: () => all().values().next().value, among: (offsets) => (offsets.size ? amongAddresses(all(), offsets) : []) };
  }
  const { every = 1 } = map;
  const at = (k) => [map.row + Math.floor(k / map.cols) / every, map.col + (k % map.cols) / every];
  const drawn = (k) => k >= 0 && k < map.count && (every === 1 || at(k).every(Number.isInteger));
  const begins = `${map.tensor}[`;
  return {
    all,
    place(address) {
      if (!address?.startsWith(begins)) return undefined;
      const index = address.slice(begins.length, -1);
      const k = offset(map.shape, index ? index.split(",").map(Number) : []) - map.start;
      return drawn(k) ? at(k) : undefined;
    },
    first: () => at(0),
    among: (offsets) => (offsets.get(map.tensor) ?? []).map((i) => i - map.start).filter(drawn).map(at),
  };
}

function placesOf(model) {
  const found = new Map();
  for (let r = 0; r < model.rows; r++) for (let c = 0; c < model.cols; c++) {
    const address = model.at(r, c)?.address;
    if (address) found.set(address, [r, c]);
  }
  return found;
}

function amongAddresses(places, offsets) {
  const sets = new Map([...offsets].map(([name, list]) => [name, new Set(list)]));
  return [...places].filter(([address]) => {
    const { tensor, index } = parse(address);
    return sets.get(tensor)?.has(offset(trace.peek().tensors.get(tensor).shape, index));
  }).map(([, place]) => place);
}
