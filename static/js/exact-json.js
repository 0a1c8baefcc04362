/** JSON that says every number as it is: JSON.stringify would write −0 as 0. */

/** @param {any} value plain data @returns {string} */
export function exactJson(value) {
  if (Object.is(value, -0)) return "-0.0";
  if (Array.isArray(value)) return `[${value.map((one) => exactJson(one ?? null)).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const known = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${known.map(([key, one]) => `${JSON.stringify(key)}:${exactJson(one)}`).join()}}`;
}
