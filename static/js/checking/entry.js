/** The learner's matrix: an input per cell of one map, moved through like a spreadsheet; wrong cells get a frame, a cross and the right number. */
import { computed, effect } from "../../vendor/signals-core/signals-core.mjs";
import { palette } from "../draw/palette.js";
import { rounded } from "../format.js";
import { text } from "../strings.js";
import { largest, plane } from "../tensor.js";
import { el, icon, set } from "../ui/dom.js";
import { entered, painted } from "./attempt.js";

/** More cells of one map than this are read from a file or a pasted text; they are drawn, not typed. */
export const TYPED = 1200;
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

/**
 * @param {{attempt: import("../../vendor/signals-core/signals-core.mjs").Signal<import("./attempt.js").Attempt>, map: () => number, digits: () => number,
 *          wrong: () => Set<number>, right: () => ArrayLike<number> | null, label: () => string, paste: (text: string, at: number) => void}} options
 *   `map` counts the maps of the attempt; `digits` are those that fit into a cell; `right` is there once the reader wants the right numbers
 */
export function entry({ attempt, map, digits, wrong, right, label, paste }) {
  const grid = el("div.grid.typed", { role: "group" });
  const element = el("figure.mx", { "data-role": "gradient" }, grid);
  const form = computed(() => {
    const { rows, cols } = plane(attempt.value.shape);
    return `${rows} ${cols} ${map()}`;
  });
  let cells = [];
  let start = 0;
  let cols = 0;

  function step(at, [dr, dc]) {
    const next = at + dr * cols + dc;
    if (dc && Math.floor(next / cols) !== Math.floor(at / cols)) return;
    cells[next]?.input.focus();
  }

  function cell(at, r, c) {
    const input = el("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "data-at": start + at,
      onfocus() {
        input.value = attempt.peek().cells[start + at];
        input.select();
      },
      onblur: () => { input.value = shown(attempt.peek().cells[start + at], digits()); },
      oninput() {
        const next = attempt.peek().cells.slice();
        next[start + at] = input.value;
        attempt.value = { ...attempt.peek(), cells: next };
      },
      onpaste(event) {
        const words = event.clipboardData.getData("text/plain");
        if (entered(words) !== undefined) return;
        event.preventDefault();
        paste(words, start + at);
      },
      onkeydown(event) {
        const move = STEPS[event.key];
        if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
        const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
        const edge = event.key === "ArrowLeft" ? input.selectionEnd === 0 : input.selectionStart === input.value.length;
        if (move[1] && !whole && !edge) return;
        event.preventDefault();
        step(at, event.key === "Enter" && event.shiftKey ? [-1, 0] : move);
      },
    });
    const is = el("small", { hidden: true });
    return { input, is, r, c, element: el("div.cell", {}, input, icon("m4 4 8 8M12 4l-8 8"), is) };
  }

  const ends = [
    effect(() => {
      form.value;
      const { rows, cols: across } = plane(attempt.peek().shape);
      cols = across;
      start = map() * rows * cols;
      grid.style.setProperty("--rows", rows);
      grid.style.setProperty("--cols", cols);
      cells = rows * cols > TYPED ? [] : Array.from({ length: rows * cols }, (_, at) => cell(at, Math.floor(at / cols), at % cols));
      grid.replaceChildren(...cells.map((one) => one.element));
    }),
    effect(() => {
      form.value;
      const { cells: texts } = attempt.value;
      const values = texts.map(painted);
      const max = largest(values);
      const [bad, known] = [wrong(), right()];
      cells.forEach(({ input, is, element: box, r, c }, at) => {
        const value = values[start + at];
        const off = bad.has(start + at);
        const words = input === document.activeElement ? texts[start + at] : shown(texts[start + at], digits());
        if (input.value !== words) input.value = words;
        input.style.backgroundColor = Number.isNaN(value) ? "" : palette.value.cell(value, max);
        box.classList.toggle("wrong", off);
        input.style.setProperty("--len", input.value.length);
        is.hidden = !off || !known;
        is.textContent = off && known ? text.check.isRight(rounded(Number(known[start + at]))) : "";
        set(input, "aria-invalid", off || entered(texts[start + at]) === undefined ? "true" : null);
        set(input, "aria-label", text.check.cellLabel(r + 1, c + 1, off, is.textContent));
      });
    }),
    effect(() => grid.setAttribute("aria-label", label())),
  ];
  return {
    element,
    focus(at = -1) {
      const first = cells.findIndex(({ input }) => input.value === "");
      (cells[at - start] ?? cells[Math.max(0, first)])?.input.focus();
    },
    dispose: () => ends.forEach((end) => end()),
  };
}

/** A number that is not being typed is written as everywhere on the page, rounded where it is long. @param {string} typed @param {number} digits */
function shown(typed, digits) {
  const value = entered(typed);
  if (typeof value !== "number") return typed;
  return value === 0 || typed.trim().length > digits + 2 ? rounded(value, digits) : typed.trim().replace("-", "\u2212");
}
