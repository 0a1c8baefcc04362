/** The contract as functions. Nothing else in the page fetches. */
import { exactJson } from "./exact-json.js";
import { BINARY, unpack } from "./wire.js";

const BASE = "/api/v1";
const AWAY = new Set([502, 503, 504]);

/** The server understood and refused: RFC 9457. */
export class Problem extends Error {
  /** @param {number} status @param {{type?: string, title?: string, detail?: string, errors?: {pointer: string, detail: string}[]}} body */
  constructor(status, body) {
    super(body.errors?.length ? body.errors[0].detail : (body.detail ?? body.title ?? String(status)));
    this.status = status;
    this.type = body.type ?? "";
    /** Where in the body the first fault is: "/0/value". */
    this.pointer = body.errors?.[0]?.pointer ?? "";
  }

  /** The server no longer keeps this trace; the document brings it back. */
  get forgotten() {
    return this.status === 404 && this.type.includes("trace-not-found");
  }
}

/** No answer, or one that says: not now. */
export class Away extends Error {}

/** A busy server says when to come again; it is asked so many times, and never later than this. */
const TRIES = 3;
const LATEST = 10;
/** Whoever is silent for so long does not answer. */
const SILENCE = 60_000;

/** Answers that came with the page, by address; each is for one question. */
const brought = new Map(Object.entries(JSON.parse(globalThis.document?.getElementById("answers")?.textContent ?? "{}")));

/** @param {string} address @param {string} [body] a document that was posted */
function bring(address, body) {
  const key = body === undefined ? address : `POST ${address}`;
  const answer = brought.get(key);
  if (!answer || (body !== undefined && exactJson(answer.document) !== body)) return undefined;
  brought.delete(key);
  return body === undefined ? answer : answer.reply;
}

async function call(path, query = {}, body = undefined, accept = "*/*", tries = TRIES) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const asked = `${path}${given.length ? `?${new URLSearchParams(given)}` : ""}`;
  const address = `${BASE}${asked}`;
  const posted = body === undefined ? {} : { method: "POST", body: exactJson(body) };
  const known = brought.size ? bring(asked, posted.body) : undefined;
  if (known) return known;
  const init = { ...posted, headers: { Accept: accept, ...(posted.method && { "Content-Type": "application/json" }) } };
  let response;
  try {
    response = await fetch(address, { ...init, signal: AbortSignal.timeout(SILENCE) });
  } catch (error) {
    throw new Away(String(error));
  }
  const after = Number(response.headers.get("retry-after"));
  if (response.status === 503 && after > 0 && after <= LATEST && tries > 1) {
    await new Promise((done) => setTimeout(done, after * 1000));
    return call(path, query, body, accept, tries - 1);
  }
  if (AWAY.has(response.status)) throw new Away(String(response.status));
  const kind = response.headers.get("content-type") ?? "";
  const answer = await (kind.includes("json") ? response.json() : kind === BINARY ? response.arrayBuffer().then(unpack) : response.text()).catch((error) => {
    // A reply that breaks off is none.
    if (response.ok) throw new Away(String(error));
    return {};
  });
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

/** Numbers travel as bytes, errors as JSON. */
const TRACE = `${BINARY}, application/problem+json`;

const traced = (id, rest = "") => `/traces/${encodeURIComponent(id)}${rest}`;

export const api = {
  lessons: () => call("/lessons"),
  lesson: (slug) => call(`/lessons/${encodeURIComponent(slug)}`),
  layers: () => call("/layers"),
  curve: (type, query) => call(`/layers/${encodeURIComponent(type)}/curve`, query),
  post: (document, notation) => call("/traces", { include: "derived", notation }, document, TRACE),
  revise: (document, change) => call("/documents/revise", {}, { document, change }),
  fits: (document, changes) => call("/documents/fits", {}, { document, changes }),
  trace: (id, query) => call(traced(id), query),
  document: (id) => call(traced(id, "/document")),
  derivation: (id, query) => call(traced(id, "/derivation"), query),
  tensor: (id, name, query) => call(traced(id, `/tensors/${encodeURIComponent(name)}`), query),
  steps: (id, query) => call(traced(id, "/steps"), query),
  numbers: (id, names, notation) => call(traced(id), { include: "derived", among: names.join(), notation }, undefined, TRACE),
  /** @param {Iterable<string> | null} [among] the tensors that the reply keeps to */
  edit: (id, edits, notation, among) => call(traced(id, "/edits"), { values: "changed", include: "derived", among: among ? [...among].join() : null, notation }, edits, TRACE),
  explain: (id, query) => call(traced(id, "/explain"), query),
  gradcheck: (id, cell) => call(traced(id, "/gradcheck"), { cell }),
  code: (id, cell, method) => call(traced(id, "/code"), { cell, method }),
  feeds: (id, cell) => call(traced(id, "/feeds"), { cell }),
  compare: (id, attempt) => call(traced(id, "/compare"), {}, attempt),
  errata: (id) => call(traced(id, "/errata")),
  erratum: (id, key) => call(traced(id, `/errata/${encodeURIComponent(key)}`)),
};
