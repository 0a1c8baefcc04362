/** Numbers that were computed before the last edit, while the server does not answer: drawn weaker; keeping.css hatches them. */
import { outdated } from "../store.js";

const COMPUTED = new Set(["activation", "gradient", "mix"]);
const WEAK = 0.55;

/** @param {string} role @param {boolean} [typed] whether its cells can be typed over: those are as the reader left them */
export const isPast = (role, typed = false) => outdated.value && COMPUTED.has(role) && !typed;

/** @param {boolean} past */
export const strength = (past) => (past ? WEAK : 1);
