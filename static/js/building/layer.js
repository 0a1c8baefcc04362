/** Settings of a layer: its name, its type, every option, its place in the row. */
import { catalogue, kept, trace } from "../store.js";
import { text } from "../strings.js";
import { size } from "../format.js";
import { layerNamed } from "../network.js";
import { action, chooser } from "../ui/controls.js";
import { el, icon } from "../ui/dom.js";
import { choose as look } from "../view.js";
import { fieldsOf, valuesOf } from "./fields.js";

/**
 * @param {string} name
 * @param {(change: object, how?: {then?: string, back?: () => void}) => Promise<boolean>} ask
 */
export function layerSettings(name, ask) {
  const spec = () => kept.peek().layers.find((layer) => layer.name === name);
  const at = () => kept.peek().layers.findIndex((layer) => layer.name === name);
  const shapeOf = (key) => trace.peek().tensors.get(`${name}.${key}`)?.shape;
  const shapes = el("p.shapes");

  const title = el("input.entry", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 128, onchange: () => rename(title.value.trim()) });
  async function rename(wish) {
    if (wish !== name && await ask({ op: "rename", layer: name, name: wish }, { then: wish })) look(wish);
  }
  const type = chooser({
    label: text.type, options: Object.keys(catalogue.peek().layers).map((value) => ({ value, label: text.layerType(value) })),
    choose: (value) => ask({ op: "replace", layer: name, type: value }),
  });
  const fields = fieldsOf(spec(), shapeOf, (key, value) => set(key, value));

  async function set(key, value) {
    const field = fields.find((one) => one.key === key);
    const done = await ask({ op: "set", layer: name, options: { [key]: value } });
    if (done === false) field.mark?.(true);
  }

  const move = (by) => ask({ op: "move", layer: name, to: at() + by });
  const before = el("button.btn.line", { type: "button", onclick: () => move(-1) }, icon("m10 4-4 4 4 4"), text.moveBefore);
  const after = el("button.btn.line", { type: "button", onclick: () => move(1) }, text.moveAfter, icon("m6 4 4 4-4 4"));
  const remove = action(text.remove, async () => {
    const { layers } = kept.peek();
    const next = layers[at() + 1] ?? layers[at() - 1];
    if (await ask({ op: "remove", layer: name }, { then: "" })) look(next?.name ?? "input");
  });

  return {
    parts: [
      el("div.fields", {}, el("label.field.tall", {}, el("span", {}, text.name), title), type.element),
      el("div.fields", {}, ...fields.map((one) => one.element)),
      shapes,
      el("div.bar", {}, before, after, remove),
    ],
    show() {
      const layer = layerNamed(trace.peek(), name);
      const now = spec();
      if (!layer || !now) return;
      const values = valuesOf(now, shapeOf);
      if (document.activeElement !== title) title.value = name;
      type.show(now.type);
      for (const one of fields) {
        if (one.room) one.room(shapeOf("weight")?.[0] ?? 1, trace.peek().tensors.get(layer.input).shape[1]);
        one.show(values[one.key]);
      }
      const shape = (tensor) => size(trace.peek().tensors.get(tensor).shape);
      shapes.textContent = text.fromTo(shape(layer.input), shape(layer.output));
      before.toggleAttribute("disabled", at() <= 0);
      after.toggleAttribute("disabled", at() >= kept.peek().layers.length - 1);
    },
  };
}
