import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/vendor/", "tests/browser/vendor/", ".venv/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
    },
  },
  { files: ["static/js/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/benchmarks/*.js"], languageOptions: { globals: { ...globals.browser, bench: "writable" } } },
  { files: ["tests/js/**/*.{js,mjs}"], languageOptions: { globals: globals.nodeBuiltin } },
];
