/** The film in closed form, against plain enumeration. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf, laid, spread, stepUnder } from "../../static/js/film/layout.js";
import { carried, cellAt, doneOf, moved, placeOf, span, total, unstamped } from "../../static/js/film/segments.js";
import { readers, stamping } from "../../static/js/film/stamps.js";

const made = (list) => {
  let start = 0;
  return list.map(([phase, layer, tensor, shape, more]) => {
    const count = shape.reduce((product, n) => product * n, 1);
    const one = { phase, layer, tensor, method: "chain", cells: tensor, shape, start, count, ...more };
    start += count;
    return one;
  });
};
const FILM = made([
  ["forward", "conv1", "conv1.output", [1, 1, 2, 3]],
  ["loss", "loss", "loss", []],
  ["backward", "loss", "conv1.output.grad", [1, 1, 2, 3]],
  ["backward", "conv1", "conv1.weight.grad", [1, 1, 2, 2]],
  ["backward", "conv1", "conv1.table", [1, 1, 2, 3], { method: "scatter", cells: "conv1.output.grad" }],
]);
const CELLS = unstamped(FILM, () => ({ tensor: "input.grad", shape: [1, 1, 3, 4] }));

test("every step lies in its segment and knows its cell", () => {
  const seen = FILM.flatMap((segment, i) => Array.from({ length: segment.count }, (_, at) => [i, at]));
  assert.equal(total(FILM), seen.length);
  seen.forEach(([place, at], step) => {
    assert.equal(placeOf(FILM, step), place);
    assert.equal(doneOf(FILM[place], step), at + 1);
  });
  assert.equal(cellAt(FILM[0], 4), "conv1.output[0,0,1,1]");
  assert.equal(cellAt(FILM[1], 6), "loss[]");
  assert.equal(cellAt(FILM[4], 22), "conv1.output.grad[0,0,1,2]");
  assert.deepEqual([doneOf(FILM[2], 3), doneOf(FILM[0], 10)], [0, 6]);
});

test("without stamps the input gradient is worked out cell by cell, and the same part of it is done", () => {
  assert.deepEqual(CELLS.map(({ tensor, start, count, method }) => [tensor, start, count, method]).at(-1), ["input.grad", 17, 12, "chain"]);
  assert.equal(cellAt(CELLS[4], 17), "input.grad[0,0,0,0]");
  assert.equal(total(unstamped(CELLS, () => assert.fail())), total(CELLS));
  assert.deepEqual([0, 8, 16, 17, 19, 22].map((step) => carried(FILM, CELLS, step)), [0, 8, 16, 18, 22, 28]);
  assert.deepEqual([17, 28].map((step) => carried(CELLS, FILM, step)), [17, 22]);
});

test("a unit ends where its row, tensor or layer does", () => {
  const forward = (unit) => {
    const found = [];
    for (let step = moved(FILM, null, unit, 1); found.at(-1) !== step; step = moved(FILM, step, unit, 1)) found.push(step);
    return found;
  };
  assert.deepEqual(forward("cell"), Array.from({ length: 23 }, (_, i) => i));
  assert.deepEqual(forward("row"), [2, 5, 6, 9, 12, 14, 16, 19, 22]);
  assert.deepEqual(forward("tensor"), [5, 6, 12, 16, 22]);
  assert.deepEqual(forward("layer"), [5, 6, 12, 22]);
  assert.deepEqual(span(FILM, 18, "layer"), [13, 22]);
  for (const unit of ["cell", "row", "tensor", "layer"]) {
    const ends = forward(unit);
    for (let i = ends.length - 1; i > 0; i--) assert.equal(moved(FILM, ends[i], unit, -1), ends[i - 1], unit);
    assert.equal(moved(FILM, 0, unit, -1), 0);
    assert.equal(moved(FILM, null, unit, -1), 22);
  }
  assert.equal(moved(FILM, 4, "row", -1), 2, "from the middle of a row to the end of the one before");
  assert.equal(moved(FILM, 4, "tensor", 1), 5);
});

test("stamps: how many have come, of how many, and which is the last", () => {
  const cases = [
    { x: [2, 2, 6, 5], kernels: 3, kernel: [2, 3], stride: [2, 1], dilation: [2, 1], spec: {} },
    { x: [1, 4, 4, 4], kernels: 2, kernel: [2, 2], stride: [1, 1], dilation: [1, 1], spec: { groups: 2 } },
    { x: [1, 3, 5, 5], kernels: 2, kernel: [3, 3], stride: [1, 2], dilation: [1, 1], spec: { connections: [[true, false, true], [false, false, true]] } },
  ];
  for (const { x, kernels, kernel, stride, dilation, spec } of cases) {
    const out = [0, 1].map((axis) => Math.floor((x[axis + 2] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1);
    const delta = [x[0], kernels, ...out];
    const reading = readers(spec, x[1], kernels);
    const told = stamping({ kernel, delta, stride, dilation, reading });
    const arrivals = new Map();
    let step = 0;
    for (let n = 0; n < x[0]; n++) for (let k = 0; k < kernels; k++) for (let i = 0; i < out[0]; i++) for (let j = 0; j < out[1]; j++, step++) {
      for (let c = 0; c < x[1]; c++) if (reading(c).includes(k)) for (let u = 0; u < kernel[0]; u++) for (let v = 0; v < kernel[1]; v++) {
        const key = [n, c, i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]].join();
        arrivals.set(key, [...(arrivals.get(key) ?? []), step]);
      }
    }
    for (let n = 0; n < x[0]; n++) for (let c = 0; c < x[1]; c++) for (let r = 0; r < x[2]; r++) for (let q = 0; q < x[3]; q++) {
      const own = arrivals.get([n, c, r, q].join()) ?? [];
      assert.equal(told.last([n, c, r, q]), own.at(-1) ?? -1);
      for (let done = 0; done <= step; done++) {
        assert.deepEqual(told.parts([n, c, r, q], done), { come: own.filter((one) => one < done).length, all: own.length });
      }
    }
  }
});

test("the track: every step is found under its own point, the current segment has twice the room", () => {
  for (const current of [-1, 0, 4]) {
    const spans = laid(FILM, 900, current);
    assert.ok(Math.abs(spans.at(-1).x + spans.at(-1).width - 900) < 1e-9);
    for (let step = 0; step < total(FILM); step++) {
      assert.equal(stepUnder(FILM, spans, endOf(FILM, spans, step) - 0.5), step);
    }
    assert.equal(stepUnder(FILM, spans, -20), 0);
    assert.equal(stepUnder(FILM, spans, 5000), total(FILM) - 1);
  }
  const long = made(Array.from({ length: 36 }, (_, i) => ["forward", `l${i}`, `l${i}.output`, [1, i % 2 ? 4704 : 10]]));
  const widths = laid(long, 1390, 3).map(({ width }) => Math.round(width * 1e6));
  assert.equal(new Set(widths).size, 2);
  assert.equal(Math.round(widths[3] / widths[0]), 2);
  const spans = laid(long, 390, 3);
  assert.ok(spans.every(({ width }) => width > 1));
});

test("labels never overlap, and the current one is there", () => {
  const labels = Array.from({ length: 12 }, (_, i) => ({ x: i * 20, width: 44, wanted: i === 7 }));
  const found = spread(labels, 260);
  assert.equal(found[7], 140);
  const standing = found.flatMap((x, i) => (x === null ? [] : [[x, x + labels[i].width]])).sort((a, b) => a[0] - b[0]);
  standing.slice(1).forEach(([x], i) => assert.ok(x >= standing[i][1] + 8));
  assert.ok(standing.length > 3 && standing.at(-1)[1] <= 260);
});
