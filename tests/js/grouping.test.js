/** Long sums in few rows: nothing is lost, nothing is worked out anew. */
import assert from "node:assert/strict";
import test from "node:test";
import { folded, heights, partialSums, summary, varying } from "../../static/js/equation/grouping.js";

/** Terms with their running totals; a number, or [number, kind of zero]. */
function termsOf(values) {
  let total = 0;
  return values.map((given, at) => {
    const [value, zero] = [given].flat();
    total += value;
    return { value, running_total: total, ...(zero && { zero }), factors: [{ cell: `x[${at}]`, value: value ? 1 : 0, symbol: "x" }, { cell: `w[${at}]`, value, symbol: "w" }] };
  });
}

test("the largest by magnitude, the rest as one sum, the zeros by their reason", () => {
  const terms = termsOf([1, -5, 0, [0, "padding"], 2, 4, [0, "padding"], -0.5]);
  const found = summary(terms, { count: 8, value: 1.5 });
  assert.deepEqual(found.largest, [1, 5, 4]);
  assert.deepEqual(found.smaller, { places: [0, 7], sum: 0.5 });
  assert.deepEqual(found.zeros, [{ why: "x[2]", put: false, places: [2] }, { why: "padding", put: true, places: [3, 6] }]);
  assert.equal(found.beyond, null);
});

test("every term is in exactly one group", () => {
  const terms = termsOf(Array.from({ length: 60 }, (_, i) => ((i * 7) % 5) - 2));
  const { largest, smaller, zeros } = summary(terms, { count: 60, value: 0 });
  const places = [...largest, ...smaller.places, ...zeros.flatMap((zero) => zero.places)].sort((a, b) => a - b);
  assert.deepEqual(places, terms.map((_, at) => at));
});

test("what was not fetched is counted, and its sum is what is missing", () => {
  assert.deepEqual(summary(termsOf([1, 2, 3]), { count: 10, value: 16 }).beyond, { count: 7, sum: 10 });
});

test("NaN counts as large, and equal magnitudes keep their order", () => {
  assert.deepEqual(summary(termsOf([1, 9, "NaN", -9]), { count: 4, value: NaN, keep: 3 }).largest, [2, 1, 3]);
});

test("partial sums are differences of running totals, also where a key comes back", () => {
  const terms = termsOf([1, 2, 3, 4, 5]);
  const found = partialSums(terms, (term) => Number(term.value) % 2);
  assert.deepEqual(found.map(({ key, sum, places }) => [key, sum, places]), [[1, 9, [0, 2, 4]], [0, 6, [1, 3]]]);
});

test("the axis along which cells differ first", () => {
  assert.equal(varying([[0, 2, 1, 1], [0, 2, 1, 2], [0, 2, 2, 1]]), 2);
  assert.equal(varying([[0, 2, 1, 1], [0, 3, 1, 1]]), 1);
  assert.equal(varying([[0, 1]]), -1);
});

test("bars are relative to the longest", () => {
  assert.deepEqual(heights([2, -4, 0]), [0.5, -1, 0]);
  assert.deepEqual(heights([0, 0]), [0, 0]);
  assert.deepEqual(heights([Infinity, 1, NaN]), [1, 1, 0]);
});

test("a long trail folds in the middle", () => {
  assert.deepEqual(folded(["a", "b", "c", "d"]).map(({ step }) => step), ["a", "b", "c", "d"]);
  assert.deepEqual(folded(["a", "b", "c", "d", "e", "f"]), [{ step: "a", at: 0 }, { gap: 3 }, { step: "e", at: 4 }, { step: "f", at: 5 }]);
  assert.equal(folded(["a", "b", "c", "d", "e", "f"], Infinity).length, 6);
});
