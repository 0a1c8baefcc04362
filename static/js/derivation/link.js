/** The way from the explorer to the printed page of the stage's tensor. */
import { afterNumbers } from "../after-numbers.js";
import { lesson, trace } from "../store.js";
import { text } from "../strings.js";
import { el, icon } from "../ui/dom.js";
import { view } from "../view.js";
import { addressOf } from "./place.js";

export function derivationLink() {
  const link = el("a.link.whole", { target: "_blank", rel: "noopener" }, icon("M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2", "M4.5 9.5h7v4h-7z"), text.derivationLink);
  afterNumbers(() => {
    const [tensor, method] = [view.tensor.value, view.method.value];
    const where = { tensor, method, notation: view.notation.value, base: String(view.base.value) };
    link.href = addressOf({ trace: trace.value?.id ?? "", ...(lesson.value && { lesson: lesson.value }), ...where });
    link.setAttribute("aria-label", text.wholeDerivation(tensor));
    link.title = text.wholeDerivation(tensor);
  });
  return link;
}
