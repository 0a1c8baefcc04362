/** Where the segments of the film lie on its track, and which step lies under a point of it. */
import { placeOf, total } from "./segments.js";

/** A film of more steps shows no ticks, and its segments are equally wide. */
export const TICKED = 400;
const GAP = 3;
/** The current segment has twice the room. */
const CURRENT = 2;
/** So many steps' room has a segment at least, so that a loss or a bias can be seen and hit. */
const LEAST = 2.5;

/**
 * @typedef {{x: number, width: number}} Span
 * @param {import("./segments.js").Segment[]} segments @param {number} width of the track @param {number} current place of the current segment, or −1 @returns {Span[]}
 */
export function laid(segments, width, current) {
  const gap = segments.length * GAP * 4 > width ? 1 : GAP;
  const even = total(segments) > TICKED;
  const weights = segments.map(({ count }, i) => (even ? 1 : Math.max(count, LEAST)) * (i === current ? CURRENT : 1));
  const each = (width - gap * (segments.length - 1)) / weights.reduce((sum, one) => sum + one, 0);
  let x = 0;
  return weights.map((weight) => {
    const span = { x, width: weight * each };
    x += span.width + gap;
    return span;
  });
}

/** The step under a point of the track. @param {import("./segments.js").Segment[]} segments @param {Span[]} spans @param {number} x */
export function stepUnder(segments, spans, x) {
  const last = spans.findLastIndex((span) => span.x <= x);
  const at = Math.max(0, last);
  const { start, count } = segments[at];
  const part = (x - spans[at].x) / spans[at].width;
  return start + Math.max(0, Math.min(count - 1, Math.floor(part * count)));
}

/** The right end of a step on the track. @param {import("./segments.js").Segment[]} segments @param {Span[]} spans @param {number} step */
export function endOf(segments, spans, step) {
  const at = placeOf(segments, step);
  return spans[at].x + (spans[at].width * (step + 1 - segments[at].start)) / segments[at].count;
}

/**
 * Labels that do not run into each other: each begins at its segment; the wanted one first, then from the left.
 * @param {{x: number, width: number, wanted?: boolean}[]} labels @param {number} room width of the track @returns {(number | null)[]} where each stands, null: no room
 */
export function spread(labels, room, gap = 8) {
  const placed = labels.map(() => null);
  const order = labels.map((_, i) => i).sort((a, b) => Number(Boolean(labels[b].wanted)) - Number(Boolean(labels[a].wanted)) || a - b);
  for (const i of order) {
    const x = Math.max(0, Math.min(labels[i].x, room - labels[i].width));
    const free = placed.every((other, j) => other === null || x + labels[i].width + gap <= other || other + labels[j].width + gap <= x);
    if (free) placed[i] = x;
  }
  return placed;
}
