/** What the view of all layers shows of a network: maps by row, kernels beside their maps, and where to turn. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { INPUTS, MAPS, planOf, span, turnFor } from "../../static/js/overview/plan.js";

const tensors = new Map(Object.entries({
  input: [[2, 1, 8, 8], "input"], "conv1.weight": [[6, 5, 3, 3], "parameter"], "conv1.bias": [[6], "parameter"], "conv1.output": [[2, 6, 6, 6], "activation"],
  "flatten1.output": [[2, 216], "activation"], "linear1.weight": [[3, 216], "parameter"], "linear1.bias": [[3], "parameter"], "linear1.output": [[2, 3], "activation"],
  loss: [[], "loss"], "loss.target": [[2, 3], "input"],
}).map(([name, [shape, role]]) => [name, { name, shape, role }]));
const layer = (name, type, parameters) => ({ name, type, parameters: parameters.map((one) => `${name}.${one}`), output: `${name}.output`, derived: [] });
const trace = { tensors, layers: [layer("conv1", "conv2d", ["weight", "bias"]), layer("flatten1", "flatten", []), layer("linear1", "linear", ["weight", "bias"])] };
const plan = (where = {}) => planOf(trace, { loss: { type: "mse" } }, { sample: 0, pages: new Map(), ...where });
const column = (found, name) => found.flatMap((one) => one.columns).find((one) => one.name === name).rows;

test("every layer stands there with its parameters before its output", () => {
  assert.deepEqual(plan().map((one) => one.columns.map(({ name }) => name)), [
    ["input"], ["conv1.weight", "conv1.bias", "conv1.output"], ["flatten1.output"], ["linear1.weight", "linear1.bias", "linear1.output"], ["loss.target", "loss"],
  ]);
});

test("a kernel, its bias and its map share a row; its inputs stand side by side", () => {
  const found = plan({ sample: 1 });
  assert.deepEqual(column(found, "conv1.weight")[2], Array.from({ length: INPUTS }, (_, c) => [2, c]));
  assert.deepEqual(column(found, "conv1.bias")[2], [[2]]);
  assert.deepEqual(column(found, "conv1.output")[2], [[1, 2]]);
  assert.equal(column(found, "conv1.output").length, MAPS);
  assert.deepEqual(column(found, "linear1.bias"), [[[]]]);
  assert.deepEqual(column(found, "linear1.output"), [[[]]]);
});

test("further maps are turned to", () => {
  const found = plan({ pages: new Map([["conv1", { maps: 4, inputs: 4 }]]) });
  assert.deepEqual(column(found, "conv1.output"), [[[0, 4]], [[0, 5]]]);
  assert.deepEqual(column(found, "conv1.weight"), [[[4, 4]], [[5, 4]]]);
  assert.deepEqual(span(9, 6, 4), { from: 5, to: 6, all: 6 });
});

test("a cell that is not shown says where to turn", () => {
  const conv = plan()[1];
  assert.equal(turnFor(conv, [0, 3], true), null);
  assert.deepEqual(turnFor(conv, [0, 5], true), { maps: 4 });
  assert.deepEqual(turnFor(conv, [1, 4], false), { inputs: 4 });
  assert.deepEqual(turnFor(conv, [5, 4], false), { maps: 4, inputs: 4 });
});
