/** Cells that a learner has wrong, shown on the stage until they are dismissed: address → what the learner has. */
import { signal } from "../vendor/signals-core/signals-core.mjs";

/** @type {import("../vendor/signals-core/signals-core.mjs").Signal<Map<string, number>>} */
export const wrong = signal(new Map());
