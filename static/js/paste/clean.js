/** What stands around the numbers of a print-out, blanked: lines and columns stay where they were. */

const WRAPPER = /\b(?:(?:np|numpy|torch|jnp|jax|tf)\.)?(?:array|asarray|matrix|tensor|Tensor|Array|(?:bfloat|float|u?int)\d+|longlong|double)\s*\(/g;
const KEYWORD = /,\s*[A-Za-z_]\w*\s*=\s*(?:<[^<>]*>|'[^']*'|"[^"]*"|\([^()]*\)|[\w.:]+)/g;
const AROUND = [
  /^[ \t]*>>>.*$/gm,
  /^[ \t]*In ?\[\d+\]:.*$/gm,
  /^[ \t]*Out ?\[\d+\]:/gm,
  /Parameter containing:/g,
];
const ASSIGNED = /^\s*[A-Za-z_][\w.]*\s*=(?!=)/;

const blank = (found) => found.replace(/[^\n]/g, " ");

/** One kind of line end, of space and of minus. @param {string} source */
export function tidy(source) {
  const plain = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n").replace(/[\u00a0\u2007\u2009\u202f]/g, " ").replaceAll("\u2212", "-");
  return AROUND.reduce((now, form) => now.replace(form, blank), plain);
}

/** Without the names of types and functions, keywords and brackets of calls. @param {string} source tidied */
export function unwrapped(source) {
  const bare = source.replace(KEYWORD, blank).replace(WRAPPER, blank);
  return (bare === source ? source : bare.replace(/\)/g, " ")).replace(ASSIGNED, blank);
}
