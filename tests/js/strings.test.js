/** The table of texts: no key twice, and every key that the page asks for is there. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { languageOf } from "../../static/js/language.js";
import { text } from "../../static/js/strings.js";

const ROOT = new URL("../../static/js/", import.meta.url);
const files = (folder) => readdirSync(new URL(folder, ROOT), { recursive: true }).filter((name) => name.endsWith(".js"));

test("no text stands in two tables", async () => {
  const seen = new Map();
  for (const file of files("strings/en/")) {
    for (const table of Object.values(await import(new URL(`strings/en/${file}`, ROOT)))) {
      for (const key of Object.keys(table)) {
        assert.ok(!seen.has(key), `${key} stands in ${seen.get(key)} and in ${file}`);
        seen.set(key, file);
      }
    }
  }
  assert.equal(seen.size, Object.keys(text).length);
});

test("a reader's language is the browser's first that has a table, else English", () => {
  const tables = { en: {}, de: {}, "pt-BR": {} };
  for (const [wished, found] of [[["de", "en"], "de"], [["de-AT", "en"], "de"], [["fr", "pt-BR"], "pt-BR"], [["fr"], "en"], [[], "en"]]) {
    assert.equal(languageOf(tables, wished), found);
  }
});

test("every text that the page asks for exists, and none is left over", () => {
  const asked = new Set();
  let code = "";
  for (const file of files("").filter((name) => !/^(strings|docs)/.test(name))) {
    const own = readFileSync(new URL(file, ROOT), "utf8");
    code += own;
    if (!/import \{ text \} from/.test(own)) continue;
    for (const [, key] of own.matchAll(/(?<![.\w])text\.(\w+)/g)) asked.add(key);
  }
  assert.deepEqual([...asked].filter((key) => !(key in text)), [], "missing");
  const words = new Set(code.match(/\b\w+\b/g));
  assert.deepEqual(Object.keys(text).filter((key) => !words.has(key)), [], "nobody asks for these");
});

/** Words for readers, as code writes them by mistake: a capital, then words; or a name given in place. */
const SENTENCE = /(["`])[A-Z][a-z]+,? [a-z][^"`]*\1|"(?:aria-label|title|placeholder)": ?"[^"]/;
const CODE = /^\s*(\*|\/\/|\/\*\*|import )/;

test("no text for readers stands outside of the tables", () => {
  const found = files("").filter((name) => !/^(strings|docs)/.test(name)).flatMap((file) => readFileSync(new URL(file, ROOT), "utf8").split("\n")
    .filter((line) => !CODE.test(line) && SENTENCE.test(line.replace(/\/\*\*.*\*\//, ""))).map((line) => `${file}: ${line.trim()}`));
  assert.deepEqual(found, []);
});

test("a page says before its script runs only what it must", () => {
  const templates = new URL("../../templates/", import.meta.url);
  for (const name of ["index.html", "derivation.html"]) {
    const html = readFileSync(new URL(name, templates), "utf8");
    assert.match(html, /<html lang="en"/);
    const body = html.slice(html.indexOf("<body")).replace(/<noscript>.*?<\/noscript>/s, "").replace(/<p class="loading".*?<\/p>/gs, "");
    assert.deepEqual(body.match(/>[^<>{}]*[A-Za-z]{2,}[^<>{}]*</g) ?? [], [], name);
    assert.deepEqual(body.match(/aria-label="[^"]*"/g) ?? [], [], name);
  }
});
