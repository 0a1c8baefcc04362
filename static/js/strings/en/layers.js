/** Texts of the figures of activations, linear, shape, softmax and loss layers, and of the switches in place. */

/** Conventions by their key in the document: label, choices, and what each choice means for the numbers. */
const SWITCHES = {
  convention: {
    label: "Kernel", cross_correlation: ["cross-correlation", "The kernel turns on the way back."],
    convolution: ["convolution", "The kernel turns on the way forward."],
  },
  ties: {
    label: "At a tie", first: ["first", "At a tie the first one, row by row, takes the whole gradient."], all: ["all", "At a tie everyone takes the whole gradient."],
    split: ["split", "At a tie the gradient is shared equally."],
  },
  count_include_pad: {
    label: "Padding counts", true: ["yes", "The mean divides by the whole window, padding too."], false: ["no", "The mean divides by the cells of the input alone."],
  },
  order: {
    label: "Read", row_major: ["row by row", "Rows are read one after the other, map after map."], column_major: ["column by column", "Columns are read one after the other, map after map."],
  },
  layout: {
    label: "W is stored", out_in: ["out × in", "A row of W belongs to one output."], in_out: ["in × out", "A column of W belongs to one output."],
  },
  reduction: {
    label: "Over the batch", mean: ["mean", "L is a mean, so every gradient carries its divisor."], sum: ["sum", "L is a sum, so nothing is divided."],
    mean_at_parameters: ["at the parameters", "Gradients of cells stay whole; those of parameters carry the divisor."],
  },
  type: {
    label: "Window", avg_pool2d: ["mean", "The mean carries its divisor back: every gradient is shared out."], sum_pool2d: ["sum", "A sum divides by nothing: every cell gets the whole gradient."],
  },
};

/** Steps of derivations in a list. */
const STEPS = {
  padded: "x with padding", stuffed: "δ with zeros between", bordered: "δ with a border", turned: "kernel, turned", table: "padded table", derivative: "f′", mask: "mask",
  maximum: "maximum", shifted: "minus the maximum", exp: "exponentials", total: "their sum", reciprocal: "one over", alpha: "α, the shares", "alpha.grad": "gradient of α",
  inner: "σ = Σ share · gradient", log_total: "log of the sum", log_probabilities: "log p", probabilities: "p", one_hot: "target as a row", target_total: "sum of the target",
  residual: "residual", complement: "1 − p", log_complement: "log(1 − p)", target_complement: "1 − t", variance: "p(1 − p)", sign: "sign",
};

/** Functions as they are written before their argument. */
const APPLIED = {
  exp: "exp", log: "log", reciprocal: "1 ÷", sigmoid: "σ", sigmoid_derivative: "σ′", tanh: "tanh", tanh_derivative: "tanh′", step: "is it > 0?", leaky_step: "is it > 0?",
  equals: "is it the class?", sign: "sign", share_of_max: "share",
};

const PRODUCTS = {
  "output out_in": "Row of x times row of W: W is stored out × in, so the product takes its transpose.", "output in_out": "Row of x times column of W.",
  "input.grad out_in": "Row of δ times column of W.", "input.grad in_out": "Row of δ times row of W: the way back takes the transpose.",
  "weight.grad out_in": "Every δ meets every x: one product per weight, added up over the samples.", "weight.grad in_out": "Every x meets every δ: one product per weight, added up over the samples.",
};
const samples = (n) => (n === 1 ? "1 sample" : `${n} samples`);
const BEFORE = { squared_error: "½ Σ e²", mse: "Σ e²", cross_entropy: "−Σ t log p", binary_cross_entropy: "−Σ (t log p + (1 − t) log(1 − p))" };
const BACK = { squared_error: "e", mse: "2 e", cross_entropy: "e", binary_cross_entropy: "e ÷ p(1 − p)" };

/** What divides L or its gradient, in this document's numbers. */
function reduces(type, reduction, n, elements, isLoss) {
  if (type === "upstream") return isLoss ? "L adds up gradient times output, so that every gradient can be checked against it." : "This gradient is given. It is what a later layer would send back.";
  const before = isLoss ? `L is ${BEFORE[type]}` : `The gradient is ${BACK[type]}`;
  const over = type === "mse" ? elements : n;
  const whole = type === "mse" ? `all ${elements} numbers` : samples(n);
  if (reduction === "sum") return `${before}, ${isLoss ? "added up and " : ""}divided by nothing.`;
  if (reduction === "mean") return over === 1 ? `${before}. There is one to average over, so nothing is divided.` : `${before}, divided by ${over}: the mean over ${whole}.`;
  return isLoss ? `${before}, divided by ${over}: the mean over ${whole}.` : `${before}, not divided: the ${over === 1 ? "mean over one changes nothing" : `1 ÷ ${over} stands in the gradients of the parameters`}.`;
}

/** One sentence per way to see a tensor: "type.tensor.method" or "type.tensor". {d} {z} {x} {w} {b} stand for symbols. */
const CURVED = { output: "Every number goes through the curve on its own.", "input.grad": "Cell by cell: {d} times the slope f′ that the curve has there.",
  "derivative.from_input": "f′ is the slope of the curve, read at {x}.", "derivative.from_output": "f′ is the slope of the curve, worked out from {z} alone." };
const RESIDUAL = "The residual e: what came out minus what was wanted.";
const SAYS = {
  relu: { ...CURVED, output: "What is above 0 passes, everything else becomes 0." }, leaky_relu: { ...CURVED, output: "Above 0 every number passes; below 0 it is made small." }, sigmoid: CURVED, tanh: CURVED,
  identity: { ...CURVED, output: "Every number is passed on as it is." },
  channel_affine: {
    output: "Each map times its own β, plus its own {b}.", "input.grad": "{d} times the β of its map.", "weight.grad": "β met every cell of its map: add up {d} times {x} over the map.",
    "bias.grad": "{b} was added to every cell of its map: add up {d} over the map.",
  },
  combine_maps: {
    output: "Each map times its share α, added up. The shares of a row add up to 1.", "input.grad": "Every {d} comes back with the share α that its map had here.",
    "logits.grad": "A share can only grow if others shrink: its own gradient minus the mean gradient σ, times α.",
    alpha: "Exponentials, divided by their sum: the shares add up to 1.", "alpha.grad": "A share met its whole map: add up {d} times {x} over the map.",
  },
  softmax: {
    output: "Exponentials, divided by their sum: each row adds up to 1.",
    "input.grad": "A share can only grow if others shrink: its own gradient minus the mean gradient σ, times the share.",
  },
  flatten: { output: "The maps are read into one long vector.", "input.grad": "Every {d} goes back to the cell that was read." },
  linear: {
    output: "Every output is a weighted sum of all inputs.", "input.grad.chain": "Every {d} comes back along its edges, each time multiplied by the edge’s weight.", "input.grad.matrix": "The same matrix takes {d} back, the other way round.",
    "weight.grad.chain": "A weight’s gradient is the {d} at one end of its edge times the {x} at the other.", "weight.grad.matrix": "Every {d} times every {x}: an outer product.",
    "bias.grad": "The bias stands once in every output: add up {d} over the samples.",
  },
  upstream: { loss: "The output, weighted with the given gradient, added up.", grad: "This gradient is given: it is where the way back starts." },
  squared_error: { loss: "The squares of the residual, added up and halved.", grad: "The 2 of the square and the ½ cancel: the residual is the gradient.", residual: RESIDUAL },
  mse: { loss: "The squares of the residual, averaged over all numbers.", grad: "Twice the residual, divided by how many numbers there are.", residual: RESIDUAL },
  cross_entropy: {
    loss: "The logarithm of the probability that the target got, with a minus sign.", grad: "Only p minus the target is left: the slope of the softmax cancels.",
    residual: "What came out minus what was wanted: p minus the target.", probabilities: "Exponentials, divided by their sum: each row adds up to 1.",
  },
  binary_cross_entropy: {
    loss: "For each output the logarithm of the probability that its target got, with a minus sign.", grad: "The residual divided by p(1 − p); a sigmoid before it multiplies with the same p(1 − p) again.", residual: RESIDUAL,
  },
};
const STEP_SAYS = {
  maximum: "The largest of each row. Taking it away keeps the exponentials small and changes no share.", shifted: "Every number minus the largest of its row.", exp: "e to the power of every number.",
  total: "The exponentials of a row, added up.", reciprocal: "One divided by every number.", inner: "Shares times gradients, added up: the mean gradient of the row.",
  log_total: "The logarithm of the row’s sum.", log_probabilities: "The logarithm of every probability.", one_hot: "The class as a row: 1 in its place, 0 elsewhere.", target_total: "What the target of each row adds up to.",
  complement: "One minus every probability.", log_complement: "The logarithm of one minus the probability.", target_complement: "One minus the target.", variance: "p times 1 − p.",
  padded: "The input inside its ring of zeros.", turned: "The kernel, turned by 180°.", stuffed: "{d} with the zeros between that the stride left out.", bordered: "{d} inside a border of zeros, so that the turned kernel fits everywhere.",
  table: "The gradient of the padded input; the ring is cropped from it.", mask: "Which cell of each window takes how much of the gradient.",
};

export const layers = {
  saysOf: (type, kind, method) => SAYS[type]?.[`${kind}.${method}`] ?? SAYS[type]?.[kind] ?? STEP_SAYS[kind] ?? "",
  likeliest: (name, base, p) => `It says: class ${name}, counted from ${base}, with p = ${p}.`,
  saturated: {
    layer: (name, most, next) => `With ${most} so far above ${next}, ${name} gives exactly 1 and 0: it is flat there, and every gradient before it is 0.`,
    loss: (most, next) => `With ${most} so far above ${next}, p is exactly 1 and 0, as wanted: p minus the target is 0, and every gradient with it.`,
  },
  whatDivides: reduces, cameOut: "came out", wasWanted: "was wanted", barsOf: (out, goal) => `Came out: ${out}. Wanted: ${goal}.`,
  drawnAs: "Drawn as", drawnAsOf: (view) => view, readPart: "what is read", graphSays: (n, value) => `Nodes and edges. ${n} edges meet in the chosen cell: ${value}.`,
  foldedSays: (n, sum) => `${n} more add ${sum} together. The largest are drawn.`, sampleOfSum: (i, n) => `Sample ${i} is drawn. All ${n} are added up.`,
  productOf: (kind, outIn) => PRODUCTS[`${kind} ${outIn ? "out_in" : "in_out"}`],
  wentTo: (value, place, back) => (back ? `${value} comes from place ${place}` : `${value} goes to place ${place}`),
  goToStep: (name) => `Show how ${name} is made`,
  ofInput: "How L changes with each number that goes in: blue where more would raise it, orange where more would lower it.",
  shares: "shares", andMaps: (n) => (n === 1 ? "and one more map" : `and ${n} more maps`),
  readIn: (columns) => `Follow the line: ${columns ? "column by column" : "row by row"}, map after map. Each cell says its place in the vector.`,
  readBack: (columns) => `Nothing is computed: every number goes back to where it was read, ${columns ? "column by column" : "row by row"}.`,
  mapsShown: (from, to, all) => `Maps ${from} to ${to} of ${all}.`,
  appliedTo: (name) => APPLIED[name] ?? name,
  applied: (name, argument, value) => (name === "reciprocal" ? `1 ÷ ${argument} = ${value}` : name.endsWith("step") ? `${argument} > 0 ? → ${value}` : name === "equals" ? `${argument} → ${value}` : `${APPLIED[name] ?? name}(${argument}) = ${value}`),
  maxOf: (numbers, value) => `max(${numbers}) = ${value}`, manyNumbers: (n) => `${n} numbers`, sumOfMany: (n, value) => `Σ of ${n} terms = ${value}`,
  over: "over", curveSays: (slope, x, y) => `Curve of ${slope ? "f′" : "f"}. The chosen cell stands at ${x}, ${y}.`, slopeFrom: "f′ from",
  itsProducts: "what is added",
  switchOf: (key) => SWITCHES[key]?.label ?? key, switchTo: (key, value) => SWITCHES[key]?.[value]?.[0] ?? String(value), switchSays: (key, value) => SWITCHES[key]?.[value]?.[1] ?? "",
  steps: "Steps between", stepsOf: (layer) => `Steps between of ${layer}`, step: (name) => STEPS[name] ?? name.replaceAll("_", " "),
};
