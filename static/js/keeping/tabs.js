/** What tabs of one browser tell each other: who writes where, and what changed. */

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("backprop-explorer") : null;
const heard = new Map();

channel?.addEventListener("message", ({ data }) => heard.get(data.kind)?.(data));

/** @param {{kind: string}} message */
export const tell = (message) => channel?.postMessage(message);

/** @param {string} kind @param {(message: any) => void} listener */
export const hear = (kind, listener) => heard.set(kind, listener);
