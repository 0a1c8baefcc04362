import assert from "node:assert/strict";
import { test } from "node:test";
import { aliases, editable, makerOf, placeInDocument, roleOf, stops, suffix, targets } from "../../static/js/network.js";

const shapes = {
  input: ["input", [1, 1, 3, 3]], "conv1.weight": ["parameter", [1, 1, 2, 2]], "conv1.bias": ["parameter", [1]], "conv1.output": ["activation", [1, 1, 4, 4]],
  "conv1.padded": ["derived", [1, 1, 5, 5]], "conv1.table": ["derived", [1, 1, 5, 5]], "conv1.turned": ["derived", [1, 1, 2, 2]],
  "relu1.output": ["activation", [1, 1, 4, 4]], "loss.gradient": ["gradient", [1, 1, 4, 4]], loss: ["loss", []],
  "relu1.output.grad": ["gradient", [1, 1, 4, 4]], "conv1.output.grad": ["gradient", [1, 1, 4, 4]], "conv1.weight.grad": ["gradient", [1, 1, 2, 2]],
  "conv1.bias.grad": ["gradient", [1]], "input.grad": ["gradient", [1, 1, 3, 3]],
};
const trace = {
  layers: [
    { name: "conv1", type: "conv2d", input: "input", output: "conv1.output", parameters: ["conv1.weight", "conv1.bias"], derived: ["conv1.padded", "conv1.turned", "conv1.table"] },
    { name: "relu1", type: "relu", input: "conv1.output", output: "relu1.output", parameters: [], derived: [] },
  ],
  tensors: new Map(Object.entries(shapes).map(([name, [role, shape]]) => [name, { name, role, shape }])),
};
const upstream = { layers: [{ name: "conv1" }, { name: "relu1" }], loss: { type: "upstream" } };
const squared = { ...upstream, loss: { type: "squared_error" } };

test("the strip runs from the input to the loss", () => {
  assert.deepEqual(stops(trace, upstream).map(({ name }) => name), ["input", "conv1", "relu1", "loss"]);
  assert.deepEqual(stops(trace, { ...upstream, loss: null }).map(({ name }) => name), ["input", "conv1", "relu1"]);
});

test("a card explains its output, then the gradients that it makes, then the steps between", () => {
  assert.deepEqual(targets(trace, "conv1"), ["conv1.output", "input.grad", "conv1.weight.grad", "conv1.bias.grad", "conv1.padded", "conv1.turned", "conv1.table"]);
  assert.deepEqual(targets(trace, "relu1"), ["relu1.output", "conv1.output.grad"]);
  assert.deepEqual(targets(trace, "loss"), ["loss", "relu1.output.grad"]);
});

test("a gradient is made by the layer that read the tensor", () => {
  const makers = { "input.grad": "conv1", "conv1.output.grad": "relu1", "relu1.output.grad": "loss", "conv1.weight.grad": "conv1", "conv1.padded": "conv1", loss: "loss", input: "input" };
  for (const [name, maker] of Object.entries(makers)) assert.equal(makerOf(trace, name), maker, name);
  assert.equal(suffix(trace.layers[1], "conv1.output.grad"), "input.grad");
  assert.equal(suffix(trace.layers[0], "conv1.weight.grad"), "weight.grad");
});

test("roles tell colours; a derived tensor has the colour of what it is made from", () => {
  const roles = { input: "input", "conv1.weight": "weight", "conv1.bias": "bias", "conv1.output": "activation", "conv1.padded": "input", "conv1.table": "gradient", "conv1.turned": "weight", "conv1.weight.grad": "gradient", loss: "loss" };
  for (const [name, role] of Object.entries(roles)) assert.equal(roleOf(trace, name), role, name);
});

test("only what is given can be typed; the last gradient where it just is the given one", () => {
  for (const cell of ["input[0,0,0,0]", "conv1.weight[0,0,0,0]", "conv1.bias[0]", "loss.gradient[0,0,0,0]"]) assert.equal(editable(trace, upstream, cell), cell);
  assert.equal(editable(trace, upstream, "relu1.output.grad[0,0,1,2]"), "loss.gradient[0,0,1,2]");
  assert.equal(editable(trace, squared, "relu1.output.grad[0,0,1,2]"), null);
  for (const cell of ["conv1.output[0,0,0,0]", "conv1.output.grad[0,0,0,0]", "conv1.turned[0,0,0,0]", "loss[]"]) assert.equal(editable(trace, upstream, cell), null, cell);
  assert.deepEqual(aliases(trace, upstream, "loss.gradient[0,0,0,1]"), ["loss.gradient[0,0,0,1]", "relu1.output.grad[0,0,0,1]"]);
});

test("where the document keeps what is typed", () => {
  assert.deepEqual(placeInDocument(upstream, "input"), { path: [], key: "input" });
  assert.deepEqual(placeInDocument(upstream, "conv1.weight"), { path: ["layers", 0], key: "weight" });
  assert.deepEqual(placeInDocument(upstream, "loss.gradient"), { path: ["loss"], key: "gradient" });
});
