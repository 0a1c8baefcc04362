/** Texts of the equation panel. */
/** What a map does, with its argument and its value in words. */
const FUNCTIONS = {
  step: (z, value) => (z === "0" ? `The slope of ReLU at exactly 0 is taken as 0.` : value === "1" ? `${z} is above 0: the slope is 1.` : `${z} is not above 0: the slope is 0.`),
  leaky_step: (z, value) => (z.startsWith("−") || z === "0" ? `${z} is not above 0: the slope is the negative slope, ${value}.` : `${z} is above 0: the slope is 1.`),
  sign: (z, value) => `The sign of ${z} is ${value}.`,
  equals: (z, value, { value: wanted }) => (value === "1" ? `The class is ${z}: this is its place, so 1.` : `The class is ${z}, not ${wanted}: so 0.`),
  exp: (z, value) => `e to the power of ${z} is ${value}.`,
  log: (z, value, { at_least: least }) => `The natural logarithm of ${z} is ${value}.${least === undefined ? "" : ` It is never taken below ${least}.`}`,
  reciprocal: (z, value) => `One divided by ${z} is ${value}.`,
  sigmoid: (z, value) => `The sigmoid 1 ∕ (1 + e⁻ᶻ) of z = ${z} is ${value}.`,
  sigmoid_derivative: (z, value) => `The slope of the sigmoid at ${z} is ${value}.`,
  tanh: (z, value, { amplitude, slope }) => `${amplitude === 1 ? "" : `${amplitude} times `}tanh of ${slope === 1 ? z : `${slope} times ${z}`} is ${value}.`,
  tanh_derivative: (z, value) => `The slope of tanh at ${z} is ${value}.`,
};

const SHARE = {
  alone: (most) => `This place holds the maximum, ${most}: it takes the whole gradient.`,
  smaller: (own, most) => `This place holds ${own}; the maximum is ${most}, so it takes nothing.`,
  first: (most, n) => `${n} places hold the maximum, ${most}. This is the first of them, row by row: it takes the whole gradient.`,
  later: (most, n) => `${n} places hold the maximum, ${most}. The first of them takes the gradient, this one nothing.`,
  split: (most, n) => `${n} places hold the maximum, ${most}. They share the gradient: 1 ∕ ${n} each.`,
  all: (most, n) => `${n} places hold the maximum, ${most}. Each of them takes the whole gradient.`,
  padding: "This place lies on padding, which never wins.",
  nan: (value) => `There is a NaN in the window. The last one takes the gradient: here ${value}.`,
};

const KINK_RULES = {
  relu: "ReLU′(0) = 0 is the rule here, as in PyTorch.",
  leaky_relu: "At 0 the negative slope is the rule here, as in PyTorch.",
  "ties first": "Under the tie rule “first” the first of the equal places, row by row, takes the gradient.",
  "ties all": "Under the tie rule “all” each of the equal places takes the whole gradient.",
  "ties split": "Under the tie rule “split” the equal places share the gradient.",
  penalty: "The sign of 0 is taken as 0.",
};

const AXES = { sample: "sample", map: "map", row: "row", column: "column", entry: "entry" };

export const equation = {
  equation: "Equation", trail: "Where this number comes from", pull: "Pull up for the terms",
  views: "How this number is made", termsTab: "Terms", codeTab: "Code",
  columns: { step: "step", pair: "pair", place: "nr", term: "term", numbers: "numbers", number: "number", product: "product", running: "running", total: " total" },
  zero: { padding: "padding", stuffing: "stuffing", border: "border" },
  givenCell: "This number is given. Nothing computes it.", givenEdit: "This number is given. Type in its cell to change it.",
  noTerms: "No terms: this number is given.",
  nothing: "No term reaches this cell: it is an empty sum, 0.",
  passed: "One term: the number is passed on as it is.", constant: "A constant. Nothing is read.", putIn: (kind) => `A zero that was put in (${kind}). Nothing is read.`,
  chosen: "wins", tied: "equal", thisPlace: "this place",
  largestOf: (value, n) => `The largest of ${n} numbers is ${value}.`, largestTied: (value, n) => `The largest number is ${value}. It stands here ${n} times; the first is marked.`,
  functions: FUNCTIONS, functionOf: (name, numbers, value) => `${name}(${numbers}) is ${value}.`, share: SHARE,

  groupMaps: "c and k of one group", connectedMaps: "c and k that are connected",
  largestTerms: (n) => `largest of ${n} terms`, largestOfFirst: (n, all) => `largest of the first ${n} of ${all} terms`,
  smallerTerms: (n) => (n === 1 ? "1 smaller term" : `${n} smaller terms`),
  putZeros: (n, kind) => (n === 1 ? `1 zero of the ${kind}` : `${n} zeros of the ${kind}`),
  termsWith: (n) => (n === 1 ? "1 term with " : `${n} terms with `), zeroTerms: (n) => (n === 1 ? "1 term of 0" : `${n} terms of 0`),
  beyond: (n) => (n === 1 ? "the last term, not looked at" : `the last ${n} terms, not looked at one by one`),
  showAll: (n) => `Show all ${n} terms`, earlier: "Earlier terms", later: "Later terms", inShort: "Largest only",
  pageOf: (from, to, all) => `${from}–${to} of ${all}`,
  sumBy: (axis) => `Sum by ${AXES[axis]} of `, partial: (n, first) => `${n} partial sums${first ? ` of the first ${first} terms` : ""}`, barOf: (axis, at, sum) => `${AXES[axis]}${at ? ` ${at}` : "s: none"}: ${sum}`,
  barsSay: (n, most) => `${n} partial sums. The largest: ${most}`,

  numerical: "Numerical gradient", checking: "moving the number a little …",
  central: (epsilon) => `central difference, ε\u00a0=\u00a0${epsilon}`, distance: (value) => `distance to ${value}`,
  perSample: "kept per sample, so the difference counts", times: (n) => (n === "1" ? "once" : `${n} times`),
  verdict: { ok: "agrees", bad: "differs", kink: "kink" },
  leftSlope: (epsilon) => `slope to the left, ε\u00a0=\u00a0${epsilon}`, rightSlope: (epsilon) => `slope to the right, ε\u00a0=\u00a0${epsilon}`, engineTakes: "the gradient by the rule",
  flatSays: "A switch flips here, but the loss has the same slope on both sides.",
  cornerSays: "The loss has a corner here. A corner has a slope on each side, and neither is wrong.", kinkRule: KINK_RULES,
  moreKinks: (n) => (n === 1 ? "And one more place." : `And ${n} more places.`),
  agreement: "The same sum", others: (n) => `by the ${n} other methods`, each: (value) => `${value} each`,

  goDown: (name) => `Explain ${name}`, up: "Back up", upKey: "Backspace", showAt: (layer) => `Show ${layer} on the stage`,
  unfold: (n) => (n === 1 ? "Show one more step" : `Show ${n} more steps`),
  copy: "Copy as", copyLatex: "LaTeX", copyText: "text", copyPython: "Python", copied: "Copied", notCopied: "Copying is not allowed here",
  noPython: "Too long for one line: see Code",
  library: "Library", numpy: "NumPy", pytorch: "PyTorch", codeOf: "Program for this cell", copyCode: "Copy", download: "Save .py", downloadCode: "Download as a file",
};
