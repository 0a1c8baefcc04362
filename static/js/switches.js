/** Switches in place: conventions of a layer or of the loss, changed where their consequence is seen. Told by the catalogue's schemas. */

/** Options that are conventions: another choice keeps every shape. */
const CONVENTIONS = ["convention", "ties", "count_include_pad", "order", "layout", "reduction"];
/** Types that differ by one convention: the same windows, added up or averaged. */
const TWINS = ["avg_pool2d", "sum_pool2d"];

/**
 * @typedef {{key: string, options: (string | boolean)[], value: string | boolean, change: (value: any) => object}} Switch
 *          `change` is what POST /documents/revise understands
 * @param {any} catalogue @param {any} document @param {string} name a layer's, or "loss" @returns {Switch[]}
 */
export function switchesOf(catalogue, document, name) {
  const layer = document.layers.find((one) => one.name === name);
  const spec = layer ?? (name === "loss" ? document.loss : null);
  const schema = spec && (layer ? catalogue.layers : catalogue.losses)?.[spec.type]?.schema;
  if (!schema) return [];
  const change = (key) => (value) => (layer ? { op: "set", layer: name, options: { [key]: value } } : { op: "loss", loss: { ...spec, [key]: value } });
  const own = CONVENTIONS.filter((key) => schema.properties[key])
    .map((key) => ({ key, options: choices(schema.properties[key]), value: spec[key] ?? schema.properties[key].default, change: change(key) }))
    .filter(({ key, options }) => options.length > 1 && (key !== "count_include_pad" || isPadded(spec)));
  return TWINS.includes(spec.type) ? [{ key: "type", options: TWINS, value: spec.type, change: (type) => ({ op: "replace", layer: name, type }) }, ...own] : own;
}

/** Whether padding counts is a question only where there is some. */
const isPadded = ({ padding = 0, ceil_mode: beyond }) => Boolean(beyond) || [padding].flat(2).some((n) => n !== 0);

const choices = (property) => property.enum ?? (property.type === "boolean" ? [true, false] : []);
