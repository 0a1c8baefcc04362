/** What is other between two plain values, and the way from one to the other and back. Pure; what stayed is shared. */

/** @typedef {[path: (string | number)[], before: any, after: any][]} Delta `undefined` is a key that is not there */

const isPlain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** @param {any} before @param {any} after @param {(string | number)[]} [path] @returns {Delta} */
export function difference(before, after, path = []) {
  if (Object.is(before, after)) return [];
  const inside = (keys) => {
    const parts = [];
    for (const key of keys) {
      if (!Object.is(before[key], after[key])) for (const part of difference(before[key], after[key], [...path, key])) parts.push(part);
    }
    return parts;
  };
  if (isPlain(before) && isPlain(after)) return inside(new Set([...Object.keys(before), ...Object.keys(after)]));
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return [[path, before, after]];
  const parts = inside(before.keys());
  return isMost(parts, before.length, path.length + 1) ? [[path, before, after]] : parts;
}

/** Where most entries of a list are other ones, the list as a whole says it in fewer words. */
const isMost = (parts, length, depth) => length > 1 && 2 * parts.length > length && parts.every(([path]) => path.length === depth);

/** @template T @param {T} value @param {Delta} delta @param {-1 | 1} direction 1 from before to after @returns {T} */
export function applied(value, delta, direction) {
  return delta.reduce((now, [path, before, after]) => put(now, path, direction < 0 ? before : after), value);
}

function put(node, [key, ...rest], value) {
  if (key === undefined) return value;
  const next = rest.length ? put(node[key], rest, value) : value;
  if (Array.isArray(node)) return node.with(key, next);
  const copy = { ...node, [key]: next };
  if (next === undefined) delete copy[key];
  return copy;
}

/**
 * A difference as numbers in tensors, or null where more than numbers is other: layers, settings, shapes, generators.
 * @param {any} document where the difference starts @param {Delta} delta @param {Map<string, {shape: number[]}>} tensors
 * @returns {import("../patch.js").Edit[] | null}
 */
export function numbersOf(document, delta, tensors) {
  const edits = [];
  for (const [path, , after] of delta) {
    const [owner, key, inner] = path;
    const [name, index] = owner === "input" ? ["input", path.slice(1)]
      : owner === "layers" ? [`${document.layers[key]?.name}.${inner}`, path.slice(3)] : [`${owner}.${key}`, path.slice(2)];
    const rank = tensors.get(name)?.shape.length;
    if (rank === undefined || !collect(after, rank, name, index, edits)) return null;
  }
  return edits;
}

/** Every number of a part of a tensor with its address; false where it is no such part. */
function collect(value, rank, name, index, edits) {
  if (index.length === rank && typeof value === "number") return edits.push([`${name}[${index.join()}]`, value]) > 0;
  return Array.isArray(value) && index.length < rank && value.every((one, i) => collect(one, rank, name, [...index, i], edits));
}
