/** Rotated kernel: bordered δ under the turned kernel, one window per cell of the gradient. Under a true convolution nothing turns. */
import { addressIn, caption, explained, factorIn, shapeOf } from "./common.js";
import { factor as bracketed } from "../format.js";
import { gradientOf } from "../network.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { layout, sheet, turned as turnedModel } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { kept } from "../store.js";
import { arrowToTarget } from "./arrow.js";
import { products } from "./products.js";
import { windowSizes } from "./sizes.js";
import { turn } from "./turn.js";
import { vars } from "../ui/vars.js";
import { windowFrames, windowOf } from "./window-cells.js";

/** @param {import("./common.js").Stage} stage */
export function rotated(stage) {
  const { layer } = stage;
  const live = scope();
  const weight = `${layer.name}.weight`;
  const bordered = `${layer.name}.bordered`;
  const plain = kept.peek().layers.find((one) => one.name === layer.name).convention === "convolution";
  const kernel = plain ? weight : `${layer.name}.turned`;
  const maps = { bordered: stage.parts.mapsOf(bordered), weight: stage.parts.mapsOf(weight), kernel: stage.parts.mapsOf(kernel) };
  const window = windowOf(bordered, () => maps.bordered.lead.value);

  /** The symbols of the kernel's cells, from the terms that read them. */
  const labels = () => new Map((explained()?.terms ?? []).map((term) => factorIn(term, weight)).filter(Boolean).map((one) => [addressIn(one, weight), one.symbol]));
  const last = () => { const { rows, cols } = plane(shapeOf(weight)); return [rows - 1, cols - 1]; };

  const delta = matrix({
    tensor: bordered, size: "--d",
    model: () => {
      const { under } = window();
      return sheet(bordered, maps.bordered.lead.value, (r, c, cell) => ({
        hatch: putIn(layer, r, c),
        ...(under.has(cell.address) && { sub: [{ text: `× ${bracketed(under.get(cell.address).value)}`, role: "weight" }], patch: true }),
      }));
    },
    caption: () => caption(bordered, { maps: maps.bordered, note: text.bordered }),
    frames: () => { const { places } = window(); return windowFrames(places); },
  });
  const before = matrix({
    tensor: weight, size: "--q",
    model: () => { const names = labels(); return sheet(weight, maps.weight.lead.value, (r, c, cell) => ({ label: names.get(cell.address), notch: r + c === 0 && !plain ? "start" : undefined })); },
    caption: () => caption(weight, { maps: maps.weight, note: plain ? text.turnedAlready : undefined }),
  });
  const parts = [delta, before];
  const kernels = el("div.kernels", {}, before.element);
  if (!plain) {
    const after = matrix({
      tensor: kernel, size: "--q",
      model: () => {
        const names = labels();
        const [u, v] = last();
        const source = turnedModel(sheet(weight, maps.kernel.lead.value));
        return sheet(kernel, maps.kernel.lead.value, (r, c) => ({ label: names.get(source.at(r, c).address), notch: r === u && c === v ? "end" : undefined }));
      },
      caption: () => caption(kernel, { size: text.turned }),
    });
    const motion = turn({ model: () => ({ ...sheet(weight, maps.weight.lead.peek()) }), size: "--q", result: after.grid });
    parts.push(after);
    kernels.append(motion.element, after.element);
    requestAnimationFrame(() => motion.run());
  }
  const multiplied = products({ parts: stage.parts, kernel, lead: () => maps.kernel.lead.value, size: "--p" });
  const element = el("div.left.rotated", {}, delta.element, el("div.gather", {}, kernels, multiplied.element));
  live.effect(() => {
    const { over, sizes } = windowSizes(stage, shapeOf(bordered), shapeOf(weight), plain ? 1 : 2);
    element.classList.toggle("over", over);
    vars(element, sizes);
  });
  arrowToTarget({ stage, element, from: multiplied.pill, live });
  return { element, dispose() { live.dispose(); for (const part of [...parts, multiplied]) part.dispose(); } };
}

/** Whether a cell of the bordered plane is a zero that was put in: the border, the stride's zeros, leftover rows. */
export function putIn(layer, r, c) {
  const { stride, dilation } = layout(layer);
  const kernel = plane(shapeOf(`${layer.name}.weight`));
  const delta = plane(shapeOf(gradientOf(layer.output)));
  const [i, j] = [r - dilation[0] * (kernel.rows - 1), c - dilation[1] * (kernel.cols - 1)];
  return i < 0 || j < 0 || i % stride[0] > 0 || j % stride[1] > 0 || i / stride[0] >= delta.rows || j / stride[1] >= delta.cols;
}
