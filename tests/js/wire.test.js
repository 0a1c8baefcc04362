/** Binary replies carry the same numbers as JSON. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack } from "../../static/js/wire.js";

function packed(tensors, arrays) {
  const text = JSON.stringify({ id: "x", tensors });
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const blocks = arrays.map((array) => new Uint8Array(array.buffer));
  const bytes = new Uint8Array(8 + header.length + blocks.reduce((sum, block) => sum + block.length, 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const block of blocks) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes.buffer;
}

test("doubles come bit for bit, a tensor without numbers has none", () => {
  const values = Float64Array.of(0.1, -0, NaN, -Infinity, 5e-324, 1 / 3);
  const reply = unpack(packed({ a: { shape: [2, 3], offset: 0, dtype: "float64" }, b: { shape: [9], offset: null, dtype: "float64" } }, [values]));
  assert.deepEqual([...reply.tensors.a.values].map((v, i) => Object.is(v, values[i])), new Array(6).fill(true));
  assert.equal(reply.tensors.b.values, undefined);
  assert.equal(reply.id, "x");
});

test("singles come as the shortest decimal that means them", () => {
  const decimals = [0.1, -2.5, 16777216, 1e-7, 3.1415927, 1.1754944e-38];
  const reply = unpack(packed({ a: { shape: [6], offset: 0, dtype: "float32" } }, [Float32Array.from(decimals)]));
  assert.deepEqual([...reply.tensors.a.values], decimals);
});

test("a scalar has one number", () => {
  const reply = unpack(packed({ loss: { shape: [], offset: 0, dtype: "float64" } }, [Float64Array.of(2)]));
  assert.deepEqual([...reply.tensors.loss.values], [2]);
});
