import assert from "node:assert/strict";
import test from "node:test";
import { look, SMALL, wanted } from "../../static/js/wanted.js";
import { accept, trace } from "../../static/js/store.js";
import { tensorNamed } from "../../static/js/tensors.js";

const reply = (tensors) => ({ id: "1", document: { layers: [] }, loss: 1, layers: [], tensors });
const tensor = (role, shape, fill = 1) => ({ role, shape, values: new Float64Array(shape.reduce((product, n) => product * n, 1)).fill(fill) });

test("a reply carries small tensors, and large ones that somebody looks at", () => {
  const named = (name, shape) => [name, { name, shape }];
  const small = new Map([named("input", [SMALL]), named("loss", [])]);
  assert.equal(wanted(small), null);
  const all = new Map([...small, named("big", [SMALL, 2]), named("seen", [SMALL + 1])]);
  look("seen", 1);
  assert.deepEqual(wanted(all), new Set(["input", "loss", "seen"]));
  look("seen", -1);
  assert.deepEqual(wanted(all), new Set(["input", "loss"]));
});

test("what a partial reply was not asked for stands without numbers, unless nothing changes it", () => {
  accept(reply({ input: tensor("input", [2]), "a.weight": tensor("parameter", [2]), "a.output": tensor("activation", [2]), "a.padded": tensor("derived", [2]) }));
  const kept = trace.peek().tensors.get("a.weight");
  accept(reply({ "a.output": tensor("activation", [2], 5) }), { partial: true, among: new Set(["a.output"]) });
  const numbers = (name) => trace.peek().tensors.get(name).values;
  assert.deepEqual([...numbers("a.output")], [5, 5]);
  assert.equal(numbers("a.padded"), null);
  assert.equal(trace.peek().tensors.get("a.weight"), kept);
  assert.deepEqual([...numbers("input")], [1, 1]);
});

test("who reads one tensor rests while another changes", async () => {
  const { effect } = await import("../../static/vendor/signals-core/signals-core.mjs");
  accept(reply({ input: tensor("input", [2]), "a.output": tensor("activation", [2]) }));
  let runs = 0;
  effect(() => { tensorNamed("input"); runs += 1; });
  accept(reply({ "a.output": tensor("activation", [2], 3) }), { partial: true });
  assert.equal(runs, 1);
  accept(reply({ input: tensor("input", [2], 4) }), { partial: true });
  assert.equal(runs, 2);
});
