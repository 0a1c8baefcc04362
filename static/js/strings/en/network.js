/** Texts of the network strip and of the settings behind its cards. */
const LAYERS = {
  conv2d: ["Convolution", "a kernel slides over the maps"],
  max_pool2d: ["Max pooling", "the largest of each window"],
  avg_pool2d: ["Mean pooling", "the mean of each window"],
  sum_pool2d: ["Sum pooling", "the sum of each window"],
  relu: ["ReLU", "what is below 0 becomes 0"],
  leaky_relu: ["Leaky ReLU", "what is below 0 becomes small"],
  sigmoid: ["Sigmoid", "squeezes into 0 … 1"],
  tanh: ["tanh", "squeezes into −1 … 1, scaled as you like"],
  identity: ["Identity", "passes everything on"],
  softmax: ["Softmax", "shares that add up to 1"],
  channel_affine: ["Scale and shift", "β times each map, plus b"],
  combine_maps: ["Mix maps", "weighted sums of maps, weights by softmax"],
  flatten: ["Flatten", "maps become one vector"],
  linear: ["Linear", "fully connected: W times the vector, plus b"],
};
const LOSSES = {
  upstream: ["Upstream gradient, given", "You type the gradient that arrives. L is the sum of its products with the output."],
  squared_error: ["Squared error ½‖a − y‖²", "Half the squared distance to the target, per sample."],
  mse: ["Mean squared error", "PyTorch’s: the mean of the squared differences over all elements."],
  cross_entropy: ["Cross-entropy", "Softmax and the logarithm of the target’s probability in one."],
  binary_cross_entropy: ["Binary cross-entropy", "For outputs that are probabilities between 0 and 1."],
};
const OPTIONS = {
  kernel_size: "Kernel size", channels: "Output maps", features: "Outputs", bias: "Bias", stride: "Stride", padding: "Padding", dilation: "Dilation",
  groups: "Groups", connections: "Connections", convention: "Kernel slides", ceil_mode: "Last window may hang over", ties: "At a tie", count_include_pad: "Mean counts padding",
  order: "Order inside a map", layout: "Weight is stored", negative_slope: "Slope below 0", amplitude: "Amplitude", slope: "Slope",
};
const CHOICES = {
  cross_correlation: "as it is", convolution: "turned 180°", first: "first one", all: "all of them", split: "shared",
  row_major: "row by row", column_major: "column by column", out_in: "out × in", in_out: "in × out", valid: "none", same: "same size", full: "full",
  mean: "mean", sum: "sum", mean_at_parameters: "mean at the parameters", float64: "double (float64)", float32: "single (float32)",
};

export const network = {
  meanwhile: "The document changed while this was on its way, and nothing of it was applied. Try it again.",
  network: "Network", values: "values", gradients: "gradients", padding: "padding", stride: "stride", dilation: "dilation", groups: "groups",
  given: "given", scalar: "scalar",
  kinds: { upstream: "upstream, given", squared_error: "squared error", mse: "mean squared error", cross_entropy: "cross-entropy", binary_cross_entropy: "binary cross-entropy" },

  families: [
    { group: "Windows", types: ["conv2d", "max_pool2d", "avg_pool2d", "sum_pool2d"] },
    { group: "Activations", types: ["relu", "leaky_relu", "sigmoid", "tanh", "identity", "softmax"] },
    { group: "Maps", types: ["channel_affine", "combine_maps", "flatten"] },
    { group: "Fully connected", types: ["linear"] },
  ],
  layerType: (type) => LAYERS[type]?.[0] ?? type, layerSays: (type) => LAYERS[type]?.[1] ?? "",
  lossType: (type) => LOSSES[type]?.[0] ?? type, lossSays: (type) => LOSSES[type]?.[1] ?? "",
  option: (key) => OPTIONS[key] ?? key.replaceAll("_", " "), choice: (value) => CHOICES[value] ?? value,

  insertHere: (where) => `Insert a layer ${where}`, insertBefore: (name) => `before ${name}`, insertLast: "at the end",
  addLoss: "Add a loss", change: (name) => `Change ${name}`, settingsOf: (name) => `Settings of ${name}`,
  name: "Name", type: "Type", reduction: "Averaged over the batch", precision: "Numbers",
  moveBefore: "Earlier", moveAfter: "Later", remove: "Remove", removeLoss: "Remove the loss",
  keepAsItWas: "Keep it as it was", fromTo: (from, to) => `${from} goes in, ${to} comes out.`,
  penalties: "Penalties on parameters", penaltySays: "L gains l1·Σ|p| + ½·l2·Σp², so every gradient of p gains l1·sign(p) + l2·p.", penalty: { l1: "l1", l2: "l2" },
  inputKind: "Input", inputMaps: "maps", inputVectors: "vectors", axis: { samples: "samples", maps: "maps", rows: "rows", columns: "columns", features: "features" },
  byNumber: "by number", rowsColumnsApart: "rows and columns apart", sidesApart: "every side apart", together: "one number",
  top: "top", bottom: "bottom", left: "left", right: "right", partly: "choose which maps are read", reads: (k, c) => `Kernel ${k} reads map ${c}`,
  mapShown: (tensor, i, n) => `${tensor}: map ${i} of ${n}`,
};
