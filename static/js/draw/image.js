/** A map as a picture: one pixel of the canvas per number, enlarged by the style sheet. */

/** Colours as red, green, blue; a scale has no more than a few hundred of them. */
const parts = new Map();
function channels(colour) {
  if (!parts.has(colour)) parts.set(colour, [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return parts.get(colour);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{rows: number, cols: number, at: (i: number) => number | null}} map its numbers in reading order; null: no number there
 * @param {number} max @param {{picture: (value: number, max: number) => string}} palette
 */
export function paintImage(canvas, { rows, cols, at }, max, palette) {
  if (canvas.width !== cols || canvas.height !== rows) Object.assign(canvas, { width: cols, height: rows });
  const g = canvas.getContext("2d");
  const image = g.createImageData(cols, rows);
  for (let i = 0; i < rows * cols; i++) {
    const value = at(i);
    if (value === null) continue;
    const [red, green, blue] = channels(palette.picture(value, max));
    image.data.set([red, green, blue, 255], 4 * i);
  }
  g.putImageData(image, 0, 0);
}
