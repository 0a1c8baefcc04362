/** What is kept: differences that lead both ways, the history made of them, JSON and links that say every number as it is. */
import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { exactJson } from "../../static/js/exact-json.js";
import { applied, difference, numbersOf } from "../../static/js/keeping/delta.js";
import * as history from "../../static/js/keeping/history.js";
import { Broken, fragment, packed, unpacked } from "../../static/js/keeping/link.js";
import { patched } from "../../static/js/patch.js";

const DOCUMENT = {
  name: "two", input: [[[[1, 2], [3, 4]]]],
  layers: [{ type: "conv2d", name: "conv1", weight: { shape: [1, 1, 2, 2], fill: "zeros", set: [[[0, 0, 0, 1], 5]] }, bias: [0.5], stride: 1 }, { type: "relu", name: "relu1" }],
  loss: { type: "upstream", gradient: [[[[1]]]] },
};
const TENSORS = new Map([["input", [1, 1, 2, 2]], ["conv1.weight", [1, 1, 2, 2]], ["conv1.bias", [1]], ["loss.gradient", [1, 1, 1, 1]]].map(([name, shape]) => [name, { shape }]));
/** The same numbers at every run. */
const random = (seed) => () => (seed = (seed * 16807) % 2147483647) / 2147483647;

test("a difference leads there and back, and shares what stayed", () => {
  const others = [
    { ...DOCUMENT, input: [[[[1, -0], [3, 4]]]] },
    { ...DOCUMENT, loss: undefined, layers: DOCUMENT.layers.slice(1) },
    { ...DOCUMENT, layers: DOCUMENT.layers.with(0, { ...DOCUMENT.layers[0], bias: null, groups: 1 }) },
    { ...DOCUMENT, input: [[[[9, 9], [9, 9]]]] },
    [1, 2],
  ];
  for (const other of others) {
    const delta = difference(DOCUMENT, other);
    assert.deepEqual(JSON.parse(exactJson(applied(DOCUMENT, delta, 1))), JSON.parse(exactJson(other)));
    assert.deepEqual(applied(other, delta, -1), DOCUMENT);
  }
  const next = applied(DOCUMENT, difference(DOCUMENT, others[0]), 1);
  assert.ok(Object.is(next.input[0][0][0][1], -0));
  assert.equal(next.layers, DOCUMENT.layers);
  assert.deepEqual(difference(DOCUMENT, structuredClone(DOCUMENT)), []);
});

test("one number is one short entry; a list that is mostly other is told as a whole", () => {
  assert.deepEqual(difference([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 0, 6]]), [[[1, 1], 5, 0]]);
  assert.deepEqual(difference([[1, 2, 3], [4, 5, 6]], [[1, 9, 9], [4, 5, 6]]), [[[0], [1, 2, 3], [1, 9, 9]]]);
});

test("a difference of numbers alone is a list of edits", () => {
  const edits = [["input[0,0,1,0]", 8], ["conv1.bias[0]", 6], ["loss.gradient[0,0,0,0]", 7]];
  const numbers = (other) => numbersOf(DOCUMENT, difference(DOCUMENT, other), TENSORS);
  assert.deepEqual(numbers(patched(DOCUMENT, edits)).sort(), edits.sort());
  assert.deepEqual(numbers({ ...DOCUMENT, input: [[[[5, 6], [7, 8]]]] }).length, 4);
  assert.equal(numbers(patched(DOCUMENT, [["conv1.weight[0,0,0,0]", 1]])), null, "a generator");
  assert.equal(numbers({ ...DOCUMENT, layers: DOCUMENT.layers.with(0, { ...DOCUMENT.layers[0], stride: 2 }) }), null, "a setting");
  assert.equal(numbers({ ...DOCUMENT, name: "other" }), null);
});

test("300 random edits are undone and redone exactly, with the place of each", () => {
  const next = random(7);
  const states = [{ lesson: "one", origin: null, document: DOCUMENT }];
  history.begin({ base: states[0], steps: [], at: 0 });
  for (let i = 0; i < 300; i++) {
    const { document } = states.at(-1);
    const cell = ["conv1.bias[0]", "input[0,0,0,1]", "conv1.weight[0,0,1,0]"][i % 3];
    states.push({ lesson: i < 150 ? "one" : "two", origin: null, document: patched(document, [[cell, i % 10 ? next() : -0]]) });
    history.record(states.at(-1), { step: i });
  }
  for (let i = 299; i >= 0; i--) {
    const { state, place } = history.travel(-1, { step: i + 1 });
    assert.deepEqual([state, place], [states[i], { step: i }]);
  }
  assert.equal(history.travel(-1, {}), undefined);
  const reread = structuredClone(history.timeline.peek());
  for (let i = 1; i <= 300; i++) {
    const { state, place } = history.travel(1, { step: i - 1 });
    assert.deepEqual([state, place], [states[i], { step: i }]);
  }
  assert.deepEqual(history.headOf({ ...reread, at: 211 }), states[211]);
  assert.deepEqual(history.stateCalled(reread.steps[41].id), states[42]);
  assert.equal(history.stateCalled("gone"), undefined);
});

test("a new step cuts what was undone; taken back, it is there again", () => {
  const state = (value) => ({ lesson: "one", origin: null, document: { ...DOCUMENT, name: value } });
  history.begin({ base: state("a"), steps: [], at: 0 });
  history.record(state("b"), {});
  history.record(state("c"), {});
  history.travel(-1, {});
  const back = history.record(state("d"), {});
  assert.deepEqual([history.canUndo.value, history.canRedo.value], [true, false]);
  back();
  assert.deepEqual(history.travel(1, {}).state, state("c"));
  history.record(state("c"), {});
  assert.equal(history.timeline.peek().steps.length, 2, "nothing is other");
  history.confirm({ ...DOCUMENT, name: "c", dtype: "float64" });
  assert.equal(history.travel(-1, {}).state.document.name, "b");
  assert.equal(history.travel(1, {}).state.document.dtype, "float64");
});

test("links hold every number as it is", async () => {
  assert.equal(exactJson({ a: [-0, 0, 1e-300, 0.1], b: undefined, c: null, "d\"": "é\n" }), '{"a":[-0.0,0,1e-300,0.1],"c":null,"d\\"":"é\\n"}');
  assert.deepEqual(await unpacked(await packed({ document: DOCUMENT, zero: -0 })), { document: DOCUMENT, zero: -0 });
  assert.equal(await fragment(null, { lesson: "one", cell: "input[0,0,1,1]", method: "" }), "#v=1&lesson=one&cell=input[0,0,1,1]");
});

test("a browser without compression writes a longer link, which opens too", async (t) => {
  const { CompressionStream } = globalThis;
  t.after(() => { globalThis.CompressionStream = CompressionStream; });
  delete globalThis.CompressionStream;
  const words = await packed({ document: DOCUMENT });
  assert.match(words, /^j\./);
  globalThis.CompressionStream = CompressionStream;
  assert.deepEqual(await unpacked(words), { document: DOCUMENT });
});

test("a link that was cut, changed or blown up is refused, not read", async () => {
  const words = await packed({ document: DOCUMENT });
  const broken = (given) => unpacked(given).then(() => "read", (error) => (assert.ok(error instanceof Broken), error.reason));
  for (let length = 0; length < words.length; length += 7) assert.match(await broken(words.slice(0, length)), /cut|unknown/);
  const [form, sum, data] = words.split(".");
  for (let at = 0; at < data.length; at += 5) assert.equal(await broken([form, sum, data.slice(0, at) + (data[at] === "A" ? "B" : "A") + data.slice(at + 1)].join(".")), "cut");
  assert.equal(await broken(`q.${sum}.${data}`), "unknown");
  const bomb = deflateRawSync(Buffer.alloc(64_000_000, 32)).toString("base64url");
  assert.ok(bomb.length < 100_000);
  assert.equal(await broken(`z.${sum}.${bomb}`), "large");
  assert.equal(await broken(`j.${sum}.${"A".repeat(10_666_672)}`), "large");
});
