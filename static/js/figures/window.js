/** Forward: the kernel on one window of the padded input, products, sum, bias. */
import { parse, tensorOf } from "../address.js";
import { factor as bracketed } from "../format.js";
import { placeOf } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { layout, ringed, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { targetCell } from "../view.js";
import { arrowToTarget } from "./arrow.js";
import { caption, has, op, shapeOf } from "./common.js";
import { products } from "./products.js";
import { windowSizes } from "./sizes.js";
import { vars } from "../ui/vars.js";
import { reach, windowFrames } from "./window-cells.js";

/** More biases than these are not all shown. */
const BIASES = 4;

/** @param {import("./common.js").Stage} stage */
export function windowFigure(stage) {
  const { layer } = stage;
  const live = scope();
  const names = { weight: `${layer.name}.weight`, bias: `${layer.name}.bias`, padded: `${layer.name}.padded` };
  const maps = { input: stage.parts.mapsOf(layer.input), weight: stage.parts.mapsOf(names.weight) };
  const { read } = reach(layer);

  /** Places in the ringed input that the chosen cell reads, each with the weight that lies on it. */
  function window() {
    const { ring } = layout(layer);
    const found = new Map();
    for (const term of stage.parts.part()) {
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
      const model = ringed(sheet(layer.input, maps.input.lead.value, (r, c) => ({ unread: !read(r, c) })), layout(layer).ring);
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
    frames: () => windowFrames([...window().keys()].map((key) => key.split(",").map(Number))),
  });
  const weight = matrix({ tensor: names.weight, size: "--q", model: () => sheet(names.weight, maps.weight.lead.value), caption: () => caption(names.weight, { maps: maps.weight }) });
  /** Where there are many, only the bias of the chosen map. */
  const biases = () => { const all = sheet(names.bias); return all.rows * all.cols > BIASES ? { ...all, map: null, rows: 1, cols: 1, at: () => all.at(...placeOf(shapeOf(names.bias), [parse(targetCell()).index[1]])) } : all; };
  const bias = has(names.bias) && matrix({ tensor: names.bias, size: "--b", model: biases, caption: () => caption(names.bias) });
  const multiplied = products({ parts: stage.parts, kernel: names.weight, lead: () => maps.weight.lead.value, size: "--p" });
  const kernels = el("div.kernels.wide", {}, weight.element, bias && op("+"), bias && bias.element);
  const element = el("div.left.rotated", {}, input.element, el("div.gather", {}, kernels, multiplied.element));
  live.effect(() => {
    const { over, aside, sizes } = windowSizes(stage, shapeOf(names.padded), shapeOf(names.weight), 1, has(names.bias) && shapeOf(names.bias)[0] <= BIASES ? shapeOf(names.bias)[0] : 1);
    element.classList.toggle("over", over);
    element.classList.toggle("aside", Boolean(aside));
    vars(element, sizes);
  });
  arrowToTarget({ stage, element, from: multiplied.pill, live });
  return { element, dispose() { live.dispose(); for (const part of [input, weight, bias, multiplied]) if (part) part.dispose(); } };
}
