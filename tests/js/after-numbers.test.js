/** Words wait for numbers, and only for them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "../../static/vendor/signals-core/signals-core.mjs";
import { afterNumbers, catchUp, numbersFirst } from "../../static/js/after-numbers.js";

globalThis.requestAnimationFrame = (draw) => setTimeout(draw, 1);

function follower() {
  const value = signal(0);
  const seen = [];
  return { value, seen, end: afterNumbers(() => { seen.push(value.value); }) };
}

test("it follows at once while no number is on its way", () => {
  const { value, seen, end } = follower();
  value.value = 1;
  assert.deepEqual(seen, [0, 1]);
  end();
  value.value = 2;
  assert.deepEqual(seen, [0, 1]);
});

test("between an edit and its painting it waits, and then runs once", async () => {
  const { value, seen, end } = follower();
  let answer;
  const reply = new Promise((done) => { answer = done; });
  assert.equal(numbersFirst(reply), reply);
  value.value = 1;
  value.value = 2;
  assert.deepEqual(seen, [0]);
  answer();
  await new Promise((done) => { setTimeout(done, 80); });
  assert.deepEqual(seen, [0, 2]);
  value.value = 3;
  assert.deepEqual(seen, [0, 2, 3]);
  end();
});

test("a refused edit and a slow server hold it up no longer", async () => {
  const { value, seen, end } = follower();
  numbersFirst(Promise.reject(new Error("refused"))).catch(() => {});
  numbersFirst(new Promise(() => {}));
  value.value = 1;
  await new Promise((done) => { setTimeout(done, 300); });
  assert.deepEqual(seen, [0, 1]);
  end();
});

test("a page that goes catches up, and what has ended stays ended", async () => {
  const [one, other] = [follower(), follower()];
  numbersFirst(Promise.resolve());
  one.value.value = other.value.value = 1;
  other.end();
  catchUp();
  assert.deepEqual([one.seen, other.seen], [[0, 1], [0]]);
  await new Promise((done) => { setTimeout(done, 80); });
  assert.deepEqual([one.seen, other.seen], [[0, 1], [0]]);
  one.end();
});
