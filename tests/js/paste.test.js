/** Pasted texts: print-outs as NumPy and PyTorch made them, spreadsheets, CSV, JSON, MATLAB; and what is refused, in which words. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { read } from "../../static/js/paste/read.js";

const prints = JSON.parse(readFileSync(new URL("./printouts.json", import.meta.url), "utf8"));

/** How far a print may be from its numbers: what it rounded away. */
function slack({ name, values }) {
  const most = Math.max(...values.map(Math.abs));
  if (/tolist|list of scalars|precision': 17/.test(name)) return 0;
  return most * (/precision': [23]\b|profile|float16|fixed|suppress/.test(name) ? 1e-2 : 2e-4);
}

for (const print of prints.read) {
  test(`read: ${print.name}`, () => {
    const { shape, values } = read(print.text);
    assert.deepEqual(shape, print.shape);
    assert.equal(values.length, print.values.length);
    const most = slack(print);
    values.forEach((value, i) => assert.ok(Math.abs(value - print.values[i]) <= most, `${i}: ${value} is not ${print.values[i]}`));
  });
}

for (const { name, text, kind } of prints.refused) {
  test(`refused: ${name}`, () => assert.throws(() => read(text), { kind }));
}

const SAME = [[1, 2], [3, 4]];
const WRITTEN = {
  "a spreadsheet": "1\t2\n3\t4\n",
  "a spreadsheet of Windows": "1\t2\r\n3\t4\r\n",
  "a spreadsheet with an empty column behind": "1\t2\t\n3\t4\t\n",
  "CSV": "1,2\n3,4",
  "CSV with spaces": "1, 2\n3, 4\n",
  "CSV in quotes": '"1","2"\n"3","4"',
  "CSV with semicolons": "1;2\n3;4",
  "CSV with a comment": "# weight\n1,2\n3,4",
  "spaces": "  1  2\n  3  4",
  "JSON": "[[1,2],[3,4]]",
  "JSON on many lines": "[\n  [\n    1,\n    2\n  ],\n  [3, 4]\n]",
  "Python with a comma behind": "[[1, 2,],\n [3, 4,],]",
  "MATLAB": "[1 2; 3 4]",
  "MATLAB with commas": "w = [1, 2; 3, 4];",
  "MATLAB on two lines": "[1 2;\n 3 4]",
  "MATLAB's print": "w =\n\n     1     2\n     3     4\n\n",
  "MATLAB's print with a factor": "w =\n\n   1.0e+03 *\n\n    0.0010    0.0020\n    0.0030    0.0040\n",
  "MATLAB's split columns": "ans =\n\n  Column 1\n\n     1\n     3\n\n  Column 2\n\n     2\n     4\n",
  "Octave's split columns": "w =\n\n Columns 1 and 2:\n\n   1   2\n   3   4\n\n",
  "Lua Torch": " 1  2\n 3  4\n[torch.DoubleTensor of size 2x2]\n",
  "JAX": "Array([[1., 2.],\n       [3., 4.]], dtype=float32)",
  "a real minus, a byte order mark and hard spaces": "\ufeff1\u00a02\n3\u00a04",
};
for (const [name, text] of Object.entries(WRITTEN)) {
  test(`read: ${name}`, () => assert.deepEqual(read(text), { shape: [2, 2], values: SAME.flat() }));
}

test("read: single numbers and vectors", () => {
  const cases = [
    ["0.5", [], [0.5]], ["\u22122", [], [-2]], ["1/4", [], [0.25]], ["1e-3\n", [], [0.001]], ["[7]", [1], [7]],
    ["1\t2\t3", [1, 3], [1, 2, 3]], ["1\n2\n3", [3, 1], [1, 2, 3]], ["[1, 2]", [2], [1, 2]], [".5 +2. -3e2", [1, 3], [0.5, 2, -300]],
  ];
  for (const [text, shape, values] of cases) assert.deepEqual(read(text), { shape, values });
});

test("read: decimal commas, where something else stands between the numbers", () => {
  assert.deepEqual(read("1,5;2\n-3,25;4e-1").values, [1.5, 2, -3.25, 0.4]);
  assert.deepEqual(read("1,5\t2\n3\t4,5"), { shape: [2, 2], values: [1.5, 2, 3, 4.5] });
});

test("read: blank lines stand between maps", () => {
  assert.deepEqual(read("1\t2\n3\t4\n\n5\t6\n7\t8"), { shape: [2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] });
  assert.deepEqual(read("ans(:,:,1) =\n\n 1 2\n\nans(:,:,2) =\n\n 3 4\n"), { shape: [2, 1, 2], values: [1, 2, 3, 4] });
});

const REFUSED = [
  ["", "nothing", "There is no text"], [" \n ", "nothing", "There is no text"], ["[]", "empty", "Line 1"], ["[[1, 2], []]", "empty", "Line 1"],
  ["hello", "notNumber", "Line 1, entry 1: expected a finite number, received “hello”."],
  ["a,b\n1,2", "notNumber", "Line 1, entry 1"], ["1\t2\n3\tfour", "notNumber", "Line 2, entry 2"], ["[[1, 2],\n [3, 4x]]", "notNumber", "Line 2, entry 2"],
  ["1\t\t3", "missing", "Line 1, entry 2 is empty"], ["[1, , 3]", "missing", "Line 1, entry 2"], ["[, 1]", "missing", "Line 1, entry 1"],
  ["1 2 3 4\n5 6 7", "raggedLine", "Line 2 has 3 numbers, line 1 has 4."], ["[[1, 2, 3, 4],\n [5, 6, 7]]", "raggedRow", "Line 2: row 2 has 3 numbers, row 1 has 4."],
  ["[1 2; 3]", "raggedRow", "row 2 has 1 number,"], ["[[[1, 2]], [[3, 4], [5, 6]]]", "raggedPart", "part 2 is 2×2, part 1 is 1×2"], ["1 2\n3 4\n\n5 6", "raggedBlock", "block 2 has 1 rows"],
  ["[[1, 2], 3]", "mixed", "Line 1"], ["[[1, 2],\n[3, 4]", "unclosed", "line 1"], ["1, 2]", "outside", "“1”"], ["[[1]]]", "unopened", "Line 1"],
  ["[1, 2] apples", "outside", "“apples”"], ['{"weight": [[1, 2]]}', "outside", "outside of the brackets"], ["[[1]] [[2]]", "second", "Line 1"],
  ["2,5", "twoWays", "Write 2.5 with a point, or 2, 5 with a space."], ["1,5 2,5", "notNumber", "received “5 2”"], ["1e999", "huge", "1.8·10³⁰⁸"],
  ["[1.5, nan]", "notFinite", "Line 1, entry 2"], ["[[1, 2],\n [3, -Infinity]]", "notFinite", "Line 2, entry 2"], ["[True]", "truth", "astype(int)"],
  ["[null]", "notNumber", "null"], ["1+2i", "complex", "complex"], ["[1 2 ... 3]", "truncated", "np.set_printoptions(threshold=np.inf)"], ["tensor([1., ..., 2.])", "truncatedTorch", "torch.set_printoptions"],
  ["Columns 3 to 4 1 2\n[ CPUFloatType{1,4} ]", "columnsMissing", "column 3"], [" 1  2\n[ CPUFloatType{2,2} ]", "incomplete", "4 numbers, and shows 2"],
  ["1 2 #DIV/0!", "notNumber", "Line 1, entry 3"], ["#DIV/0!", "notNumber", "#DIV/0!"], ["50%", "notNumber", "50%"], ["[0x10]", "notNumber", "0x10"], ["['1']", "notNumber", "'1'"],
];
for (const [text, kind, part] of REFUSED) {
  test(`refused: ${JSON.stringify(text)}`, () => assert.throws(() => read(text), (fault) => {
    assert.equal(fault.kind, kind);
    assert.ok(fault.message.includes(part), fault.message);
    return true;
  }));
}
