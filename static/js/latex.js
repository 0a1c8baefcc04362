/** LaTeX as text: fractions on one line, symbols in their roles' colours. Understands what the API writes, no more. */

/** The end of the braced group that starts at `at`. @param {string} latex @param {number} at */
export function groupEnd(latex, at) {
  let depth = 0;
  for (let i = at; i < latex.length; i++) {
    if (latex[i] === "{") depth++;
    else if (latex[i] === "}" && --depth === 0) return i + 1;
  }
  return latex.length;
}

/** \frac{a}{b} at `at` as [whole end, a, b], or null. */
function fraction(latex, at) {
  const head = /^\\[dt]?frac\{/.exec(latex.slice(at, at + 7));
  if (!head) return null;
  const open = at + head[0].length - 1;
  const middle = groupEnd(latex, open);
  const end = groupEnd(latex, middle);
  return { end, over: latex.slice(open + 1, middle - 1), under: latex.slice(middle + 1, end - 1) };
}

/** Every fraction as a/b. @param {string} latex @returns {string} */
export function inline(latex) {
  let out = "";
  for (let i = 0; i < latex.length;) {
    const found = fraction(latex, i);
    if (found) {
      out += `${inline(found.over)}/${inline(found.under)}`;
      i = found.end;
    } else out += latex[i++];
  }
  return out;
}

/** The left side of an equation: up to the first "=" outside of braces. @param {string} latex */
export function leftSide(latex) {
  for (let i = 0, depth = 0; i < latex.length; i++) {
    if (latex[i] === "{") depth++;
    else if (latex[i] === "}") depth--;
    else if (latex[i] === "=" && depth === 0) return latex.slice(0, i).trim();
  }
  return latex;
}

const wrap = (role, latex) => `\\htmlClass{r-${role}}{${latex}}`;

/** A whole symbol: letter or command, primes, and its indices. */
function symbolEnd(latex, at) {
  let i = at;
  for (;;) {
    if (latex[i] === "'") i++;
    else if (latex[i] === "_" || latex[i] === "^") i = latex[i + 1] === "{" ? groupEnd(latex, i + 1) : i + 2;
    else return i;
  }
}

/**
 * Wrap every symbol of `roles` and every derivative of the loss in its colour class.
 * @param {string} latex @param {Record<string, string>} roles symbol ("x", "\\delta") → role @returns {string}
 */
export function painted(latex, roles) {
  let out = "";
  for (let i = 0; i < latex.length;) {
    const found = fraction(latex, i);
    if (found) {
      const whole = latex.slice(i, found.end);
      const derivative = /^\\partial ?[A-Z]$/.test(found.over.trim()) && /^\\partial/.test(found.under.trim());
      out += derivative ? wrap("gradient", whole) : `\\frac{${painted(found.over, roles)}}{${painted(found.under, roles)}}`;
      i = found.end;
      continue;
    }
    const token = /^(\\[A-Za-z]+|\\.|[A-Za-z])/.exec(latex.slice(i, i + 24))?.[0];
    if (latex[i] === "_" || latex[i] === "^") {
      const end = latex[i + 1] === "{" ? groupEnd(latex, i + 1) : i + 2;
      out += latex.slice(i, end);
      i = end;
    } else if (token && Object.hasOwn(roles, token)) {
      const end = symbolEnd(latex, i + token.length);
      out += wrap(roles[token], latex.slice(i, end));
      i = end;
    } else {
      const piece = token ?? latex[i];
      if (["\\text", "\\mathrm", "\\operatorname"].includes(token) && latex[i + token.length] === "{") {
        const end = groupEnd(latex, i + token.length);
        out += latex.slice(i, end);
        i = end;
      } else {
        out += piece;
        i += piece.length;
      }
    }
  }
  return out;
}

/** The letter of a symbol, without its indices; null when it is more than a letter. @param {string} latex */
export const letter = (latex) => /^(\\[A-Za-z]+|[A-Za-z])(?=$|[_^' ])/.exec(latex.trim())?.[0] ?? null;

const DERIVATIVE = /^\\frac\{\\partial [A-Z]\}\{\\partial (.*)\}$/;
const LETTER = /^\\?[A-Za-z]+/;

/** ∂L/∂z₁₁ as δ₁₁; empty where it is no such derivative. @param {string} latex */
export const asDelta = (latex) => DERIVATIVE.exec(latex)?.[1].replace(LETTER, "\\delta") ?? "";
