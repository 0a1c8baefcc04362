/** A window over the page, with a title and a way out; the reader's place outlives it. */
import { text } from "../strings.js";
import { el, icon } from "./dom.js";

let count = 0;

/**
 * @param {{title: string, wide?: boolean, closed?: () => void}} options
 * @returns {{element: HTMLDialogElement, title: HTMLElement, body: HTMLElement, foot: HTMLElement, open: () => void, close: () => void}}
 */
export function dialog({ title, wide = false, closed }) {
  const heading = el("h2", { id: `dialog-${++count}` }, title);
  const body = el("div.dialog-body");
  const foot = el("footer.bar");
  const element = el(`dialog.dialog${wide ? ".wide" : ""}`, { "aria-labelledby": heading.id },
    el("header", {}, heading, el("button.btn", { type: "button", "aria-label": text.close, title: text.close, onclick: () => element.close() }, icon("m3.5 3.5 9 9M12.5 3.5l-9 9"))),
    body, foot);
  element.addEventListener("close", () => { element.remove(); closed?.(); });
  element.addEventListener("pointerdown", (event) => { if (event.target === element) element.close(); });
  return {
    element, title: heading, body, foot,
    open() {
      document.body.append(element);
      element.showModal();
    },
    close: () => element.close(),
  };
}
