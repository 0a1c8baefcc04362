/** Changes of the network: asked of the server first, applied when everything fits, one after the other. */
import { api, Away, Problem } from "../api.js";
import { apply, lost } from "../session.js";
import { kept } from "../store.js";

let queue = Promise.resolve();

/**
 * @param {object | (() => object)} change what POST /documents/revise understands; a function is asked when its turn has come, with the changes before it in place
 * @returns {Promise<{notes: string[]}>} what changed beside the wish; a Problem says why nothing did
 */
export function revise(change) {
  const mine = queue.catch(() => {}).then(() => now(change));
  queue = mine;
  return mine;
}

async function now(change) {
  const answer = await api.revise(kept.peek(), typeof change === "function" ? change() : change);
  await apply(answer.document);
  return answer;
}

/** For each change why it would not fit, or undefined. @param {object[]} changes @returns {Promise<(string | undefined)[]>} */
export async function objections(changes) {
  try {
    return (await api.fits(kept.peek(), changes)).results.map((one) => one.detail ?? undefined);
  } catch (error) {
    if (error instanceof Away) lost();
    else if (!(error instanceof Problem)) throw error;
    return changes.map(() => undefined);
  }
}
