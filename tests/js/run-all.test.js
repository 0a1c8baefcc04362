/** One job's error is told, and no other job pays for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runAll } from "../../static/js/run-all.js";

test("all run, the first error is thrown at the end", () => {
  const ran = [];
  const bad = (name) => () => { ran.push(name); throw new Error(name); };
  assert.throws(() => runAll([() => ran.push("a"), bad("b"), bad("c"), () => ran.push("d")]), /^Error: b$/);
  assert.deepEqual(ran, ["a", "b", "c", "d"]);
  runAll(new Set([() => ran.push("e")]));
  assert.equal(ran.at(-1), "e");
});
