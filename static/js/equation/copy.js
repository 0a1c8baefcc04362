/** Copying a formula, also where the browser gives no clipboard (plain http on a local network). */
import { text } from "../strings.js";
import { rounded } from "../format.js";
import { el } from "../ui/dom.js";

async function copy(content) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(content).then(() => true, () => older(content));
  return older(content);
}

function older(content) {
  const field = el("textarea.sr", { readonly: true, "aria-hidden": "true", tabindex: -1 });
  field.value = content;
  const back = document.activeElement;
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch { /* said below */ }
  field.remove();
  back?.focus?.({ preventScroll: true });
  return done;
}

/** The sum in plain characters. @param {import("../explanations.js").Explanation} found */
export function plain(found) {
  const product = (term) => term.factors.map((one, i) => (i && one.value < 0 ? `(${rounded(Number(one.value))})` : rounded(Number(one.value)))).join(" · ");
  const parts = found.terms.map(product);
  const made = found.rule === "sum" ? parts.join(" + ") : found.rule === "given" ? "" : `${found.function?.name ?? found.rule}(${parts.join(", ")})`;
  return [found.cell, made, rounded(Number(found.value))].filter(Boolean).join(" = ");
}

/** @param {() => import("../explanations.js").Explanation | null} found */
export function copyRow(found) {
  const said = el("span", { role: "status" });
  const button = (name, content) => el("button.link", {
    type: "button",
    async onclick() {
      const one = found();
      if (!one) return;
      said.textContent = (await copy(content(one))) ? text.copied : text.notCopied;
      setTimeout(() => { said.textContent = ""; }, 2000);
    },
  }, name);
  return el("div.copy", {}, text.copy, button(text.copyLatex, (one) => `${one.latex.symbolic}\n${one.latex.numeric}`), button(text.copyText, plain), said);
}
