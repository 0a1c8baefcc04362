/** What a rule does, in a sentence that is true for the numbers shown. */
import assert from "node:assert/strict";
import test from "node:test";
import { sentence } from "../../static/js/equation/words.js";

const args = (...values) => values.map((value, at) => ({ value, factors: [{ cell: `x[${at}]`, value, symbol: "x" }] }));
const mapped = (name, value, values, parameters = {}) => sentence({ cell: "y[0]", rule: "map", value, term_count: values.length, terms: args(...values), function: { name, parameters } });
const share = (place, value, values, ties, real = values.map((_, at) => at)) => mapped("share_of_max", value, values, { place, real, ties });

test("a maximum says how often it stands there", () => {
  const max = (...values) => sentence({ cell: "y[0]", rule: "max", value: Math.max(...values), chosen: 0, term_count: values.length, terms: args(...values) });
  assert.equal(max(1, 3, 2), "The largest of 3 numbers is 3.");
  assert.match(max(3, 3, 2), /stands here 2 times/);
});

test("who takes the gradient of a maximum, under every tie rule", () => {
  assert.match(share(1, 1, [1, 3], "first"), /takes the whole gradient/);
  assert.match(share(0, 0, [1, 3], "first"), /holds 1; the maximum is 3, so it takes nothing/);
  assert.match(share(0, 1, [3, 3], "first"), /first of them, row by row: it takes the whole/);
  assert.match(share(1, 0, [3, 3], "first"), /this one nothing/);
  assert.match(share(1, 0.5, [3, 3], "split"), /1 ∕ 2 each/);
  assert.match(share(1, 1, [3, 3], "all"), /Each of them takes the whole gradient/);
  assert.match(share(0, 0, [-Infinity, 3], "first", [1]), /padding, which never wins/);
  assert.match(share(0, 0, [NaN, 3], "first"), /NaN/);
});

test("functions in words", () => {
  assert.match(mapped("step", 0, [0]), /exactly 0 is taken as 0/);
  assert.match(mapped("step", 1, [2]), /2 is above 0: the slope is 1/);
  assert.match(mapped("step", 0, [-2]), /not above 0: the slope is 0/);
  assert.match(mapped("leaky_step", 0.1, [-2], { negative_slope: 0.1 }), /negative slope, 0.1/);
  assert.match(mapped("leaky_step", 1, [2], { negative_slope: 0.1 }), /the slope is 1/);
  assert.match(mapped("reciprocal", 0.5, [2]), /One divided by 2 is 0.5/);
  assert.match(mapped("tanh", 1.5, [1], { amplitude: 1.7159, slope: 2 }), /1.7159 times tanh of 2 times 1/);
  assert.match(mapped("log", 0.6931, [2]), /natural logarithm of 2 is 0.6931\.$/);
  assert.match(mapped("unheard_of", 3, [1, 2]), /unheard of\(1, 2\) is 3/);
});

test("short sums", () => {
  const sum = (terms) => sentence({ cell: "y[0]", rule: "sum", value: 0, term_count: terms.length, terms });
  assert.match(sum([]), /empty sum, 0/);
  assert.match(sum(args(2)), /passed on as it is/);
  assert.match(sum([{ value: 1, factors: [{ value: 1, symbol: "1", constant: true }] }]), /constant/);
  assert.match(sum([{ value: 0, zero: "padding", factors: [{ cell: "p[0]", value: 0, symbol: "0" }] }]), /put in \(padding\)/);
  assert.equal(sum(args(1, 2)), "");
});
