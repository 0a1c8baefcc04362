/** The reader's language: as chosen and kept, else the first of the browser's that has a table; English without either. */
const KEY = "backprop-explorer.language";

function kept() {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {Record<string, object>} tables by language, "en" or "pt-BR"
 * @param {(string | null)[]} [wished] best first
 */
export function languageOf(tables, wished = [kept(), ...(globalThis.navigator?.languages ?? [])]) {
  const found = wished.filter(Boolean).flatMap((one) => [one, one.split("-")[0]]).find((one) => Object.hasOwn(tables, one));
  return found ?? "en";
}
