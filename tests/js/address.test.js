/** Addresses and where their cells lie. */
import assert from "node:assert/strict";
import test from "node:test";
import { format, parse, tensorOf } from "../../static/js/address.js";
import { differences, indexAt, largest, offset, plane, replaced, tensor } from "../../static/js/tensor.js";

test("addresses are read and written", () => {
  assert.deepEqual(parse("conv1.weight.grad[0,0,1,1]"), { tensor: "conv1.weight.grad", index: [0, 0, 1, 1] });
  assert.deepEqual(parse("loss[]"), { tensor: "loss", index: [] });
  assert.equal(format("input", [0, 0, 2, 1]), "input[0,0,2,1]");
  assert.equal(tensorOf("input[0,0,2,1]"), "input");
  for (const wrong of ["", "x", "x[", "x[-1]", "x[0,]", "1x[0]"]) assert.equal(parse(wrong), null);
});

test("an index and its place in the flat values are one another's inverse", () => {
  const shape = [2, 3, 4];
  for (let at = 0; at < 24; at++) assert.equal(offset(shape, indexAt(shape, at)), at);
  assert.equal(offset(shape, [0, 3, 0]), -1);
  assert.equal(offset(shape, [0, 0]), -1);
  assert.equal(offset([], []), 0);
});

test("a tensor is flat, its scale is the largest finite magnitude", () => {
  const made = tensor("z", { shape: [1, 3], role: "activation", data: [["-Infinity", -3, 2]] });
  assert.deepEqual([...made.values], [-Infinity, -3, 2]);
  assert.equal(made.max, 3);
  assert.equal(largest(new Float64Array([NaN])), 0);
  assert.equal(tensor("z", { shape: [9], role: "derived", data: null }).values, null);
});

test("the last two axes lie on paper, a vector is a row", () => {
  assert.deepEqual(plane([2, 3, 4, 5]), { rows: 4, cols: 5, lead: [2, 3] });
  assert.deepEqual([plane([7]).rows, plane([7]).cols, plane([]).cols], [1, 7, 1]);
});

test("differences see −0, and one replaced number leaves the rest shared", () => {
  const of = (data) => tensor("w", { shape: [2], role: "parameter", data });
  assert.deepEqual(differences(of([0, 1]), of([-0, 1])), [0]);
  assert.deepEqual(differences(undefined, of([0, 1])), []);
  const before = [[1, 2], [3, 4]];
  const after = replaced(before, [1, 0], 9);
  assert.deepEqual(after, [[1, 2], [9, 4]]);
  assert.equal(after[0], before[0]);
  assert.equal(before[1][0], 3);
});
