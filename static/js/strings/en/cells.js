/** Texts of editing cells: selection, copy and paste, the tools of a matrix. */
const at = ({ line, entry }) => `Line ${line}, entry ${entry}`;
const by = (shape) => shape.join("×");
const plural = (n) => (n === 1 ? "1 number" : `${n} numbers`);
const ofMap = (map) => (map ? ` of map (${map})` : "");
const NUMBER = "expected a finite number";
const UNCHANGED = "Nothing was changed.";

/** Why a text cannot be pasted, by kind of fault. */
const FAULTS = {
  nothing: () => "There is no text to paste. Copy numbers from a spreadsheet, a file or a print-out first.",
  empty: ({ line }) => `Line ${line}: an empty list holds no numbers.`,
  notNumber: ({ word, ...where }) => `${at(where)}: ${NUMBER}, received “${word}”.`,
  notFinite: ({ word, ...where }) => `${at(where)}: ${NUMBER}, received ${word}. Put a number there, for instance with np.nan_to_num.`,
  huge: ({ word, ...where }) => `${at(where)}: ${word} is too large; a number here goes up to about 1.8·10³⁰⁸.`,
  truth: ({ word, ...where }) => `${at(where)}: ${NUMBER}, received ${word}. Write 1 and 0: .astype(int) in NumPy, .int() in PyTorch.`,
  complex: ({ word, ...where }) => `${at(where)}: ${word} is complex; ${NUMBER}. Take .real or abs.`,
  decimalComma: ({ word, point, ...where }) => `${at(where)}: ${NUMBER}, received ${word}. Write ${point} with a point, or put semicolons or tabs between numbers.`,
  missing: (where) => `${at(where)} is empty: ${NUMBER}.`,
  twoWays: ({ word }) => `${word} can be one number or two. Write ${word.replace(",", ".")} with a point, or ${word.replace(",", ", ")} with a space.`,
  truncated: ({ line }) => `Line ${line}: the print leaves numbers out (…). Print all of them: np.set_printoptions(threshold=np.inf).`,
  truncatedTorch: ({ line }) => `Line ${line}: the print leaves numbers out (…). Print all of them: torch.set_printoptions(profile="full").`,
  raggedRow: ({ nth, line, has, first }) => `Line ${line}: row ${nth} has ${plural(has[0])}, row 1 has ${by(first)}. All rows need the same length.`,
  raggedPart: ({ nth, line, has, first }) => `Line ${line}: part ${nth} is ${by(has)}, part 1 is ${by(first)}. All parts need the same shape.`,
  raggedLine: ({ line, has, first, firstLine }) => `Line ${line} has ${plural(has)}, line ${firstLine} has ${first}. All rows need the same length.`,
  raggedBlock: ({ nth, line, has, first }) => `Line ${line}: block ${nth} has ${has} rows, block 1 has ${first}. Blocks between blank lines need the same size.`,
  raggedDisplay: ({ map, nth, has, first }) => `Row ${nth}${ofMap(map)} has ${plural(has)}, row 1 has ${first}. All rows need the same length.`,
  raggedMap: ({ map, has, first }) => `Map (${map}) has ${has} rows, the first one has ${first}. All maps need the same size.`,
  columnsMissing: ({ line, from }) => `Line ${line} goes on at column ${from}, but the columns before it are not there. Copy the whole print-out.`,
  incomplete: ({ shape, count, has }) => `The print says ${by(shape)}, that is ${count} numbers, and shows ${has}. Copy the whole print-out.`,
  mixed: ({ line }) => `Line ${line}: numbers and lists stand side by side. Put every row into its own brackets.`,
  unclosed: ({ line }) => `The bracket that opens in line ${line} is never closed. Copy the whole print-out.`,
  unopened: ({ line }) => `Line ${line}: a bracket closes that was never opened. Copy the whole print-out.`,
  outside: ({ line, word }) => `Line ${line}: “${word}” stands outside of the brackets. Paste one array or one table of numbers.`,
  second: ({ line }) => `Line ${line}: a second array begins. Paste one at a time.`,
  otherShape: ({ name, has, shape }) => `${name} is ${shape}, the pasted numbers are ${has}. Paste ${shape} to fill it, or the rows and columns of one map. ${UNCHANGED}`,
  tooLarge: ({ name, has, map }) => `The pasted block is ${has}, a map of ${name} is ${map}. Paste fewer numbers, or enlarge the tensor first. ${UNCHANGED}`,
  tooLargeHere: ({ name, has, left, map, row, col }) => `From row ${row}, column ${col} of ${name} on there is room for ${left}; the pasted block is ${has}. Start further up or further left in its ${map} cells. ${UNCHANGED}`,
  computed: ({ name, cell }) => `${cell ?? name} is computed: no numbers can be put there. Paste into an input, a weight, a bias, a target or the given gradient. ${UNCHANGED}`,
};

const count = (n, one, many = `${one}s`) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const cells = {
  selectGroup: "select", selectFrom: "From this cell on", selectKeys: "or drag, or Shift and click", selectTo: "Choose the last cell",
  paste: FAULTS,
  selected: (shape, sum, mean) => `${shape} cells, sum ${sum}, mean ${mean}`,
  pointComma: (point) => `Write ${point} with a point.`,
  isPadding: "The padding is 0 by definition: no number of the network, so it cannot be typed over.",
  isComputed: (cell) => `${cell} is computed. Type into an input, a weight, a bias, a target or the given gradient.`,

  toolsOf: (tensor) => `Tools for ${tensor}`,
  scope: { copy: (what) => `Copy ${what}`, fill: (what) => `Fill ${what}`, change: (what) => `Change ${what}` },
  scopeCells: (n) => count(n, "selected cell"), scopeMap: (shape) => `this map, ${shape}`, scopeTensor: (shape) => `all ${shape} cells`, scopeMaps: (n) => `all ${count(n, "map")}`,
  copyAs: { tsv: "For a spreadsheet", json: "As JSON", numpy: "As NumPy" }, copyKeys: "Ctrl+C",
  copyHere: "Copy the text below: this browser gives no access to its clipboard.",
  pasteItem: "Paste\u2026", pasteKeys: "Ctrl+V",
  fillNumber: "With a number\u2026", fillZeros: "With zeros", fillOnes: "With ones", fillCount: (n) => `With 1 \u2026 ${n}`, fillRandom: "At random\u2026",
  arranged: { transpose: "Transpose", turn: "Turn by 180°", flipAcross: "Flip left to right", flipDown: "Flip top to bottom", negate: "Change all signs" },
  becomes: (from, to) => `${from} becomes ${to}`, onlySquare: "only a square",
  worksOn: "Works on", allMaps: (n) => `All ${count(n, "map")} at once`, allMapsOn: "on", allMapsOff: "off",

  pasteInto: (tensor) => `Paste into ${tensor}`, numbersToPaste: "Numbers",
  pasteSays: "Rows of a spreadsheet, CSV, JSON, MATLAB, or what NumPy or PyTorch prints. A block begins at the chosen cell, one number fills the selection, a print of all maps fills the tensor.",
  readsAs: (shape, n) => (shape ? `Reads as ${shape}, ${count(n, "number")}.` : "Reads as one number."),
  pasteNow: "Paste", cancel: "Cancel", fillNow: "Fill",
  fillWhat: (what, tensor) => `Fill ${what} of ${tensor}`, value: "Number", noNumber: (words) => (words ? `Expected a number, received “${words}”.` : "Type a number."),
  distribution: "Distribution", seed: "Seed", seedSays: "The same seed gives the same numbers, here and in every link to this document.",
  fills: { uniform: "uniform, \u22121 \u2026 1", normal: "normal, mean 0, deviation 1", xavier_uniform: "Xavier uniform", kaiming_uniform: "Kaiming uniform" },
};
