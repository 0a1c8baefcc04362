/** Binary replies: header length (8 bytes), the reply as JSON with an offset for each tensor, the little-endian arrays. */

export const BINARY = "application/vnd.backprop.trace";
/** Numbers lie in this machine's memory as they travel. */
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const WIDTH = { float64: 8, float32: 4 };

/** @param {ArrayBuffer} buffer @returns {any} the reply; tensors that came with numbers have `values` */
export function unpack(buffer) {
  const view = new DataView(buffer);
  const length = Number(view.getBigUint64(0, true));
  const reply = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  for (const tensor of Object.values(reply.tensors)) {
    if (tensor.offset !== null) tensor.values = numbers(view, 8 + length + tensor.offset, tensor.shape.reduce((product, n) => product * n, 1), tensor.dtype);
  }
  return reply;
}

/** @param {DataView} view @param {number} start @param {number} count @param {"float64" | "float32"} dtype @returns {Float64Array} */
function numbers(view, start, count, dtype) {
  if (dtype === "float64" && LITTLE) return new Float64Array(view.buffer.slice(start, start + 8 * count));
  const values = new Float64Array(count);
  const width = WIDTH[dtype];
  for (let i = 0; i < count; i++) values[i] = width === 8 ? view.getFloat64(start + 8 * i, true) : shortest(view.getFloat32(start + 4 * i, true));
  return values;
}

/** A single-precision number as the shortest decimal that means it, as in the JSON reply. @param {number} single */
function shortest(single) {
  if (!Number.isFinite(single) || Number.isInteger(single)) return single;
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(single.toPrecision(digits));
    if (Math.fround(decimal) === single) return decimal;
  }
  return Number(single.toPrecision(9));
}
