/** Sentences that the reader should know and may put away: where the work came from, what another tab did, what could not be opened. */
import { signal } from "../../vendor/signals-core/signals-core.mjs";

/** @typedef {{id: string, text: string, bad?: boolean, actions?: {label: string, run: () => unknown}[], away?: () => void}} Notice `away`: when it is put away */

/** @type {import("../../vendor/signals-core/signals-core.mjs").Signal<Notice[]>} */
export const notices = signal([]);

/** @param {string} id */
export const dismiss = (id) => { notices.value = notices.peek().filter((one) => one.id !== id); };

/** A notice takes the place of an older one of its kind. @param {Notice} notice */
export function notify(notice) {
  notices.value = [...notices.peek().filter((one) => one.id !== notice.id), notice];
}
