/** Where a text stops being JSON: browsers say it differently, or not at all. */

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y; // eslint-disable-line no-control-regex
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** @param {string} source no JSON @returns {{line: number, column: number}} of the first character that does not fit, from 1 */
export function faultIn(source) {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.test(source);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const is = (char) => {
    take(SPACE);
    const found = source[at] === char;
    if (found) at += 1;
    return found;
  };
  const value = () => {
    if (is("[")) return list("]", value);
    if (is("{")) return list("}", pair);
    return take(STRING) || take(NUMBER) || take(WORD);
  };
  const pair = () => (take(SPACE), take(STRING) && is(":") && value());
  function list(end, item) {
    if (is(end)) return true;
    do if (!item()) return false; while (is(","));
    return is(end);
  }
  if (value()) take(SPACE);
  const lines = source.slice(0, at).split("\n");
  return { line: lines.length, column: lines.at(-1).length + 1 };
}
