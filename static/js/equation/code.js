/** The pinned cell as a program: NumPy loops, or one PyTorch call. Asked for only while it is looked at. */
import { effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { answered, code, naming, pinnedExplanation } from "../explanations.js";
import { text } from "../strings.js";
import { segmented } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { copy, told } from "./copy.js";

const WORDS = /(#.*$)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\b(and|as|assert|def|else|for|from|if|import|in|is|lambda|not|or|print|return|with|while)\b/gm;

/** A line of Python, keywords by weight, comments set back. @param {string} line */
function lineOf(line) {
  const parts = [];
  let at = 0;
  for (const found of line.matchAll(WORDS)) {
    const [whole, comment, , word] = found;
    parts.push(line.slice(at, found.index), comment ? el("i", {}, whole) : word ? el("b", {}, whole) : whole);
    at = found.index + whole.length;
  }
  const node = el("span.line", {}, ...parts, line.slice(at), "\n");
  node.style.setProperty("--indent", String(/^ */.exec(line)[0].length));
  return node;
}

/** @param {HTMLElement} host @param {import("../../vendor/signals-core/signals-core.mjs").Signal<boolean>} open */
export function codePanel(host, open) {
  const library = signal("numpy");
  const answer = answered(() => {
    naming.value;
    const found = open.value && pinnedExplanation.value;
    return found ? code(found.cell, found.method).catch((problem) => ({ problem: problem.message })) : null;
  });
  const choice = segmented({
    label: text.library, hidden: true, choose: (value) => { library.value = value; },
    options: [{ value: "numpy", label: text.numpy }, { value: "pytorch", label: text.pytorch }],
  });
  const status = told();
  const listing = el("pre", { tabindex: 0, role: "region", "aria-label": text.codeOf });
  const now = () => answer.peek()?.[library.peek()] ?? "";
  const buttons = el("div.code-bar", {}, choice.element, el("span.bar", {},
    status.element,
    el("button.btn.line", { type: "button", onclick: async () => { status.say((await copy(now())) ? text.copied : text.notCopied); } }, text.copyCode),
    el("button.btn.line", { type: "button", title: text.downloadCode, onclick: () => download(now(), fileName(answer.peek(), library.peek())) }, text.download)));
  host.append(buttons, listing);

  effect(() => {
    const found = answer.value;
    const which = library.value;
    choice.show(which);
    listing.dataset.library = which;
    untracked(() => listing.replaceChildren(...(found?.problem ? [el("span.line", {}, found.problem)] : (found?.[which] ?? "").trimEnd().split("\n").map(lineOf))));
  });
}

const fileName = (found, library) => `${(found?.cell ?? found?.tensor ?? "cell").replace(/[^\w]+/g, "_").replace(/_$/, "")}_${library}.py`;

function download(content, name) {
  const link = el("a", { href: URL.createObjectURL(new Blob([content], { type: "text/x-python" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
