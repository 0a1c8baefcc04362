import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../static/js");
const files = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : path.endsWith(".js") ? [path] : [];
});
const modules = files(ROOT).map((path) => {
  const source = readFileSync(path, "utf8");
  const imports = [...source.matchAll(/^import [^;]*?from "([^"]+)"/gms)].map(([, from]) => relative(ROOT, resolve(dirname(path), from)));
  return { name: relative(ROOT, path), source, imports };
});

/** Who may be imported by whom: a folder and what it must not know. */
const FORBIDDEN = {
  "draw/": [/^(ui|figures|views|equation)\//, /^(api|session|explanations|store|view|network)\.js$/],
  "ui/": [/^(figures|views|equation)\//],
  "figures/": [/^(views|equation)\//],
  "equation/": [/^(views|figures)\//],
  "views/": [/^views\//],
};

test("draw knows numbers and pixels only, and views never import each other", () => {
  for (const { name, imports } of modules) for (const [folder, walls] of Object.entries(FORBIDDEN)) {
    if (!name.startsWith(folder)) continue;
    for (const from of imports) assert.ok(!walls.some((wall) => wall.test(from)), `${name} imports ${from}`);
  }
});

test("only api.js fetches, and modules come from our own server by relative paths", () => {
  for (const { name, source, imports } of modules) {
    if (name !== "api.js" && name !== "docs.js") assert.doesNotMatch(source, /\bfetch\(|XMLHttpRequest|WebSocket/, name);
    for (const from of imports) assert.match(from, /\.m?js$/, `${name} imports ${from}`);
  }
});

test("a file holds one idea: under 250 lines", () => {
  for (const { name, source } of modules) assert.ok(source.split("\n").length <= 250, `${name} has ${source.split("\n").length} lines`);
});
