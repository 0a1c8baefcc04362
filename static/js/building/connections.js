/** Which input maps each kernel reads: a table of ticks, or all of them. */
import { text } from "../strings.js";
import { tick } from "../ui/controls.js";
import { el } from "../ui/dom.js";

/** @param {{label: string, choose: (value: boolean[][] | null) => void}} options */
export function connectionsField({ label, choose }) {
  const table = el("table.connections", { "aria-label": label });
  let size = [1, 1];
  const partial = tick({ label: text.partly, choose: (on) => choose(on ? all() : null) });
  const element = el("div.field.tall", {}, el("span", {}, label), partial.element, table);
  const all = () => Array.from({ length: size[0] }, () => new Array(size[1]).fill(true));

  function cell(value, k, c) {
    const box = el("input", {
      type: "checkbox", "aria-label": text.reads(k + 1, c + 1),
      onchange: () => choose(value.map((row, i) => (i === k ? row.with(c, box.checked) : row))),
    });
    box.checked = value[k][c];
    return el("td", {}, box);
  }

  return {
    element,
    /** How many kernels and input maps there are. */
    room(kernels, maps) { size = [kernels, maps]; },
    show(value) {
      partial.show(value !== null);
      table.hidden = value === null;
      if (value === null) return;
      const focus = [...table.querySelectorAll("input")].indexOf(document.activeElement);
      table.replaceChildren(
        el("tr", {}, el("td"), ...value[0].map((_, c) => el("th", { scope: "col" }, `x${c + 1}`))),
        ...value.map((row, k) => el("tr", {}, el("th", { scope: "row" }, `z${k + 1}`), ...row.map((_, c) => cell(value, k, c)))));
      table.querySelectorAll("input")[focus]?.focus();
    },
  };
}
