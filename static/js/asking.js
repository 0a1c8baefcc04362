/** Questions about a trace that the server may have forgotten: its document brings it back under the same id. */
import { api, Problem } from "./api.js";
import { view } from "./view.js";

/** If the server forgot the trace, post its document first. @template T @param {{id: string, document: any, revival?: Promise<any>}} known @param {(id: string) => Promise<T>} request */
export async function askingOf(known, request) {
  if (!known.id) await revive(known);
  try {
    return await request(known.id);
  } catch (error) {
    if (!(error instanceof Problem) || !error.forgotten) throw error;
    await revive(known);
    return request(known.id);
  }
}

async function revive(known) {
  known.revival ??= api.post(known.document, view.notation.peek()).finally(() => { known.revival = undefined; });
  known.id = (await known.revival).id;
}
