/** Where a softmax gave 0 and 1 exactly, no gradient is left before it: the sentence that says so, with the numbers that made it. */
import { rounded } from "../format.js";
import { lastOutput } from "../network.js";
import { text } from "../strings.js";

const all = (tensor, test) => Boolean(tensor?.values?.length) && tensor.values.every(test);
const certain = (p) => p === 0 || p === 1;
const nothing = (value) => value === 0;

/** The largest number of the first sample and the next one. */
function leaders({ shape, values }) {
  const [first, second = first] = [...values.subarray(0, shape[1])].sort((a, b) => b - a);
  return [rounded(first, 4), rounded(second, 4)];
}

/**
 * What a stage says of zeros that a softmax made; empty where none did.
 * @param {{layers: {name: string, type: string, input: string, output: string}[], tensors: Map<string, import("../tensor.js").Tensor>}} trace @param {string} target the tensor on the stage @param {string} stage its layer, or "loss"
 */
export function saturated(trace, target, stage) {
  const { tensors, layers } = trace;
  const zeros = target.endsWith(".grad") && all(tensors.get(target), nothing);
  const made = layers.find((layer) => layer.type === "softmax" && all(tensors.get(layer.output), certain));
  if (made && (zeros || stage === made.name) && tensors.get(made.input).values) return text.saturated.layer(made.name, ...leaders(tensors.get(made.input)));
  const logits = tensors.get(lastOutput(trace));
  const met = all(tensors.get("loss.probabilities"), certain) && all(tensors.get("loss.residual"), nothing);
  return met && logits.values && (zeros || stage === "loss") ? text.saturated.loss(...leaders(logits)) : "";
}
