/** Switches in place, told by schemas; forms read off explanations; nodes that are folded. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { factored, formOf, keyOf } from "../../static/js/figures/form.js";
import { around, heaviest, MOST } from "../../static/js/figures/nodes-fold.js";
import { switchesOf } from "../../static/js/switches.js";

const catalogue = {
  layers: {
    flatten: { schema: { properties: { type: {}, order: { enum: ["row_major", "column_major"], default: "row_major" } } } },
    avg_pool2d: { schema: { properties: { count_include_pad: { type: "boolean", default: true }, stride: { type: "integer" } } } },
    relu: { schema: { properties: {} } },
  },
  losses: { mse: { schema: { properties: { reduction: { enum: ["mean", "sum"], default: "mean" } } } } },
};
const document = { layers: [{ type: "flatten", name: "flat" }, { type: "avg_pool2d", name: "pool", padding: 1, count_include_pad: false }, { type: "relu", name: "relu" }], loss: { type: "mse", target: [[1]] } };

test("only what the schema offers is a switch", () => {
  const [order] = switchesOf(catalogue, document, "flat");
  assert.deepEqual([order.key, order.value, order.options], ["order", "row_major", ["row_major", "column_major"]]);
  assert.deepEqual(order.change("column_major"), { op: "set", layer: "flat", options: { order: "column_major" } });
  assert.deepEqual(switchesOf(catalogue, document, "relu"), []);
  assert.deepEqual(switchesOf(catalogue, document, "input"), []);
});

test("sum and mean pooling are one switch away from one another", () => {
  const [type, counted] = switchesOf(catalogue, document, "pool");
  assert.deepEqual(type.change("sum_pool2d"), { op: "replace", layer: "pool", type: "sum_pool2d" });
  assert.deepEqual([counted.key, counted.value, counted.options], ["count_include_pad", false, [true, false]]);
});

test("whether padding counts is asked only where there is padding", () => {
  const bare = { ...document, layers: [{ type: "avg_pool2d", name: "pool", padding: [0, 0] }] };
  assert.deepEqual(switchesOf(catalogue, bare, "pool").map(({ key }) => key), ["type"]);
});

test("the loss keeps its target", () => {
  const [reduction] = switchesOf(catalogue, document, "loss");
  assert.deepEqual(reduction.change("sum"), { op: "loss", loss: { type: "mse", target: [[1]], reduction: "sum" } });
});

const cell = (address, value) => ({ cell: address, value, symbol: "" });
const constant = (value, symbol = String(value)) => ({ cell: null, value, symbol });
const explanation = (terms) => ({ rule: "sum", terms: terms.map((factors) => ({ factors, value: 0 })), term_count: terms.length });

test("a difference of products with a factor in common", () => {
  const form = formOf(explanation([[cell("s.output[0,0]", 2), cell("s.output.grad[0,0]", 3)], [constant(-1), cell("s.output[0,0]", 2), cell("s.inner[0]", 4)]]));
  assert.equal(form.total, false);
  assert.deepEqual(form.groups.map(({ minus }) => minus), [false, true]);
  const { common, rest } = factored(form);
  assert.equal(common, "s.output");
  assert.deepEqual(rest.map(({ tensors }) => tensors), [["s.output.grad"], ["s.inner"]]);
});

test("a sum with one constant before it", () => {
  const square = (i) => [constant(0.25, "\\frac{1}{4}"), cell(`loss.residual[0,${i}]`, i), cell(`loss.residual[0,${i}]`, i)];
  const form = formOf(explanation([square(0), square(1)]));
  assert.deepEqual([form.total, form.scale.symbol, form.groups.length], [true, "\\frac{1}{4}", 1]);
  assert.equal(keyOf(form), keyOf(formOf(explanation([square(2), square(3), square(4)]))));
});

test("many nodes are folded: the heaviest stay in their order", () => {
  const few = [3, 1, 2].map((value, at) => ({ at, value }));
  assert.deepEqual(heaviest(few), { shown: [0, 1, 2], rest: 0, sum: 0 });
  const many = Array.from({ length: 30 }, (_, at) => ({ at, value: at % 3 ? 0.5 : -at - 1 }));
  const { shown, rest, sum } = heaviest(many);
  assert.equal(shown.length + rest, 30);
  assert.equal(shown.length, MOST - 1);
  assert.ok(shown.includes(27) && shown.every((at, i) => !i || at > shown[i - 1]));
  assert.equal(sum, many.filter(({ at }) => !shown.includes(at)).reduce((total, { value }) => total + value, 0));
  assert.deepEqual(around(5, 3), { shown: [0, 1, 2, 3, 4], rest: 0 });
  assert.ok(around(100, 97).shown.includes(97) && around(100, 97).rest === 100 - (MOST - 1));
});
