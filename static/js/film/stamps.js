/** Which stamps reach a cell of a scatter's table, and how many of them have come: index arithmetic on a convolution's geometry. */

/** Windows that read position r of a padded axis, first to last. */
function covering(r, kernel, out, stride, dilation) {
  const found = [];
  for (let u = kernel - 1; u >= 0; u--) {
    const first = r - u * dilation;
    if (first >= 0 && first % stride === 0 && first / stride < out) found.push(first / stride);
  }
  return found;
}

const below = (sorted, limit) => sorted.filter((one) => one < limit).length;

/**
 * @param {{kernel: number[], delta: number[], stride: number[], dilation: number[], reading: (map: number) => number[]}} layer
 *   kernel (rows, columns), shape of δ, and which kernels read an input map
 */
export function stamping({ kernel, delta, stride, dilation, reading }) {
  const [, kernels, height, width] = delta;
  const known = [new Map(), new Map(), new Map()];
  const remember = (map, key, make) => map.get(key) ?? (map.set(key, make()), map.get(key));
  const rows = (r) => remember(known[0], r, () => covering(r, kernel[0], height, stride[0], dilation[0]));
  const cols = (c) => remember(known[1], c, () => covering(c, kernel[1], width, stride[1], dilation[1]));
  const maps = (c) => remember(known[2], c, () => reading(c));

  /** How many stamps reach a cell of the table, and how many of the first `done` do. @param {number[]} index @param {number} done */
  function parts([n, c, r, q], done) {
    const [down, across, over] = [rows(r), cols(q), maps(c)];
    const each = down.length * across.length;
    const all = over.length * each;
    const size = height * width;
    const before = n * kernels * size;
    if (done <= before) return { come: 0, all };
    if (done >= before + kernels * size) return { come: all, all };
    const rest = done - before;
    const k = Math.floor(rest / size);
    const i = Math.floor((rest % size) / width);
    const inMap = over.includes(k) ? below(down, i) * across.length + (down.includes(i) ? below(across, rest % width) : 0) : 0;
    return { come: below(over, k) * each + inMap, all };
  }

  /** The place in δ of the last stamp that reaches a cell; −1 where none does. @param {number[]} index */
  function last([n, c, r, q]) {
    const [down, across, over] = [rows(r), cols(q), maps(c)];
    if (!down.length || !across.length || !over.length) return -1;
    return ((n * kernels + over.at(-1)) * height + down.at(-1)) * width + across.at(-1);
  }
  return { parts, last };
}

/** The kernels that read an input map. @param {any} spec the convolution in the document @param {number} maps @param {number} kernels @returns {(map: number) => number[]} */
export function readers({ groups = 1, connections = null }, maps, kernels) {
  if (connections) return (c) => connections.flatMap((row, k) => (row[c] ? [k] : []));
  const each = kernels / groups;
  return (c) => Array.from({ length: each }, (_, i) => Math.floor(c / (maps / groups)) * each + i);
}
