/**
 * A .npy file, as NumPy's save writes it: magic, version, a header that is a Python dict, then the numbers.
 * Versions 1 to 3; booleans, integers and floats of every size that a JavaScript number holds; both byte orders; C and Fortran order.
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Kind and size of an entry → how a DataView reads it. @type {Record<string, (view: DataView, at: number, little: boolean) => number>} */
const READ = {
  b1: (view, at) => (view.getUint8(at) ? 1 : 0),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => half(view.getUint16(at, little)),
  f4: (view, at, little) => shortest(view.getFloat32(at, little)),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** What is wrong with a file: a key of the page's texts, and what to put into the sentence. */
export class NotNpy extends Error {
  /** @param {string} reason @param {...(string | number)} details */
  constructor(reason, ...details) {
    super(`${reason} ${details.join(" ")}`);
    this.reason = reason;
    this.details = details;
  }
}

/** @param {ArrayBuffer} buffer @returns {{shape: number[], values: Float64Array}} row-major; raises NotNpy */
export function readNpy(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw new NotNpy("magic");
  const view = new DataView(buffer);
  const version = bytes[6];
  if (version < 1 || version > 3) throw new NotNpy("version", version);
  const [length, start] = version === 1 ? [view.getUint16(8, true), 10] : [bytes.length < 12 ? Infinity : view.getUint32(8, true), 12];
  if (start + length > bytes.length) throw new NotNpy("header");
  const { descr, fortran, shape } = header(new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length)));
  const [, order, kind, width] = /^([<>|=])([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  const read = READ[`${kind}${width}`];
  if (!read) throw new NotNpy("kind", descr, kind ?? descr);
  const count = shape.reduce((product, n) => product * n, 1);
  const from = start + length;
  if (bytes.length - from < count * Number(width)) throw new NotNpy("short", count, Math.floor((bytes.length - from) / Number(width)));
  const values = Float64Array.from({ length: count }, (_, i) => read(view, from + i * Number(width), order !== ">"));
  return { shape, values: fortran ? rowMajor(values, shape) : values };
}

/** The dict of the header: three keys, in any order. @param {string} text */
function header(text) {
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]+)['"]/.exec(text)?.[1] ?? (/['"]descr['"]\s*:\s*\[/.test(text) ? "V" : "");
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (!descr || fortran === undefined || shape === undefined) throw new NotNpy("header");
  return { descr, fortran: fortran === "True", shape: (shape.match(/\d+/g) ?? []).map(Number) };
}

/** Column-major numbers, the first index running fastest, put in row-major order. @param {Float64Array} values @param {number[]} shape */
function rowMajor(values, shape) {
  const out = new Float64Array(values.length);
  const index = shape.map(() => 0);
  for (let at = 0; at < out.length; at++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis] + index[axis];
    out[at] = values[from];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return out;
}

/** A float32 with its own shortest decimals: 0.1, not 0.10000000149. @param {number} value */
function shortest(value) {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const near = Number(value.toPrecision(digits));
    if (Math.fround(near) === value) return near;
  }
  return Number(value.toPrecision(9));
}

/** A 16-bit float. @param {number} bits */
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
}
