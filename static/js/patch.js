/** Other numbers in a document and in the tensors of a trace. Pure: both come back new, and share what stayed. */
import { parse } from "./address.js";
import { placeInDocument } from "./network.js";
import { largest, offset, replaced } from "./tensor.js";

/** @typedef {[cell: string, value: number]} Edit */

/** The tensors that other numbers stand in; one that was not fetched is left out. @param {Map<string, import("./tensor.js").Tensor>} tensors @param {Edit[]} edits */
export function painted(tensors, edits) {
  return [...byTensor(edits)].filter(([name]) => tensors.get(name)?.values).map(([name, own]) => {
    const before = tensors.get(name);
    const values = before.values.slice();
    for (const { index, value } of own) values[offset(before.shape, index)] = value;
    return { ...before, values, max: largest(values) };
  });
}

/** The document with other numbers in it. @param {any} document @param {Edit[]} edits */
export function patched(document, edits) {
  return [...byTensor(edits)].reduce((doc, [name, own]) => {
    const { path, key } = placeInDocument(doc, name);
    const owner = path.reduce((node, step) => node[step], doc);
    const data = owner[key];
    const next = { ...owner, [key]: Array.isArray(data) ? own.reduce((now, { index, value }) => replaced(now, index, value), data) : overridden(data, own) };
    if (!path.length) return next;
    if (path.length === 1) return { ...doc, [path[0]]: next };
    return { ...doc, layers: doc.layers.with(path[1], next) };
  }, document);
}

/** Where a cell stands in a document, as refusals say it: "/loss/target/0". @param {any} document @param {string} cell */
export function pointerTo(document, cell) {
  const { tensor: name, index } = parse(cell);
  const { path, key } = placeInDocument(document, name);
  return `/${[...path, key, ...index].join("/")}`;
}

/** @param {Edit[]} edits @returns {Map<string, {index: number[], value: number}[]>} */
function byTensor(edits) {
  const groups = new Map();
  for (const [cell, value] of edits) {
    const { tensor: name, index } = parse(cell);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push({ index, value });
  }
  return groups;
}

/** A generated tensor with some numbers of its own. */
function overridden(fill, own) {
  const set = new Map((fill.set ?? []).map((entry) => [entry[0].join(), entry]));
  for (const { index, value } of own) set.set(index.join(), [index, value]);
  return { ...fill, set: [...set.values()] };
}
