/** The contract as functions. Nothing else in the page fetches. */

const BASE = "/api/v1";
const AWAY = new Set([502, 503, 504]);

/** The server understood and refused: RFC 9457. */
export class Problem extends Error {
  /** @param {number} status @param {{type?: string, title?: string, detail?: string, errors?: {pointer: string, detail: string}[]}} body */
  constructor(status, body) {
    super(body.errors?.length ? body.errors[0].detail : (body.detail ?? body.title ?? String(status)));
    this.status = status;
    this.type = body.type ?? "";
  }

  /** The server no longer keeps this trace; the document brings it back. */
  get forgotten() {
    return this.status === 404 && this.type.includes("trace-not-found");
  }
}

/** No answer, or one that says: not now. */
export class Away extends Error {}

async function call(path, query = {}, body = undefined) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const address = `${BASE}${path}${given.length ? `?${new URLSearchParams(given)}` : ""}`;
  const init = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    throw new Away(String(error));
  }
  if (AWAY.has(response.status)) throw new Away(String(response.status));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

const traced = (id, rest = "") => `/traces/${encodeURIComponent(id)}${rest}`;

export const api = {
  lessons: () => call("/lessons"),
  lesson: (slug) => call(`/lessons/${encodeURIComponent(slug)}`),
  layers: () => call("/layers"),
  post: (document, notation) => call("/traces", { include: "derived", notation }, document),
  trace: (id, query) => call(traced(id), query),
  tensor: (id, name) => call(traced(id, `/tensors/${encodeURIComponent(name)}`)),
  edit: (id, edits, notation) => call(traced(id, "/edits"), { values: "changed", include: "derived", notation }, edits),
  explain: (id, query) => call(traced(id, "/explain"), query),
  feeds: (id, cell) => call(traced(id, "/feeds"), { cell }),
};
