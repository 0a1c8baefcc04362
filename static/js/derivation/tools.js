/** Above the sheet: which part by which method, copying, files, printing. Nothing of it is printed. */
import { effect } from "../../vendor/signals-core/signals-core.mjs";
import { copy, told } from "../equation/copy.js";
import { makerOf } from "../network.js";
import { lesson, trace } from "../store.js";
import { text } from "../strings.js";
import { action, chooser, stepper } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { offered } from "../view.js";
import { leadsOf, leadWords } from "./numbers.js";
import { go, place } from "./place.js";

const words = text.derivation;
const FILES = { latex: "tex", markdown: "md", text: "txt" };

/**
 * @param {HTMLElement} host
 * @param {{written: (form: string) => Promise<string>, ready: () => Promise<void>}} sheet the derivation in a form; when all of it stands on the page
 */
export function tools(host, { written, ready }) {
  const back = el("a.link", { href: "/" }, words.back);
  const choices = el("div.bar.choices");
  const status = told();
  const forms = (label, run, name) => el("div.bar.forms", { role: "group", "aria-label": label }, el("span", {}, label), ...Object.keys(FILES).map((form) => el("button.link", { type: "button", onclick: () => run(form) }, name(form))));
  const copying = forms(words.copyAs, async (form) => status.say((await copy(await written(form))) ? words.copied : words.notCopied), (form) => words.forms[form]);
  const saving = forms(words.saveAs, async (form) => save(await written(form), `${place.peek().tensor}.${FILES[form]}`), (form) => `.${FILES[form]}`);
  const print = action(words.print, async () => { await ready(); window.print(); }, { main: true });
  host.append(back, choices, el("span.space"), status.element, copying, saving, print);

  effect(() => {
    const { tensor, method, slice = "", cells } = place.value;
    const known = trace.value?.tensors.get(tensor);
    const focus = document.activeElement?.getAttribute("aria-label");
    choices.replaceChildren(...(known ? chosen({ tensor, method, slice, cells }) : []));
    if (focus) choices.querySelector(`[aria-label="${focus}"]`)?.focus();
    back.href = known ? `/#${new URLSearchParams({ ...(lesson.value && { lesson: lesson.value }), layer: makerOf(trace.value, tensor), tensor, ...(method && { method }) })}` : "/";
  });

  function chosen({ tensor, method, slice, cells }) {
    const methods = offered(tensor);
    const leads = leadsOf(tensor);
    const parts = [{ value: "", label: words.all }, ...leads.map((lead) => ({ value: `${lead.join()},:,:`, label: leadWords(tensor, lead) }))];
    const made = [];
    if (methods.length > 1) {
      const list = chooser({ label: words.method, hidden: true, options: methods.map((value) => ({ value, label: text.method(value) })), choose: (value) => go({ method: value }) });
      list.show(methods.includes(method) ? method : methods[0]);
      made.push(el("span.field", {}, words.method, list.element));
    }
    if (leads.length > 1) {
      const list = chooser({ label: words.part, hidden: true, options: parts, choose: (value) => go({ slice: value, cells: "" }) });
      list.show(slice);
      made.push(el("span.field", {}, words.part, list.element));
    }
    if (cells) {
      const count = stepper({ label: words.cells, min: 1, choose: (value) => go({ cells: String(value) }) });
      count.show(Number(cells));
      made.push(count.element, el("button.link", { type: "button", onclick: () => go({ cells: "" }) }, words.all));
    }
    return made;
  }
}

function save(content, name) {
  const link = el("a", { href: URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
