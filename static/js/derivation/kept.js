/** The documents that this tab derived: with them a reload finds its numbers again, whatever the server and the explorer did since. */
const KEY = "backprop-explorer.derivation";

/** @param {string} id @returns {object | null} */
export function recalled(id) {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return found?.id === id ? found.document : null;
  } catch {
    return null;
  }
}

/** @param {string} id @param {object} document */
export function remember(id, document) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ id, document }));
  } catch { /* full or forbidden: the explorer's own copy is left */ }
}
