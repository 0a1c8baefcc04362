/** Penalties on parameters, part of the loss: l1·Σ|p| + ½·l2·Σp². */
import { kept, trace } from "../store.js";
import { text } from "../strings.js";
import { numeric } from "../ui/controls.js";
import { el } from "../ui/dom.js";

const KINDS = ["l1", "l2"];

/** @param {(change: object | (() => object)) => Promise<boolean>} ask */
export function penaltySettings(ask) {
  const rows = el("div.penalties");
  const element = el("details.more-settings", {}, el("summary", {}, text.penalties), el("p.shapes", {}, text.penaltySays), rows);
  let shown = "";
  let fields = [];

  const now = (tensor) => (kept.peek().penalties ?? []).find((one) => one.tensor === tensor) ?? { tensor, l1: 0, l2: 0 };

  const choose = (tensor, kind, value) => ask(() => wanted(tensor, kind, value));

  function wanted(tensor, kind, value) {
    const others = (kept.peek().penalties ?? []).filter((one) => one.tensor !== tensor);
    const mine = { ...now(tensor), [kind]: value };
    return { op: "document", penalties: mine.l1 || mine.l2 ? [...others, mine] : others };
  }

  function build(tensors) {
    fields = tensors.flatMap((tensor) => KINDS.map((kind) => ({ tensor, kind, ...numeric({ label: `${tensor}, ${text.penalty[kind]}`, choose: (value) => choose(tensor, kind, value) }) })));
    for (const { kind, element: box } of fields) box.firstChild.textContent = text.penalty[kind];
    rows.replaceChildren(...tensors.flatMap((tensor, i) => [el("b", {}, tensor), ...fields.slice(2 * i, 2 * i + 2).map((one) => one.element)]));
  }

  return {
    element,
    show() {
      const tensors = trace.peek().layers.flatMap((layer) => layer.parameters);
      if (tensors.join() !== shown) build(tensors);
      shown = tensors.join();
      element.hidden = !tensors.length;
      if ((kept.peek().penalties ?? []).length) element.open = true;
      for (const one of fields) one.show(now(one.tensor)[one.kind]);
    },
  };
}
