/** Forward: the kernel on one window of the padded input, products, sum, bias. */
import { parse, tensorOf } from "../address.js";
import { factor as bracketed } from "../format.js";
import { bounds } from "../geometry.js";
import { matrix } from "../ui/matrix.js";
import { layout, ringed, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, has, mapsOf, op, shapeOf } from "./common.js";
import { products } from "./products.js";
import { windowSizes } from "./sizes.js";
import { vars } from "../ui/vars.js";

/** @param {import("./common.js").Stage} stage */
export function windowFigure(stage) {
  const { layer } = stage;
  const live = scope();
  const names = { weight: `${layer.name}.weight`, bias: `${layer.name}.bias`, padded: `${layer.name}.padded` };
  const maps = { input: mapsOf(layer.input), weight: mapsOf(names.weight) };

  /** Places in the ringed input that the chosen cell reads, each with the weight that lies on it. */
  function window() {
    const { ring } = layout(layer);
    const found = new Map();
    for (const term of explained()?.terms ?? []) {
      const [own, other] = [term.factors.find((one) => one.cell && [layer.input, names.padded].includes(tensorOf(one.cell))), term.factors.find((one) => one.cell && tensorOf(one.cell) === names.weight)];
      if (!own || !other) continue;
      const { tensor, index } = parse(own.cell);
      if (index.slice(0, -2).join() !== maps.input.lead.value.join()) continue;
      const [r, c] = index.slice(-2);
      found.set(tensor === names.padded ? `${r},${c}` : `${r + ring.top},${c + ring.left}`, other);
    }
    return found;
  }

  const input = matrix({
    tensor: layer.input, size: "--d",
    model: () => {
      const under = window();
      const model = ringed(sheet(layer.input, maps.input.lead.value), layout(layer).ring);
      return {
        ...model,
        at(r, c) {
          const weight = under.get(`${r},${c}`);
          const cell = model.at(r, c);
          return weight ? { ...cell, sub: [{ text: `× ${bracketed(weight.value)}`, role: "weight" }], patch: true } : cell;
        },
      };
    },
    caption: () => caption(layer.input, { maps: maps.input }),
    frames: () => { const box = bounds([...window().keys()].map((key) => key.split(",").map(Number))); return box ? [{ ...box, width: 3 }] : []; },
  });
  const weight = matrix({ tensor: names.weight, size: "--q", model: () => sheet(names.weight, maps.weight.lead.value), caption: () => caption(names.weight, { maps: maps.weight }) });
  const bias = has(names.bias) && matrix({ tensor: names.bias, size: "--b", model: () => sheet(names.bias), caption: () => caption(names.bias) });
  const multiplied = products({ kernel: names.weight, lead: () => maps.weight.lead.value, size: "--p" });
  const kernels = el("div.kernels.wide", {}, weight.element, bias && op("+"), bias && bias.element);
  const element = el("div.left.rotated", {}, input.element, el("div.gather", {}, kernels, multiplied.element));
  live.effect(() => vars(element, windowSizes(stage, shapeOf(names.padded), shapeOf(names.weight), 1, has(names.bias) ? shapeOf(names.bias)[0] : 1)));
  arrowToTarget({ stage, element, from: multiplied.pill, live });
  return { element, dispose() { live.dispose(); for (const part of [input, weight, bias, multiplied]) if (part) part.dispose(); } };
}
