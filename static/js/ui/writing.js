/** Text into the clipboard, also where the browser gives no access to it (plain http on a local network). */
import { el } from "./dom.js";

/** @param {string} words @returns {Promise<boolean>} whether it was copied */
export async function toClipboard(words) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(words).then(() => true, () => bySelection(words));
  return bySelection(words);
}

function bySelection(words) {
  const field = el("textarea.sr", { readonly: true, "aria-hidden": "true", tabindex: -1 });
  field.value = words;
  const back = document.activeElement;
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch { /* the caller shows the text instead */ }
  field.remove();
  back?.focus?.({ preventScroll: true });
  return done;
}
