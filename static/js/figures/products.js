/** The products under a window, with their factors, and their sum. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { factor as bracketed, rounded } from "../format.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { largest, plane } from "../tensor.js";
import { picture } from "../ui/picture.js";
import { table } from "../ui/sheet.js";
import { el, say, scope } from "../ui/dom.js";
import { tensorOf } from "../address.js";
import { addressIn, explained, factorIn, shapeOf } from "./common.js";

/**
 * @param {{kernel: string, lead: () => number[], size: string, parts: ReturnType<typeof import("./parts.js").partsOf>}} options
 *        terms are laid out by the place of their factor in the tensor `kernel`, of which the map `lead` is shown
 */
export function products({ parts, kernel, lead, size }) {
  const live = scope();
  const cells = signal(null);

  live.effect(() => {
    const found = explained();
    if (!found) return;
    const { rows, cols } = plane(shapeOf(kernel));
    const grid = Array.from({ length: rows }, () => new Array(cols).fill(null));
    for (const term of parts.part()) {
      const place = addressIn(factorIn(term, kernel) ?? {}, kernel);
      if (!place) continue;
      const { index } = parse(place);
      if (index.slice(0, -2).join() !== lead().join()) continue;
      const others = term.factors.filter((one) => one !== factorIn(term, kernel));
      const pieces = [...others, factorIn(term, kernel)].flatMap((one, i) => [
        ...(i ? [{ text: " · " }] : []),
        { text: i ? bracketed(one.value) : rounded(one.value), role: one.cell ? roleOf(trace.value, tensorOf(one.cell)) : undefined },
      ]);
      grid[index.at(-2)][index.at(-1)] = { address: null, value: term.value, sub: pieces, patch: true, hatch: Boolean(term.zero), term };
    }
    cells.value = grid;
  });

  const numbers = () => cells.value?.flat().filter(Boolean).map((cell) => cell.value) ?? [];
  const shown = picture({
    size,
    model: () => cells.value && table(cells.value, largest(Float64Array.from(numbers()))),
    label: () => text.products(numbers().map((value) => rounded(value)).join(", ")),
  });
  const pill = el("b.pill");
  const note = el("span.note");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    say(pill, parts.words(found.value));
    say(note, text.pairs(parts.part().filter((term) => term.factors.length > 1).length));
  });
  const element = el("div.products", {}, shown.element, el("div.total", {}, pill, note));
  return { element, grid: shown.grid, pill, dispose() { live.dispose(); shown.dispose(); } };
}
