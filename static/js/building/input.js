/** Settings of the input: samples, maps, rows, columns; the precision of all numbers. */
import { drawable, drawDigit } from "../drawing/window.js";
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { action, chooser, segmented, stepper } from "../ui/controls.js";
import { el } from "../ui/dom.js";

/** @param {(change: object | (() => object)) => Promise<boolean>} ask */
export function inputSettings(ask) {
  const shape = () => trace.peek().tensors.get("input").shape;
  const kinds = [{ value: 4, label: text.inputMaps }, { value: 2, label: text.inputVectors }];
  const rank = segmented({ label: text.inputKind, options: kinds, choose: (value) => value !== shape().length && ask({ op: "input", shape: other(shape()) }) });
  rank.element.classList.add("tall");
  const row = el("div.fields");
  let steppers = [];

  /** The same numbers as maps or as vectors, where they can be. */
  const other = (now) => (now.length === 4 ? [now[0], now[1] * now[2] * now[3]] : [now[0], 1, 1, now[1]]);

  function build(length) {
    const names = (length === 4 ? ["samples", "maps", "rows", "columns"] : ["samples", "features"]).map((axis) => text.axis[axis]);
    steppers = names.map((label, axis) => stepper({
      label: capital(label), min: 1,
      async choose(value) {
        const done = await ask(() => ({ op: "input", shape: shape().with(axis, value) }));
        if (done === false) steppers[axis].mark(true);
      },
    }));
    row.replaceChildren(...steppers.map((one) => one.element));
  }

  const dtype = chooser({
    label: text.precision, options: ["float64", "float32"].map((value) => ({ value, label: text.choice(value) })),
    choose: (value) => ask({ op: "document", dtype: value }),
  });
  const draw = action(text.drawDigit, drawDigit);
  return {
    parts: [rank.element, row, dtype.element, draw],
    show() {
      const now = shape();
      draw.hidden = !drawable();
      if (steppers.length !== now.length) build(now.length);
      rank.show(now.length);
      now.forEach((value, axis) => steppers[axis].show(value));
      dtype.show(kept.peek().dtype);
    },
  };
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);
