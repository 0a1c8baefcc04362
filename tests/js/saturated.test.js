import assert from "node:assert/strict";
import { test } from "node:test";
import { saturated } from "../../static/js/figures/saturated.js";

const rows = (...values) => ({ shape: [1, values.length], values: Float64Array.from(values) });

function network(type, { p, grad, residual, z = [800, 2, -1] }) {
  const tensors = new Map(Object.entries({
    input: rows(...z), "input.grad": rows(...grad), "it.output": rows(...(type === "softmax" ? p : z)),
    ...(residual && { "loss.probabilities": rows(...p), "loss.residual": rows(...residual) }),
  }));
  return { layers: [{ name: "it", type, input: "input", output: "it.output" }], tensors };
}

const flat = { p: [1, 0, 0], grad: [0, -0, 0] };

test("a softmax of 1 and 0 says why no gradient is left before it", () => {
  const said = saturated(network("softmax", flat), "input.grad", "it");
  assert.match(said, /^With 800 so far above 2, it gives exactly 1 and 0:/);
  assert.equal(saturated(network("softmax", flat), "it.output", "it"), said);
  assert.equal(saturated(network("softmax", flat), "it.output", "other"), "");
});

test("so does a cross-entropy that is met exactly", () => {
  const met = network("identity", { ...flat, residual: [0, 0, 0] });
  assert.match(saturated(met, "input.grad", "it"), /p is exactly 1 and 0, as wanted/);
  assert.match(saturated(met, "loss", "loss"), /p minus the target is 0/);
});

test("a probability near 1, a wrong one and other zeros say nothing", () => {
  assert.equal(saturated(network("softmax", { p: [1, 1e-20, 0], grad: [0, 0, 0] }), "input.grad", "it"), "");
  assert.equal(saturated(network("identity", { p: [1, 0, 0], grad: [1, -1, 0], residual: [1, -1, 0] }), "input.grad", "it"), "");
  assert.equal(saturated(network("relu", { p: [1, 0, 0], grad: [0, 0, 0] }), "input.grad", "it"), "");
});
