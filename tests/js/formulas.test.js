/** Laws as the catalogue writes them, said for one layer. */
import assert from "node:assert/strict";
import test from "node:test";
import { flattened, linear, numbered, pieces, relettered, shortened, subject, windowLaws, withoutSingle } from "../../static/js/equation/formulas.js";

const window = { stride: [1, 1], dilation: [1, 1], before: [1, 1], kernel: [2, 2], flips: false, biased: true };

test("an index is written as short as it can be", () => {
  assert.equal(linear([[1, "i"], [1, "u"]], -2), "i+u-2");
  assert.equal(linear([[2, "i"], [-1, "u"]], 0), "2i-u");
  assert.equal(linear([[-1, "u"]], 3), "3-u");
  assert.equal(linear([[1, "m"], [-1, "i"]], 2), "m+2-i");
  assert.equal(linear([], 0), "0");
});

test("padding 1 and kernel 2×2, counted from 1: the mock's laws", () => {
  const laws = windowLaws(window, 1, {});
  assert.ok(laws["input.grad.rot180"][0].endsWith("\\delta^{+}_{m+u,\\,n+v}\\, w_{3-u,\\,3-v}"));
  assert.ok(laws["input.grad.scatter"][0].endsWith("\\delta_{ij}\\, w_{m+2-i,\\,n+2-j}"));
  assert.equal(laws["output.chain"][0], "z_{ij} = b + \\sum_{u,v} x_{i+u-2,\\,j+v-2}\\, w_{uv}");
});

test("a true convolution reads the unturned kernel on the way back", () => {
  assert.ok(windowLaws({ ...window, flips: true }, 1, {})["input.grad.rot180"][0].endsWith("\\, w_{uv}"));
});

/** Evaluates "2i+u-3" at numbers. */
const at = (text, letters) => [...text.matchAll(/([+-]?)(\d*)([a-z]?)/g)].filter(([whole]) => whole).reduce((sum, [, sign, times, letter]) => sum + (sign === "-" ? -1 : 1) * (letter ? Number(times || 1) * letters[letter] : Number(times)), 0);
const rowOf = (law, letter) => new RegExp(`${letter}_\\{([^,}]*),`).exec(law)[1];

for (const flips of [false, true]) for (const base of [0, 1]) for (const [stride, dilation, before, kernel] of [[1, 1, 0, 3], [2, 1, 1, 3], [3, 1, 2, 2], [2, 3, 1, 3]]) {
  test(`the rows that meet: stride ${stride}, dilation ${dilation}, padding ${before}, kernel ${kernel}, from ${base}${flips ? ", turned" : ""}`, () => {
    const laws = windowLaws({ stride: [stride, stride], dilation: [dilation, dilation], before: [before, before], kernel: [kernel, kernel], flips, biased: false }, base, {});
    const x = rowOf(laws["output.chain"][0], "x");
    for (let i = 0; i < 4; i++) for (let u = 0; u < kernel; u++) {
      const m = stride * i + dilation * (flips ? kernel - 1 - u : u) - before;
      assert.equal(at(x, { i: i + base, u: u + base }), m + base);
      if (dilation === 1) assert.equal(at(rowOf(laws["input.grad.scatter"][0], "w"), { m: m + base, i: i + base }), u + base);
    }
  });
}

test("pools in numbers, without axes of length 1", () => {
  const law = numbered("y_{c,ij} = \\max_{u,v} \\hat{x}_{c,\\,si+du,\\,sj+dv}", { ...window, stride: [2, 2], before: [0, 0] }, 1);
  assert.equal(withoutSingle(law, ["n", "c"]), "y_{ij} = \\max_{u,v} x_{2i+u-2,\\,2j+v-2}");
});

test("a sum over one sample is no sum, and an index that is counted with stays", () => {
  assert.equal(withoutSingle("\\sum_n \\frac{\\partial L}{\\partial z_{n,o}}", ["n"]), "\\frac{\\partial L}{\\partial z_{o}}");
  assert.equal(withoutSingle("x_{c,ij}, f = cH", ["c"]), "x_{c,ij}, f = cH");
});

test("letters of the trace, powers bracketed, words and indices left alone", () => {
  assert.equal(relettered("a(1 - a) = a - a^2 \\text{, a}_a", { a: "a^{(1)}" }), "a^{(1)}(1 - a^{(1)}) = a^{(1)} - {a^{(1)}}^2 \\text{, a}_a");
  assert.equal(relettered("\\delta^{+}\\, w", { "\\delta": "\\delta^{(1)}", w: "\\beta" }), "\\delta^{+}\\, \\beta");
  assert.equal(relettered("x w", { x: "\\beta", w: "w" }), "\\beta w");
});

test("δ where the notation has it", () => {
  assert.equal(shortened("\\frac{\\partial E}{\\partial u_{k,ij}} w", "E", "u", "\\delta"), "\\delta_{k,ij} w");
  assert.equal(shortened("\\frac{\\partial E}{\\partial u^{(1)}}", "E", "u", "\\delta"), "\\frac{\\partial E}{\\partial u^{(1)}}");
});

test("what a law is about, its definitions, and where a cell lies in the vector", () => {
  assert.equal(subject("\\frac{\\partial L}{\\partial \\beta_c} = 1"), "\\beta");
  assert.equal(subject("z_{k,ij} = b_k"), "z");
  assert.deepEqual(pieces("L = e,\\quad e = a - t"), ["L = e", "e = a - t"]);
  assert.equal(flattened([3, 2, 4], false, 1), "f = 8c+4i+j-12");
  assert.equal(flattened([1, 2, 4], true, 0), "f = 2j+i");
});
