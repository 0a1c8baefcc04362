/**
 * The address of one number: "conv1.weight.grad[0,0,1,1]"; a scalar is "loss[]".
 * @typedef {{tensor: string, index: number[]}} Cell
 */

const FORM = /^([A-Za-z][\w.]*)\[(\d+(?:,\d+)*)?\]$/;

/** @param {string} text @returns {Cell | null} null when the text is no address */
export function parse(text) {
  const match = FORM.exec(text);
  return match && { tensor: match[1], index: match[2] ? match[2].split(",").map(Number) : [] };
}

/** @param {string} tensor @param {number[]} index */
export const format = (tensor, index) => `${tensor}[${index.join(",")}]`;

/** @param {string} address */
export const tensorOf = (address) => address.slice(0, address.indexOf("["));
