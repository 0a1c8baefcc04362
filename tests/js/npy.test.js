/** .npy files that NumPy wrote (make_npy.py), read in the browser's own way. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { NotNpy, readNpy } from "../../static/js/checking/npy.js";

const FILES = JSON.parse(readFileSync(new URL("npy.json", import.meta.url), "utf8"));
const bytes = (name) => Uint8Array.from(Buffer.from(FILES[name], "base64"));
const read = (name) => {
  const { shape, values } = readNpy(bytes(name).buffer);
  return { shape, values: [...values] };
};

const QUARTERS = [-0.5, -0.25, 0, 0.25, 0.5, 0.75];
const TENTHS = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const WHOLE = [-3, -2, -1, 0, 1, 2];
const COUNTED = [0, 1, 2, 3, 4, 5];
const KNOWN = {
  "float64 little": QUARTERS, "float64 big": QUARTERS, "float32 little": TENTHS, "float32 big": TENTHS, float16: [0, 0.25, 0.5, 0.75, 1, 1.25],
  int32: WHOLE, "int32 big": WHOLE, int64: WHOLE, "int64 big": WHOLE, uint8: COUNTED, bool: [0, 1, 0, 1, 0, 1],
  fortran: QUARTERS, "version 2": COUNTED, "version 3": COUNTED,
};

for (const [name, values] of Object.entries(KNOWN)) {
  test(`2×3 numbers: ${name}`, () => assert.deepEqual(read(name), { shape: [2, 3], values }));
}

test("Fortran order of rank 3 comes out row by row", () => {
  assert.deepEqual(read("fortran rank 3"), { shape: [2, 3, 4], values: Array.from({ length: 24 }, (_, i) => i) });
});

test("a scalar, a vector with what is not finite, an empty array", () => {
  assert.deepEqual(read("scalar"), { shape: [], values: [2.5] });
  assert.deepEqual(read("vector"), { shape: [3], values: [1, NaN, -Infinity] });
  assert.deepEqual(read("empty"), { shape: [0, 3], values: [] });
});

const refused = (buffer) => {
  try {
    readNpy(buffer);
  } catch (error) {
    assert.ok(error instanceof NotNpy, String(error));
    return [error.reason, ...error.details];
  }
  return assert.fail("it was read");
};

test("what holds no numbers is named", () => {
  assert.deepEqual(refused(bytes("complex").buffer), ["kind", "<c16", "c"]);
  assert.deepEqual(refused(bytes("text").buffer), ["kind", "<U1", "U"]);
  assert.deepEqual(refused(bytes("record").buffer), ["kind", "V", "V"]);
});

test("what is no such file, or half of one, is named", () => {
  assert.deepEqual(refused(new TextEncoder().encode("[[1, 2], [3, 4]]").buffer), ["magic"]);
  assert.deepEqual(refused(new ArrayBuffer(0)), ["magic"]);
  const whole = bytes("float64 little");
  assert.deepEqual(refused(whole.slice(0, -9).buffer), ["short", 6, 4]);
  assert.deepEqual(refused(whole.slice(0, 40).buffer), ["header"]);
  const later = whole.slice();
  later[6] = 9;
  assert.deepEqual(refused(later.buffer), ["version", 9]);
});
