/** Many numbers become one new document and new tensors; what stayed is shared. */
import assert from "node:assert/strict";
import test from "node:test";
import { painted, patched } from "../../static/js/patch.js";
import { tensor } from "../../static/js/tensor.js";

const document = {
  input: [[[[1, 2], [3, 4]]]],
  layers: [{ type: "conv2d", name: "conv1", weight: { shape: [1, 1, 2, 2], fill: "zeros", set: [[[0, 0, 0, 1], 5]] }, bias: [0.5] }, { type: "relu", name: "relu1" }],
  loss: { type: "upstream", gradient: [[[[1]]]] },
};

test("numbers of several tensors at once", () => {
  const before = structuredClone(document);
  const after = patched(document, [["input[0,0,0,1]", 9], ["loss.gradient[0,0,0,0]", 7], ["input[0,0,1,0]", 8], ["conv1.bias[0]", 6]]);
  assert.deepEqual(document, before);
  assert.deepEqual(after.input, [[[[1, 9], [8, 4]]]]);
  assert.deepEqual([after.loss.gradient, after.layers[0].bias], [[[[[7]]]], [6]]);
  assert.equal(after.layers[1], document.layers[1]);
});

test("a generated tensor keeps its generator, and one number per cell", () => {
  const { weight } = patched(document, [["conv1.weight[0,0,0,1]", 3], ["conv1.weight[0,0,1,1]", 4]]).layers[0];
  assert.deepEqual(weight, { shape: [1, 1, 2, 2], fill: "zeros", set: [[[0, 0, 0, 1], 3], [[0, 0, 1, 1], 4]] });
});

test("tensors are painted, the end of their scale too; what was not fetched is left alone", () => {
  const tensors = new Map([["a", tensor("a", { shape: [2], role: "input", data: [1, 2] })], ["b", tensor("b", { shape: [1], role: "input", data: null })]]);
  const [a, ...none] = painted(tensors, [["a[0]", -5], ["b[0]", 1], ["a[1]", 3]]);
  assert.deepEqual([[...a.values], a.max, none], [[-5, 3], 5, []]);
  assert.deepEqual([...tensors.get("a").values], [1, 2]);
});
