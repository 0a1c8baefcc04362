/** What is lit in a matrix: cells that the current cell reads and feeds, the pinned one, the term that is pointed at. */
import { current, feeding, pointedTerm, reads } from "../explanations.js";
import { bounds } from "../geometry.js";
import { wrong } from "../marks.js";
import { view } from "../view.js";

/** So many addresses are listed; all are drawn. */
const LISTED = 200;

export const listed = (addresses) => addresses.slice(0, LISTED).join(" ");

/** @param {string} tensor @param {(address: string) => number[] | undefined} place */
export function highlights(tensor, place) {
  const read = reads.value.get(tensor) ?? [];
  const fed = feeding.value.get(tensor) ?? [];
  const frames = [
    ...framed(fed.map(place).filter(Boolean), { dashed: true, width: 2 }),
    ...framed(read.map(place).filter(Boolean), { width: 2 }),
  ];
  for (const address of pointedTerm.value ?? []) if (place(address)) frames.push(one(place(address), { width: 3 }));
  if (place(current.value)) frames.push(one(place(current.value), { width: 3 }));
  const explained = place(view.cell.value);
  if (explained) frames.push(one(explained, { width: 3 }));
  /** The corner stays where the reader began, however deep the equation has gone. */
  const pinned = place(view.trail.value[0] ?? view.cell.value);
  if (pinned) frames.push(one(pinned, { width: 3 }), one(pinned, { pin: true }));
  /** The cross leaves the pin its corner. */
  const off = [...wrong.value.keys()].filter(place);
  for (const address of off) frames.push(one(place(address), { wrong: true, width: 9, left: place(address) === pinned }));
  /** The matrix that holds the current cell lists everything that is lit, the others what is lit in them. */
  const here = Boolean(place(current.value));
  return { lit: listed(here ? [...reads.value.values()].flat() : read), feeds: listed(here ? [...feeding.value.values()].flat() : fed), wrong: listed(off), frames };
}

const one = ([row, col], look) => ({ row, col, ...look });

/** A filled rectangle of cells gets one frame, scattered cells one each. */
function framed(places, look) {
  const box = bounds(places);
  if (!box) return [];
  return box.full && places.length > 1 ? [{ ...box, ...look }] : places.map((place) => one(place, look));
}
