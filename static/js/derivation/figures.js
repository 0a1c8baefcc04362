/** The API's numbers and signs as plain text, which is set a hundred times faster than a formula. Pure. */
const WORDS = { "\\cdot": "·", "\\infty": "∞", "\\max": "max", "\\cdots": "⋯", "\\,": "\u2009", "\\ ": " " };
const TOKEN = /\\operatorname\{[^{}]*\}|\\mathrm\{[^{}]*\}|\\[A-Za-z]+|\\.|\^\{[^{}]*\}|[\s\S]/g;

/**
 * @param {string} latex @returns {{text: string, raised?: boolean}[] | null} null where there is more in it than numbers
 */
export function figures(latex) {
  const parts = [{ text: "" }];
  const add = (text) => {
    if (parts.at(-1).raised) parts.push({ text: "" });
    parts.at(-1).text += text;
  };
  for (const token of latex.match(TOKEN) ?? []) {
    if (token.startsWith("^")) parts.push({ text: token.slice(2, -1).replaceAll("-", "−"), raised: true });
    else if (/^\\(operatorname|mathrm)/.test(token)) add(token.slice(token.indexOf("{") + 1, -1).replaceAll("\\ ", " "));
    else if (token in WORDS) add(WORDS[token]);
    else if (/^[\d.,() +]$/.test(token)) add(token);
    else if (token === "-") add("−");
    else return null;
  }
  return parts;
}
