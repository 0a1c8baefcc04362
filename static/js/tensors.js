/** One tensor of the trace at a time: whoever reads it rests while only others change. */
import { computed } from "../vendor/signals-core/signals-core.mjs";
import { roleOf } from "./network.js";
import { trace } from "./store.js";

/** A list of whole numbers that rests while it says the same. @param {() => number[]} make */
export function steady(make) {
  const said = computed(() => make().join());
  return computed(() => (said.value ? said.value.split(",").map(Number) : []));
}

const remembered = (make) => {
  const made = new Map();
  return (name) => made.get(name) ?? made.set(name, computed(() => make(name))).get(name);
};

const tensors = remembered((name) => trace.value?.tensors.get(name));
const symbols = remembered((name) => trace.value?.tensors.get(name)?.symbol || name);
const shapes = remembered((name) => trace.value?.tensors.get(name)?.shape.join());
const roles = remembered((name) => trace.value && roleOf(trace.value, name));

/** @param {string} name @returns {import("./tensor.js").Tensor | undefined} */
export const tensorNamed = (name) => tensors(name).value;

/** Names and shapes rest while only numbers change. @param {string} name */
export const symbolNamed = (name) => symbols(name).value;

/** @param {string} name @returns {number[]} */
export function shapeNamed(name) {
  shapes(name).value;
  return trace.peek().tensors.get(name).shape;
}

/** The role of a tensor, which gives it its colour. @param {string} name */
export const roleNamed = (name) => roles(name).value;
