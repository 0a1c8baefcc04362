/** What a figure is put together from: matrices, pictures and the chosen cell in numbers, which all end with it. */
import { trace } from "../store.js";
import { el, scope } from "../ui/dom.js";
import { matrix } from "../ui/matrix.js";
import { picture } from "../ui/picture.js";
import { sheet } from "../ui/sheet.js";
import { vars } from "../ui/vars.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, mapsOf, op } from "./common.js";
import { inNumbers } from "./form.js";

/** @param {import("./common.js").Stage} stage */
export function board(stage) {
  const live = scope();
  const parts = [];
  const keep = (part) => {
    parts.push(part);
    return part;
  };

  /**
   * A tensor of the trace. `lay` changes how it lies on paper.
   * @param {string} name @param {{size?: string, maps?: import("./common.js").Maps, lay?: (model: any) => any, more?: (r: number, c: number, cell: any) => object,
   *   note?: string, delta?: boolean, symbol?: string, stated?: string, frames?: any}} [how]
   */
  function tensor(name, { size = "--g", maps = mapsOf(name), lay = (model) => model, more, note, delta, symbol, stated, frames } = {}) {
    return keep(matrix({
      tensor: name, size, frames,
      model: () => lay(sheet(name, maps.lead.value, more)),
      caption: () => caption(name, { maps, note, delta, symbol, size: stated }),
    }));
  }

  /** The chosen cell in numbers, with an arrow to its place. */
  function numbers(words = inNumbers) {
    const pill = el("b.pill");
    live.effect(() => {
      const found = explained();
      if (found) pill.textContent = words(found);
    });
    return pill;
  }

  /** @param {string} classes @param {{from?: HTMLElement, sizes?: () => Record<string, number>}} how @param {...any} children */
  function done(classes, { from, sizes }, ...children) {
    const element = el(`div.left.${classes}`, {}, ...children);
    if (sizes) live.effect(() => vars(element, sizes()));
    if (from) arrowToTarget({ stage, element, from, live });
    return { element, dispose };
  }
  function dispose() {
    live.dispose();
    for (const part of parts.splice(0)) part.dispose();
  }
  return { live, tensor, picture: (options) => keep(picture(options)), numbers, done, dispose };
}

/**
 * A row of matrices with operators between them; what is a string is an operator. Where the row breaks, an operator begins
 * the next line with what follows it; brackets and powers stay with what they close. @param {...(HTMLElement | string | false | null)} items
 */
export function flow(...items) {
  const groups = [];
  for (const item of items.filter(Boolean)) {
    const [last, sign] = [groups.at(-1), typeof item === "string"];
    const closes = item === ")" || (!sign && item.matches(".power"));
    if (last && (closes || typeof last.at(-1) === "string")) last.push(item);
    else groups.push([item]);
  }
  const nodes = (group) => group.map((one) => (typeof one === "string" ? op(one) : one));
  return el("div.in-row", {}, ...groups.map((group) => (group.length > 1 ? el("div.in-row", {}, ...nodes(group)) : nodes(group)[0])));
}

/** A vector on its side: one number under the other, beside the rows that it belongs to. */
export const upright = (model) => ({ ...model, map: null, rows: model.cols, cols: model.rows, at: (r, c) => model.at(c, r) });

/** Whether a tensor has one number per row of another. */
export function perRow(name, other) {
  const shape = (one) => trace.value.tensors.get(one)?.shape ?? [];
  return shape(name).length === 1 && shape(other).length === 2 && shape(name)[0] === shape(other)[0];
}
