/** Sizes in two directions: one number for both, rows and columns apart, every side apart, or a name such as "same". */
import { text } from "../strings.js";
import { segmented, stepper } from "../ui/controls.js";
import { el, set } from "../ui/dom.js";

/** How a value states its numbers: 1 both alike, 2 rows and columns, 4 sides, 0 a name. */
function detail(value) {
  if (typeof value === "string") return 0;
  const flat = [value].flat(2);
  if (flat.every((part) => part === flat[0])) return 1;
  return Array.isArray(value[0]) && value.some(([before, after]) => before !== after) ? 4 : 2;
}

/**
 * @param {{label: string, least: number, sides?: boolean, names?: string[], choose: (value: any) => void}} options
 */
export function pairField({ label, least, sides = false, names = [], choose }) {
  const row = el("div.steppers");
  const split = el("button.link", { type: "button", onclick: further });
  const named = names.length > 0 && segmented({
    label, hidden: true, options: [{ value: "", label: text.byNumber }, ...names.map((value) => ({ value, label: text.choice(value) }))],
    choose: (name) => choose(name || spread(0)),
  });
  const element = el("div.field.tall.both", {}, el("span", {}, label), named && named.element, row, split);
  let shown = 1;
  let held = [];
  let steppers = [];

  const most = sides ? [1, 2, 4] : [1, 2];
  const parts = { 1: [""], 2: [text.axis.rows, text.axis.columns], 4: [text.top, text.bottom, text.left, text.right] };

  /** A value of the widest form from the numbers that are shown. */
  function state(numbers) {
    if (shown === 1) return [numbers[0], numbers[0]];
    return shown === 2 ? numbers : [numbers.slice(0, 2), numbers.slice(2)];
  }
  const spread = (number) => [number, number];

  function numbersOf(value, form) {
    const all = [value].flat(2);
    if (form === 1) return [all[0]];
    if (form === 2) return all.length === 4 ? [all[0], all[2]] : all.length === 2 ? all : [all[0], all[0]];
    return all.length === 4 ? all : all.length === 2 ? [all[0], all[0], all[1], all[1]] : new Array(4).fill(all[0]);
  }

  function further() {
    build(most[(most.indexOf(shown) + 1) % most.length]);
    fill();
    if (shown === 1) choose(state(numbersOf(held, 1)));
    steppers[0].input.focus();
  }

  function build(form) {
    shown = form;
    steppers = parts[form].map((part, i) => {
      const one = stepper({ label: part ? `${label}, ${part}` : label, min: least, choose: (number) => { held = numbersOf(held, form).with(i, number); choose(state(held)); } });
      one.element.firstChild.textContent = part;
      one.element.firstChild.hidden = !part;
      return one;
    });
    row.replaceChildren(...steppers.map((one) => one.element));
    split.textContent = { 1: text.rowsColumnsApart, 2: sides ? text.sidesApart : text.together, 4: text.together }[form];
  }
  const fill = () => numbersOf(held, shown).forEach((number, i) => steppers[i].show(number));

  build(1);
  return {
    element,
    mark: (wrong) => steppers.forEach((one) => one.mark(wrong)),
    show(value) {
      const form = detail(value);
      if (named) named.show(form === 0 ? value : "");
      row.hidden = form === 0;
      split.hidden = form === 0;
      set(element, "data-named", form === 0 ? "" : null);
      if (form === 0) return;
      held = value;
      if (form > shown) build(form);
      fill();
    },
  };
}
