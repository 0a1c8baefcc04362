/** One tensor of the trace at a time: whoever reads it rests while only others change. */
import { computed } from "../vendor/signals-core/signals-core.mjs";
import { roleOf } from "./network.js";
import { trace } from "./store.js";

const remembered = (make) => {
  const made = new Map();
  return (name) => made.get(name) ?? made.set(name, computed(() => make(name))).get(name);
};

const tensors = remembered((name) => trace.value?.tensors.get(name));
const roles = remembered((name) => trace.value && roleOf(trace.value, name));

/** @param {string} name @returns {import("./tensor.js").Tensor | undefined} */
export const tensorNamed = (name) => tensors(name).value;

/** The role of a tensor, which gives it its colour. @param {string} name */
export const roleNamed = (name) => roles(name).value;
