/**
 * Laws of the catalogue, said for one layer: its own letters, its stride and padding as numbers, indices counted as the symbols are,
 * and no index along an axis of length 1. Pure text, LaTeX in and out.
 * @typedef {{stride: number[], dilation: number[], before: number[], kernel: number[], flips: boolean, biased: boolean}} Window
 */
import { groupEnd, leftSide } from "../latex.js";

/** A sum of multiples of letters and a number, what is added first: "m+2-i", "2i+u-1". @param {[number, string][]} parts @param {number} constant */
export function linear(parts, constant) {
  const all = [...parts, ...(constant ? [[constant, ""]] : [])];
  const written = ([times, letter]) => `${times < 0 ? "-" : "+"}${letter && Math.abs(times) === 1 ? "" : Math.abs(times)}${letter}`;
  const text = [...all.filter(([times]) => times > 0), ...all.filter(([times]) => times < 0)].map(written).join("");
  return text.replace(/^\+/, "") || "0";
}

/** Two indices of a plane: "ij", or "2i+u-1,\,2j+v-1" where one is more than a letter. */
const place = (row, col) => (row.length + col.length === 2 ? row + col : `${row},\\,${col}`);

const subscript = (...parts) => {
  const text = parts.filter(Boolean).join(",");
  return text ? `_{${text}}` : "";
};

/**
 * The laws of a layer that slides a kernel over a padded input, by "tensor.method".
 * @param {Window} window @param {number} base from where indices count @param {{n: boolean, c: boolean, k: boolean}} many which axes are longer than 1
 * @returns {Record<string, string[]>} the law, and what it uses
 */
export function windowLaws({ stride: s, dilation: d, before: p, kernel: size, flips, biased }, base, many) {
  const [n, c, k] = ["n", "c", "k"].map((axis) => (many[axis] ? axis : ""));
  const axes = [["i", "u", "m"], ["j", "v", "n"]];
  const both = (write) => place(...axes.map((letters, axis) => write(axis, ...letters)));
  /** The input cell that window i meets at kernel place u; a true convolution counts the kernel backwards. */
  const met = (steps = s) => both((a, i, u) => (flips
    ? linear([[steps[a], i], [-d[a], u]], d[a] * (size[a] - 1) - p[a] + base * (1 - steps[a] + d[a]))
    : linear([[steps[a], i], [d[a], u]], -p[a] + base * (1 - steps[a] - d[a]))));
  /** The kernel place at which window i meets input cell m: whole only where the dilation is 1. */
  const kernel = both((a, i, u, m) => (flips
    ? linear([[s[a], i], [-1, m]], size[a] - 1 - p[a] + base * (2 - s[a]))
    : linear([[1, m], [-s[a], i]], p[a] + base * s[a])));
  const bordered = both((a, i, u, m) => linear([[1, m], [d[a], u]], p[a] - base * d[a]));
  const turned = flips ? "uv" : both((a, i, u) => linear([[-1, u]], size[a] - 1 + 2 * base));

  const loss = (of) => `\\frac{\\partial L}{\\partial ${of}}`;
  const z = (...lead) => `z${subscript(...lead, "ij")}`;
  const w = (at) => `w${subscript(k + c, at)}`;
  const delta = `\\delta${subscript(k, "ij")} = ${loss(z(k))}`;
  const sum = (...over) => `\\sum${subscript(...over)}`;
  const x = `x${subscript(c, "mn")}`;
  const plain = s.every((one) => one === 1);
  const stamped = d.every((one) => one === 1)
    ? `${loss(x)} = ${sum(k, "i", "j")} \\delta${subscript(k, "ij")}\\, ${w(kernel)}`
    : `${loss(`x${subscript(c, met())}`)} \\mathrel{+}= \\delta${subscript(k, "ij")}\\, ${w("uv")}`;
  const arrow = plain ? "" : "^{\\uparrow}";
  const back = flips ? "" : " \\text{, turned back}";
  return {
    "output.chain": [`${z(k)} = ${biased ? `b${subscript(k)} + ` : ""}${sum(c, "u", "v")} x${subscript(c, met())}\\, ${w("uv")}`],
    "input.grad.chain": [`${loss(x)} = ${sum(k, "i", "j")} ${loss(z(k))} \\frac{\\partial ${z(k)}}{\\partial ${x}}`],
    "input.grad.scatter": [stamped, delta],
    "input.grad.rot180": [`${loss(x)} = ${sum(k, "u", "v")} \\delta^{+}${subscript(k, bordered)}\\, ${w(turned)}`],
    "weight.grad.chain": [`${loss(w("uv"))} = ${sum(n, "i", "j")} ${loss(z(n, k))} \\frac{\\partial ${z(n, k)}}{\\partial ${w("uv")}}`],
    "weight.grad.correlate": [`${loss(w("uv"))} = ${sum(n, "i", "j")} x${subscript(n, c, met([1, 1]))}\\, \\delta${arrow}${subscript(n, k, "ij")}`, plain ? `\\delta = ${loss("z")}` : ""],
    "weight.grad.rot180_input": [`${loss("w")} = \\operatorname{rot180}(${p.some(Boolean) ? "\\hat{x}" : "x"}) \\ast \\delta${arrow}${back}`],
    "bias.grad.chain": [`${loss(`b${subscript(k)}`)} = ${sum(n, "i", "j")} ${loss(z(n, k))}`],
  };
}

const INDEX = /\b(s?)([ij])\+(d?)([uv])\b/g;

/** Windows of a catalogue formula in numbers: "si+du" becomes "2i+u-2", and x̂ is x with 0 outside. @param {string} latex @param {Window} window @param {number} base */
export function numbered(latex, { stride, dilation, before }, base) {
  const found = latex.replace(INDEX, (whole, s, i, d, u) => {
    const axis = i === "i" ? 0 : 1;
    const [by, apart] = [s ? stride[axis] : 1, d ? dilation[axis] : 1];
    return linear([[by, i], [apart, u]], base * (1 - by - apart) - before[axis]);
  });
  return found.replaceAll("\\hat{x}", "x");
}

const INDICES = /_([a-z])(?![a-z])|_\{([^{}]*)\}/g;
const THIN = "\\,";
const HELD = "\u2009";

/** Without the indices along axes of length 1, unless a formula counts with them elsewhere. @param {string} latex @param {string[]} axes index letters */
export function withoutSingle(latex, axes) {
  const others = latex.replace(INDICES, "").replace(/\\[A-Za-z]+/g, "");
  const single = axes.filter((letter) => !others.includes(letter));
  const keep = (inside) => inside.replaceAll(THIN, HELD).split(",").filter((part) => !single.includes(part.trim())).join(",").replaceAll(HELD, THIN).replace(/^\\,/, "");
  return latex.replace(INDICES, (whole, index, inside) => {
    const left = keep(index ?? inside);
    return left ? whole.replace(index ?? inside, () => left) : "";
  }).replace(/\\sum(?![A-Za-z_^])\s*/g, "");
}

const TOKEN = /^(\\[A-Za-z]+|\\.|[A-Za-z])/;
const WORDS = ["\\text", "\\mathrm", "\\operatorname", "\\mathsf"];

/**
 * Other letters in a formula; indices and words stay. A letter under a power that has a layer number of its own is bracketed;
 * the stuffed and the bordered δ have no number.
 * @param {string} latex @param {Record<string, string>} letters letter of the catalogue → symbol of the trace
 */
export function relettered(latex, letters) {
  let out = "";
  for (let i = 0; i < latex.length;) {
    const token = TOKEN.exec(latex.slice(i, i + 24))?.[0];
    const piece = token ?? latex[i];
    i += piece.length;
    if (piece === "_" || piece === "^") {
      const end = latex[i] === "{" ? groupEnd(latex, i) : i + (TOKEN.exec(latex.slice(i, i + 24))?.[0].length ?? 1);
      const exponent = piece === "^" && latex[i] === "{" ? `{${relettered(latex.slice(i + 1, end - 1), letters)}}` : latex.slice(i, end);
      out += piece + exponent;
      i = end;
    } else if (WORDS.includes(token) && latex[i] === "{") {
      const end = groupEnd(latex, i);
      out += piece + latex.slice(i, end);
      i = end;
    } else if (Object.hasOwn(letters, piece)) {
      const symbol = letters[piece];
      const raised = latex[i] === "^" && symbol.includes("^");
      if (raised && piece === "\\delta") out += piece;
      else out += raised ? `{${symbol}}` : joined(symbol, latex[i]);
    } else out += piece;
  }
  return out;
}

/** A command must not run into the letter that follows. */
const joined = (symbol, next) => (/\\[A-Za-z]+$/.test(symbol) && /[A-Za-z]/.test(next ?? "") ? `${symbol} ` : symbol);

/** ∂L/∂z as δ, where the notation has a letter for it. @param {string} latex @param {string} loss @param {string} symbol what is differentiated by @param {string} delta */
export function shortened(latex, loss, symbol, delta) {
  const over = `\\frac{\\partial ${loss}}`;
  const head = `${over}{\\partial ${symbol}`;
  let out = latex;
  for (let at = out.indexOf(head); at >= 0; at = out.indexOf(head, at + 1)) {
    const rest = at + head.length;
    if (!"_}".includes(out[rest])) continue;
    const end = groupEnd(out, at + over.length);
    out = out.slice(0, at) + delta + out.slice(rest, end - 1) + out.slice(end);
  }
  return out;
}

/** Where an entry of a map lies in the vector, in numbers. @param {number[]} shape maps, rows, columns @param {boolean} byColumns @param {number} base */
export function flattened([maps, rows, cols], byColumns, base) {
  const step = byColumns ? rows : cols;
  const inner = byColumns ? [[rows, "j"], [1, "i"]] : [[cols, "i"], [1, "j"]];
  const outer = maps > 1 ? [[rows * cols, "c"]] : [];
  return `f = ${linear([...outer, ...inner], -base * (step + (maps > 1 ? rows * cols : 0)))}`;
}

/** The letter that a law is about: "x" of ∂L/∂x_{mn} = …, "z" of z_{ij} = …. @param {string | undefined} formula */
export function subject(formula) {
  const left = leftSide(formula ?? "").replace(/^\\operatorname\{vec\}/, "");
  const under = /^\\frac\{\\partial L\}\{\\partial (\\?[A-Za-z]+)/.exec(left)?.[1];
  return under ?? /^(\\[A-Za-z]+|[A-Za-z])/.exec(left)?.[0] ?? null;
}

/** A law and the definitions that follow it, apart. @param {string} latex @returns {string[]} */
export const pieces = (latex) => latex.split(/\s*,\s*\\quad\s*/);
