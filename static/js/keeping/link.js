/**
 * A view as the fragment of a link: where to look, and the document, compressed, unless it is its lesson's own.
 * `#v=1&lesson=…&layer=…&…&doc=z.CHECK.TEXT`: z is raw deflate, j is plain, both as base64url; CHECK finds a link that was cut or changed.
 */
import { exactJson } from "../exact-json.js";

export const VERSION = "1";
/** The server takes no longer document. */
export const LARGEST = 8_000_000;

/** The link cannot be opened; `reason` is a key of text.keeping.brokenLink. */
export class Broken extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @param {any} state what the link holds beside the place: {document, …} @param {Record<string, string>} place @returns {Promise<string>} */
export async function fragment(state, place) {
  const parts = Object.entries({ v: VERSION, ...place }).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  if (state) parts.push(["doc", await packed(state)]);
  return `#${parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%5B", "[").replaceAll("%5D", "]").replaceAll("%2C", ",")}`).join("&")}`;
}

/** @param {any} state */
export async function packed(state) {
  const bytes = new TextEncoder().encode(exactJson(state));
  const small = "CompressionStream" in globalThis ? await through(bytes, new CompressionStream("deflate-raw")) : null;
  return `${small ? "z" : "j"}.${check(bytes)}.${base64url(small ?? bytes)}`;
}

/** @param {string} words @returns {Promise<any>} throws Broken */
export async function unpacked(words) {
  const [form, sum, data = ""] = words.split(".");
  if (!["z", "j"].includes(form)) throw new Broken("unknown");
  if (form === "z" && !("DecompressionStream" in globalThis)) throw new Broken("old");
  let bytes;
  try {
    bytes = fromBase64url(data);
    if (form === "z") bytes = await through(bytes, new DecompressionStream("deflate-raw"));
  } catch (error) {
    throw error instanceof Broken ? error : new Broken("cut");
  }
  if (check(bytes) !== sum) throw new Broken("cut");
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Broken("empty");
  }
}

/** Whether a link or a file holds what the server may take for a document. @param {any} value */
export const isDocument = (value) => value !== null && typeof value === "object" && ("input" in value || "layers" in value);

/** Bytes through a stream, no more than LARGEST of them. @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream */
async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > LARGEST) {
      reader.cancel().catch(() => {});
      throw new Broken("large");
    }
    parts.push(next.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const CHUNK = 32768;

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} words */
function fromBase64url(words) {
  if (words.length * 3 > LARGEST * 4) throw new Broken("large");
  return Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** FNV-1a: enough to find a mistake, and the same everywhere. @param {Uint8Array} bytes */
function check(bytes) {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(36);
}
