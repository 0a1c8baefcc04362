/** The switches of a stage: conventions changed where their consequence is seen. Refused, one says why and nothing moves. */
import { Problem } from "../api.js";
import { gradientOf, layerNamed } from "../network.js";
import { lost } from "../session.js";
import { catalogue, trace } from "../store.js";
import { switchesOf } from "../switches.js";
import { text } from "../strings.js";
import { refusal, segmented } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { view } from "../view.js";
import { revise } from "./revise.js";

/** @returns {{element: HTMLElement, refused: HTMLElement, show: (document: any, name: string) => string}} `show` answers with what the choices mean, in words */
export function inPlace() {
  const element = el("div.in-place");
  const refused = refusal();
  let shape = "";
  let made = [];

  async function change(one, value) {
    if (value === one.value) return;
    const inside = element.contains(document.activeElement);
    refused.say(null);
    try {
      await revise(one.change(value));
      if (inside && document.activeElement === document.body) made.find(({ now }) => now.key === one.key)?.element.querySelector("[aria-pressed=true]")?.focus({ preventScroll: true });
    } catch (error) {
      if (error instanceof Problem) refused.say(error.message);
      else lost();
    }
  }

  /** The same switches stay where they are, so that the keyboard keeps its place. */
  function show(document, name) {
    const all = switchesOf(catalogue.peek(), document, name);
    const now = JSON.stringify([name, all.map(({ key, options }) => [key, options])]);
    if (now !== shape) {
      shape = now;
      refused.say(null);
      made = all.map(({ key, options }, i) => ({
        ...segmented({ label: text.switchOf(key), options: options.map((value) => ({ value, label: text.switchTo(key, value) })), choose: (value) => change(made[i].now, value) }),
        now: all[i],
      }));
      element.replaceChildren(...made.map((one) => one.element));
      element.hidden = !all.length;
    }
    all.forEach((one, i) => {
      made[i].now = one;
      made[i].show(one.value);
    });
    return all.filter(({ key, value }) => key !== "convention" || turns(name, value)).map(({ key, value }) => text.switchSays(key, value)).filter(Boolean).join(" ");
  }
  return { element, refused: refused.element, show };
}

/** Whether the kernel turns in what is on the stage: on the way back, or under a true convolution on the way forward. */
function turns(name, convention) {
  const layer = layerNamed(trace.value, name);
  const target = view.tensor.value;
  return [gradientOf(layer.input), `${name}.table`, `${name}.turned`].includes(target) || (convention === "convolution" && target === layer.output);
}
