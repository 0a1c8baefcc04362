/** How whole numbers and moments are written in this language. A browser takes some 20 ms to learn each: it is asked when one is written. */
const learnt = (make) => { let form = null; return () => (form ??= make()); };
const written = learnt(() => new Intl.NumberFormat("en"));
const moment = learnt(() => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" }));

/** @param {number} n small ones are digits alone */
export const number = (n) => (Number.isInteger(n) && n >= 0 && n < 1000 ? String(n) : written().format(n));

/** @param {number} time */
export const when = (time) => moment().format(time);
