/** Settings of the loss: which one, what it averages over. */
import { catalogue, kept } from "../store.js";
import { text } from "../strings.js";
import { action, chooser } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { penaltySettings } from "./penalties.js";

/** @param {(change: object, how?: {then?: string}) => Promise<boolean>} ask */
export function lossSettings(ask) {
  const { losses } = catalogue.peek();
  const type = chooser({
    label: text.type, options: Object.keys(losses).map((value) => ({ value, label: text.lossType(value) })),
    choose: (value) => ask({ op: "loss", loss: { type: value, ...reduction(value) } }),
  });
  const penalties = penaltySettings(ask);
  const say = el("p.shapes");
  const options = el("div.fields");
  let shown = "";

  /** The reduction goes along where the other loss has it too. */
  function reduction(value) {
    const now = kept.peek().loss?.reduction;
    return now && choices(value).includes(now) ? { reduction: now } : {};
  }
  const choices = (value) => losses[value].schema.properties.reduction?.enum ?? [];

  return {
    parts: [type.element, options, say, penalties.element, el("div.bar", {}, action(text.removeLoss, () => ask({ op: "loss", loss: null }, { then: "" })))],
    show() {
      const { loss } = kept.peek();
      if (!loss) return;
      type.show(loss.type);
      penalties.show();
      say.textContent = text.lossSays(loss.type);
      if (shown !== loss.type) {
        shown = loss.type;
        const all = choices(loss.type).map((value) => ({ value, label: text.choice(value) }));
        const field = all.length && chooser({ label: text.reduction, options: all, choose: (value) => ask({ op: "loss", loss: { ...kept.peek().loss, reduction: value } }) });
        options.replaceChildren(...(field ? [field.element] : []));
        options.shown = field || null;
      }
      options.shown?.show(loss.reduction);
    },
  };
}
