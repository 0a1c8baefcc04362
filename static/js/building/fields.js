/** A control for every option of a layer, told by its JSON Schema and by the tensors that it owns; no layer type is named here. */
import { catalogue } from "../store.js";
import { text } from "../strings.js";
import { chooser, numeric, segmented, stepper, tick } from "../ui/controls.js";
import { connectionsField } from "./connections.js";
import { pairField } from "./pairs.js";

/** More choices than this are a list. */
const SIDE_BY_SIDE = 3;

/**
 * @typedef {{key: string, element: HTMLElement, show: (value: any) => void, mark?: (wrong: boolean) => void}} Field
 * @param {any} spec the layer as the document states it
 * @param {(name: string) => number[] | undefined} shapeOf shape of one of the layer's own tensors
 * @param {(key: string, value: any) => void} choose
 * @returns {Field[]}
 */
export function fieldsOf(spec, shapeOf, choose) {
  const { schema, tensors } = catalogue.peek().layers[spec.type];
  const sizes = sizesOf(tensors, shapeOf).map(({ key, kind }) => field(key, kind, choose));
  const options = Object.entries(schema.properties)
    .filter(([key]) => key !== "type" && key !== "name" && !(key in tensors))
    .map(([key, property]) => field(key, kindOf(property), choose));
  return [...sizes, ...options];
}

/** What the fields show: the document's options and the sizes that stand in the parameters' shapes. */
export function valuesOf(spec, shapeOf) {
  const { tensors } = catalogue.peek().layers[spec.type];
  return { ...spec, ...Object.fromEntries(sizesOf(tensors, shapeOf).map(({ key, value }) => [key, value(spec)])) };
}

/** Sizes that no option states because a parameter's shape does. */
function sizesOf(tensors, shapeOf) {
  const found = [];
  const main = shapeOf("weight") ?? shapeOf("logits");
  if (main?.length === 4) found.push({ key: "kernel_size", kind: { name: "pair", least: 1 }, value: () => shapeOf("weight").slice(2) });
  if (main?.length === 4 || shapeOf("logits")) found.push({ key: "channels", kind: { name: "whole", least: 1 }, value: () => (shapeOf("weight") ?? shapeOf("logits"))[0] });
  if (main?.length === 2 && shapeOf("weight")) found.push({ key: "features", kind: { name: "whole", least: 1 }, value: (spec) => shapeOf("weight")[spec.layout === "in_out" ? 1 : 0] });
  if (tensors.bias?.optional) found.push({ key: "bias", kind: { name: "yes" }, value: () => Boolean(shapeOf("bias")) });
  return found;
}

/** What a JSON Schema asks for. */
function kindOf(property) {
  const parts = flattened(property);
  const names = parts.find((part) => part.enum)?.enum;
  const least = parts.find((part) => part.minimum !== undefined)?.minimum ?? 0;
  const has = (type) => parts.some((part) => part.type === type);
  const lists = parts.filter((part) => part.type === "array");
  if (lists.some((part) => part.items.items?.type === "boolean")) return { name: "connections" };
  if (lists.length) return { name: "pair", least, sides: lists.some((part) => part.items.items), names };
  if (names) return { name: "one", of: names };
  if (has("boolean")) return { name: "yes" };
  return has("integer") ? { name: "whole", least } : { name: "number" };
}

const flattened = (property) => (property.anyOf ?? [property]).flatMap((part) => (part.anyOf ? flattened(part) : [part]));

/** @returns {Field} */
function field(key, kind, choose) {
  const label = text.option(key);
  const say = (value) => choose(key, value);
  const made = {
    pair: () => pairField({ label, ...kind, choose: say }),
    whole: () => stepper({ label, min: kind.least, choose: say }),
    number: () => numeric({ label, choose: say }),
    yes: () => tick({ label, choose: say }),
    connections: () => connectionsField({ label, choose: say }),
    one: () => {
      const options = kind.of.map((value) => ({ value, label: text.choice(value) }));
      return options.length > SIDE_BY_SIDE ? chooser({ label, options, choose: say }) : segmented({ label, options, choose: say });
    },
  }[kind.name]();
  if (kind.name === "one") made.element.classList.add("tall");
  return { key, ...made };
}
