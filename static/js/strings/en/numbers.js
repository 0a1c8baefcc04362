/** How whole numbers and moments are written in this language. */
const written = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** @param {number} n */
export const number = (n) => written.format(n);

/** @param {number} time */
export const when = (time) => moment.format(time);
