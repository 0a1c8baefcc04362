/** Every text of the page, in one table per language. {d} {z} {x} {w} {b} stand for symbols. */
const METHODS = {
  chain: "chain rule", scatter: "scatter", rot180: "rotated kernel", matrix: "matrix", correlate: "correlation",
  rot180_input: "turned input", from_input: "from the input", from_output: "from the output",
};

/** One sentence per way to see a tensor: "tensor.method". */
const SAY = {
  "output.chain": "Lay the kernel on the padded {x}: multiply what meets, add up.",
  "output.chain.bias": "Lay the kernel on the padded {x}: multiply what meets, add up, add {b}.",
  "input.grad.chain": "Find every {z} that contains the cell, differentiate it, add up.",
  "input.grad.scatter": "Every {d} stamps the whole kernel where its window had read; overlaps add up.",
  "input.grad.rot180": "Slide the kernel, turned by 180°, over {d}: one window, one gradient.",
  "input.grad.rot180.convolution": "A true convolution turned the kernel on the way forward, so nothing turns on the way back.",
  "input.grad.matrix": "The layer is one matrix C; its transpose takes {d} back. Most of its entries are zero.",
  "weight.grad.chain": "Every {z} hands the weight its {d} times the number that it met.",
  "weight.grad.correlate": "Lay {d} on the padded {x}, shifted by the weight’s place: multiply what meets, add up.",
  "weight.grad.rot180_input": "Turn the padded {x} by 180°, convolve it with {d}, turn the result back.",
  "weight.grad.rot180_input.convolution": "Turn the padded {x} by 180° and convolve it with {d}.",
  "weight.grad.matrix": "All windows side by side are one matrix P; P times {d} is the gradient.",
  "bias.grad.chain": "The bias stands once in every {z}: its gradient is the sum of all {d}.",
  input: "These numbers go in. Everything else follows from them.",
  loss: "One number says how far off the network is. From here the gradients start.",
  map: "Every number is worked out on its own.",
  max: "The largest of what it reads wins.",
  sum: "Every number is a sum of products of what it reads.",
  product: "Cell by cell: one number times another.",
  copy: "Every number is passed on as it is.",
  given: "These numbers are given, not computed.",
};

const RULES = { max: "the largest of", map: "a function of", given: "given" };
const FUNCTIONS = { step: "1 where positive, else 0", exp: "exp", log: "log", reciprocal: "1 ∕ ·", sign: "sign", share_of_max: "its share of the maximum" };

export const text = {
  title: "Backprop Explorer",
  logo: "Backprop Explorer",
  document: "Document", undo: "Undo", redo: "Redo", reset: "Reset", more: "Settings",
  notation: "Symbols", indexFrom: "Count from", indexBase: (base) => `Count rows and columns from ${base}`,
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },

  network: "Network", values: "values", gradients: "gradients", padding: "padding", stride: "stride", dilation: "dilation", groups: "groups",
  given: "given", scalar: "scalar",
  kinds: { upstream: "upstream, given", squared_error: "squared error" },

  stage: (layer) => `What ${layer} does`, which: (layer) => `Which tensor of ${layer}`, methodList: "Method",
  method: (name) => METHODS[name] ?? name.replaceAll("_", " "),
  say: (kinds) => kinds.map((kind) => SAY[kind]).find(Boolean) ?? "",
  hint: "Click any number to ask why.", hintEdit: "Click any number to ask why. Type to change it.",
  matrix: (tensor, shape) => `${tensor}${shape ? `, ${shape}` : ""}`,
  editing: (cell) => `New value of ${cell}`,
  mapOf: (i, n) => `map ${i} of ${n}`, previousMap: "Previous map", nextMap: "Next map",

  table: "padded table", finished: "finished", afterStep: (n) => `after step ${n}`, crop: "crop",
  stamp: "one number times the whole kernel",
  tableNote: "Hatched: the gradient of the padding. It is cropped at the end.",
  pipsNote: "Dots: how many of its contributions have arrived.",
  stampOf: (numbers) => `The stamp: ${numbers}`,
  stepBack: "Previous step", stepOn: "Next step", stepAll: "All steps", stepKeys: "[ and ] step",
  stepNow: (n, all) => ["step ", n, ` of ${all}`], stepDone: (all) => `all ${all} stamps added`,
  stepTooLarge: (n) => `The table has ${n} cells: its numbers are shown finished.`,
  bordered: "with a border of zeros", turned: "turned 180°", turnAgain: "Turn again", turnedAlready: "read as it is",
  pairs: (n) => (n === 1 ? "one pair under the window" : `${n} pairs under the window`),
  products: (numbers) => `Products: ${numbers}`,
  sum: "Σ", stuffed: "with zeros between", padded: "with its padding",
  methodOf: (name) => `Terms: ${name}`,
  composition: "composition", linesShown: (shown, all) => (shown === all ? `all ${all} lines` : `${shown} of ${all} lines, the ones that contain the cell first`),
  linesOfPairs: (shown, all) => (shown === all ? `${all} products` : `${shown} of ${all} products`),
  derivatives: "their derivatives",
  rowOf: "row of", rowEntries: (n, all) => `${n} of ${all} entries are not structural zeros`,
  rowSums: "after each row",
  andConstants: (numbers) => `this and ${numbers}`,
  operator: { product: "∘", times: "×", inner: "·", correlate: "⋆", convolve: "∗", plus: "+", equals: "=" },

  legend: { negative: "negative", positive: "positive", current: "current", read: "reads", feeds: "feeds", padding: "padding" },
  roles: { input: "input", weight: "weight", bias: "bias", activation: "activation", gradient: "gradient" },

  equation: "Equation", trail: "Where this number comes from", pull: "Pull up for the terms", push: "Close the terms",
  columns: { step: "step", pair: "nr", term: "term", numbers: "numbers", product: "product", running: "running", total: " total" },
  zero: { padding: "padding", stuffing: "stuffing", border: "border" },
  rule: (rule) => RULES[rule] ?? "", func: (name) => FUNCTIONS[name] ?? name.replaceAll("_", " "),
  givenCell: "This number is given. Nothing computes it.", givenEdit: "This number is given. Type in its cell to change it.",
  nothing: "No term reaches this cell: it is an empty sum, 0.",
  chosen: "wins", showMore: (n) => `Show ${n} more`, shownOf: (shown, all) => `${shown} of ${all} terms`,
  agreement: "The same sum", agrees: "agrees", differs: "differs", each: (value) => `${value} each`,
  goDown: (name) => `Explain ${name}`,
  copy: "Copy as", copyLatex: "LaTeX", copyText: "text", copied: "Copied", notCopied: "Copying is not allowed here",

  loading: "Opening the document", awayTitle: "The server does not answer; your numbers are kept.", retry: "Try again",
  unknown: (slug) => `There is no document “${slug}”.`, openFirst: "Open the first one",
};
