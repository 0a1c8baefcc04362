/** The reader's language: the first of the browser's that has a table, else English. */

/**
 * @param {Record<string, object>} tables by language, "en" or "pt-BR"
 * @param {readonly string[]} [wished] best first
 */
export function languageOf(tables, wished = globalThis.navigator?.languages ?? []) {
  const found = wished.flatMap((one) => [one, one.split("-")[0]]).find((one) => Object.hasOwn(tables, one));
  return found ?? "en";
}
