/** Elementwise functions: a number goes through the curve, its gradient is multiplied by the slope there. */
import { computed, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { gradientOf, suffix } from "../network.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { segmented } from "../ui/controls.js";
import { el, spoken } from "../ui/dom.js";
import { tex } from "../ui/tex.js";
import { wires } from "../ui/wires.js";
import { offered } from "../view.js";
import { board, flow } from "./board.js";
import { explained, op, shapeOf, symbolOf } from "./common.js";
import { curve } from "./curve.js";
import { fit, leftRoom, MEDIUM } from "./sizes.js";

/** The curve's room, its caption included. */
const CURVE = { width: 240, height: 200 };

/** From where the slope is worked out, until the reader chooses otherwise. */
const from = signal("from_input");

/** @param {import("./common.js").Stage} stage */
export const activation = (stage) => (suffix(stage.layer, stage.target) === "input.grad" ? backward(stage) : through(stage));

/** z → curve → a, or what f′ is worked out from → curve of f′ → f′. */
function through(stage) {
  const of = board(stage);
  const { layer, method } = stage;
  const slope = suffix(layer, stage.target) === "derivative";
  const source = slope && method === "from_output" ? layer.output : layer.input;
  const read = () => (explained()?.terms ?? []).some((term) => term.factors.some((one) => one.cell?.startsWith(`${layer.name}.derivative[`)));
  const input = of.tensor(source);
  const shape = shapeOf(source);
  const first = el("div.slot");
  const weighs = computed(() => !slope && read());
  of.live.effect(() => {
    const both = weighs.value;
    untracked(() => first.replaceChildren(...(both ? [flow(of.tensor(`${layer.name}.derivative`).element, text.operator.product, input.element)] : [input.element])));
  });
  const graph = curve({ layer, live: of.live, across: source === layer.output ? "a" : "z", up: slope ? "slope" : "a" });
  const pill = of.numbers();
  const sizes = () => {
    const { width, height, narrow } = leftRoom(stage);
    const columns = plane(shape).cols * (weighs.value ? 2 : 1);
    const beside = narrow ? 0 : CURVE.width + 60;
    return { g: fit(width - beside - (weighs.value ? 70 : 20), columns, narrow ? 320 : height - 20, plane(shape).rows, stage.size.value) };
  };
  return of.done("activation through", { from: pill, sizes }, first, el("div.by-curve", {}, graph, pill));
}

/** δ ∘ f′, and below f′ what it is worked out from. */
function backward(stage) {
  const of = board(stage);
  const { layer } = stage;
  const derivative = `${layer.name}.derivative`;
  const delta = of.tensor(gradientOf(layer.output), { delta: true });
  const slope = of.tensor(derivative);
  const choice = segmented({
    label: text.slopeFrom, choose: (value) => { from.value = value; },
    options: offered(derivative).map((value) => ({ value, label: el("span", {}, tex(symbolOf(value === "from_output" ? layer.output : layer.input)), spoken(text.method(value))) })),
  });
  choice.element.classList.add("figure-switch");
  const graph = el("div");
  const source = el("div.slope-source");
  const pill = of.numbers();
  const sizes = () => {
    const { width, height, narrow } = leftRoom(stage);
    const { rows, cols } = plane(shapeOf(derivative));
    const beside = stage.room.value.width < MEDIUM ? 70 : 250;
    return { g: fit(width - beside, 2 * cols, narrow ? 400 : height - (beside < 100 ? 140 : 84), 2 * rows, stage.size.value) };
  };
  const built = of.done("activation.backward", { from: pill, sizes },
    delta.element, op(text.operator.product), slope.element, pill, el("div.by-curve", {}, choice.element, graph), source);
  const arrow = wires(built.element);
  let inner = null;

  of.live.effect(() => {
    const method = offered(derivative).includes(from.value) ? from.value : "from_input";
    choice.show(method);
    untracked(() => {
      inner?.dispose();
      inner = board(stage);
      const name = method === "from_output" ? layer.output : layer.input;
      const part = inner.tensor(name);
      graph.replaceChildren(curve({ layer, live: inner.live, across: name === layer.output ? "a" : "z", up: "slope" }));
      source.replaceChildren(part.element);
      const draw = () => {
        if (!part.grid.offsetWidth) return;
        const [x, bottom] = arrow.at(part.grid, 0.85, 0);
        arrow.draw([{ points: [[x, bottom - 4], [x, arrow.at(slope.grid, 0, 1)[1] + 8]], arrow: true }]);
      };
      const watch = new ResizeObserver(draw);
      for (const one of [built.element, part.grid, slope.grid]) watch.observe(one);
      inner.live.add(() => watch.disconnect());
    });
  });
  return { element: built.element, dispose() { built.dispose(); inner?.dispose(); } };
}
