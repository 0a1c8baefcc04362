/** Texts of the figures with windows: pooling, channels, groups, dilation. */
const TIES = {
  first: "the first one, row by row, takes the gradient",
  all: "each of them takes the whole gradient",
  split: "they share the gradient equally",
};
const cells = (n) => (n === 1 ? "1 cell" : `${n} cells`);
const windowsRead = (n) => (n === 1 ? "one window reads" : `${n} windows read`);

/** One sentence per way to see a pooling: what stands under the stage's title. */
const SAY = {
  "max.output": "The largest number under the window wins.",
  "mean.output": "Add up what lies under the window, divide by how many cells count.",
  "sum.output": "Add up what lies under the window.",
  "max.mask": "The mask says who won the window and gets its gradient.",
  "mean.mask": "The mask says which share each cell has in the mean of its window.",
  "sum.mask": "Every cell of a window counts once; padding does not count.",
  "max.input.grad": "Every {d} goes home to the cell that won its window; the mask remembers which.",
  "mean.input.grad": "Every {d} spreads over its window in equal shares; overlaps add up.",
  "sum.input.grad": "Every {d} is copied to each cell of its window; overlaps add up.",
};

export const windows = {
  whichOf: (kind) => `Which ${kind}`, nthOf: (kind, i, n) => `${kind} ${i} of ${n}`, nth: (kind, i) => `${kind} ${i}`,
  previousOf: (kind) => `Previous ${kind}`, nextOf: (kind) => `Next ${kind}`,

  sumOf: (kind, i, sum) => `Σ ${kind} ${i} = ${sum}`,
  partsOf: (kind) => `What each ${kind} adds`, partOf: (kind, i, sum) => `Show ${kind} ${i}: it adds ${sum}`,
  partUnread: (kind, i) => `${kind} ${i} is not read here`, notRead: "not read", bias: "bias", allTogether: "all together",
  firstTerms: (n) => `first ${n} terms`,


  sayPool: (key) => SAY[key] ?? "",
  shareIs: (share) => `share = ${share}`,
  zeroPutIn: { padding: "A zero of the padding: nothing is copied here.", stuffing: "A zero that the stride puts in: nothing is copied here.", border: "A zero of the border: nothing is copied here." },
  underWindow: "under the window", numbersUnder: (numbers) => `Under the window: ${numbers}`,
  largest: "max", divided: (sum, by, value) => `${sum} ÷ ${by} = ${value}`,
  ties: (n, value, rule) => `${value} stands there ${n} times: ${TIES[rule] ?? TIES.first}.`,
  loses: "The others do not count.",
  nobody: "The window lies on padding alone: nobody wins.",
  divides: (counted, inside, padding) => (padding
    ? `It divides by ${counted}: ${cells(inside)} of the input and ${padding} of the padding.`
    : `It divides by ${counted}: padding and what hangs over do not count.`),
  dividesAll: (counted) => `It divides by all ${counted} cells of the window.`,
  copies: "Every share is 1: nothing is divided.",
  unread: "Grey numbers: no window reads them, so their gradient is exactly 0.",

  mask: "mask", expanded: "δ expanded",
  expandedNumbers: (numbers) => `δ expanded: ${numbers}`,
  home: "home", shareEach: (share) => `${share} of it to each`, copyEach: "a copy to each",
  contributions: (n) => `${windowsRead(n)} this cell`, noWindow: "No window reads this cell: its gradient is exactly 0.",
};
