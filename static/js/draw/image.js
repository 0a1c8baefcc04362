/** Maps as pictures, pixel by pixel: cells that are mere colours. */

/** Colours as they lie in an image's memory; a scale has no more than a few hundred of them. */
const pixels = new Map();
function pixel(colour, alpha = 255) {
  const key = alpha === 255 ? colour : `${colour}${alpha}`;
  if (!pixels.has(key)) pixels.set(key, new Uint32Array(Uint8Array.of(...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), alpha).buffer)[0]);
  return pixels.get(key);
}

/**
 * One pixel of the canvas per number, enlarged by the style sheet.
 * @param {HTMLCanvasElement} canvas
 * @param {{rows: number, cols: number, at: (i: number) => number | null}} map its numbers in reading order; null: no number there
 * @param {number} max @param {{picture: (value: number, max: number) => string}} palette
 */
export function paintImage(canvas, { rows, cols, at }, max, palette) {
  if (canvas.width !== cols || canvas.height !== rows) Object.assign(canvas, { width: cols, height: rows });
  const g = canvas.getContext("2d");
  const image = g.createImageData(cols, rows);
  const own = new Uint32Array(image.data.buffer);
  for (let i = 0; i < rows * cols; i++) {
    const value = at(i);
    if (value !== null) own[i] = pixel(palette.picture(value, max));
  }
  g.putImageData(image, 0, 0);
}

/**
 * The part of a matrix that is in view, in whole pixels of the device, each with the colour of the cell that it lies in.
 * @param {CanvasRenderingContext2D} g counts from the first cell in view @param {import("./plane.js").Model} model @param {number} s cell size
 * @param {{palette: any, view: import("./plane.js").View}} look
 */
export function paintPicture(g, model, s, { palette, view }) {
  const { a: ratio, e: left, f: top } = g.getTransform();
  const [width, height] = [view.cols, view.rows].map((cells) => Math.max(1, Math.round(cells * s * ratio)));
  const image = g.createImageData(width, height);
  const own = new Uint32Array(image.data.buffer);
  const alpha = Math.round(g.globalAlpha * 255);
  const number = model.at.number ?? ((r, c) => numberOf(model.at(r, c)));
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor(view.col + (x + 0.5) / (s * ratio)));
  let before = -1;
  for (let y = 0; y < height; y++) {
    const r = Math.floor(view.row + (y + 0.5) / (s * ratio));
    if (r === before) {
      own.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    before = r;
    let [col, colour] = [-1, 0];
    for (let x = 0; x < width && r < model.rows; x++) {
      if (columns[x] !== col) {
        col = columns[x];
        const value = col < model.cols ? number(r, col) : undefined;
        colour = value === undefined ? 0 : pixel(value === null ? palette.panel : palette.picture(value, model.max), alpha);
      }
      own[y * width + x] = colour;
    }
  }
  g.putImageData(image, Math.round(left), Math.round(top));
}

/** What a cell counts as where it is a mere colour. @param {import("./cells.js").DrawnCell | null} cell */
const numberOf = (cell) => (cell?.later ? null : !cell || cell.blank || cell.unread ? undefined : cell.shown ?? cell.value);
