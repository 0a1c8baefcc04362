/**
 * Which part of a matrix its frame shows, and how large. Pure: counts cells and pixels, knows no element.
 * @typedef {{zoom: number, row: number, col: number}} Camera `row` and `col` say which place, counted in cells, stands in the upper left corner
 * @typedef {{rows: number, cols: number, base: number}} Frame the cells of the matrix, and how large they are while it shows all of them
 * @typedef {{row: number, col: number, rows: number, cols: number}} Box a rectangle, counted in cells
 */

/** @type {Camera} */
export const WHOLE = { zoom: 1, row: 0, col: 0 };

/** Cells grow up to this size, so that their numbers can be read from afar. */
const LARGEST = 56;

/** @param {Frame} frame */
export const deepest = ({ base }) => Math.max(1, LARGEST / base);

/** Pixels of a cell; whole ones, so that gaps between cells are alike. @param {Camera} camera @param {Frame} frame */
export const cellSize = ({ zoom }, { base }) => (zoom === 1 ? base : Math.max(base, Math.round(base * zoom)));

/** The part that is shown. @param {Camera} camera @param {Frame} frame @returns {Box} */
export function view(camera, frame) {
  const part = frame.base / cellSize(camera, frame);
  return { row: camera.row, col: camera.col, rows: frame.rows * part, cols: frame.cols * part };
}

/** Never beyond the edges. @param {Camera} camera @param {Frame} frame @returns {Camera} */
function kept(camera, frame) {
  const zoom = Math.min(deepest(frame), Math.max(1, camera.zoom));
  const size = cellSize({ ...camera, zoom }, frame);
  const inside = (at, cells) => Math.round(Math.max(0, Math.min(cells - (cells * frame.base) / size, at)) * size) / size;
  return { zoom, row: inside(camera.row, frame.rows), col: inside(camera.col, frame.cols) };
}

/** The place under a point of the frame, counted in cells. @param {Camera} camera @param {Frame} frame @param {number[]} point in pixels */
export function placeAt(camera, frame, [x, y]) {
  const size = cellSize(camera, frame);
  return [camera.row + y / size, camera.col + x / size];
}

/** Larger or smaller round a point, which stays where it is. @param {Camera} camera @param {Frame} frame @param {number} factor @param {number[]} point in pixels @returns {Camera} */
export function zoomed(camera, frame, factor, point) {
  const [row, col] = placeAt(camera, frame, point);
  const zoom = Math.min(deepest(frame), Math.max(1, camera.zoom * factor));
  const size = cellSize({ ...camera, zoom }, frame);
  return kept({ zoom, row: row - point[1] / size, col: col - point[0] / size }, frame);
}

/** @param {Camera} camera @param {Frame} frame @param {number[]} by pixels to the right and down that the cells travel @returns {Camera} */
export function panned(camera, frame, [dx, dy]) {
  const size = cellSize(camera, frame);
  return kept({ ...camera, row: camera.row - dy / size, col: camera.col - dx / size }, frame);
}

/** As little as it takes to have a cell in sight. @param {Camera} camera @param {Frame} frame @param {number[]} cell @returns {Camera} */
export function showing(camera, frame, [r, c]) {
  const { rows, cols } = view(camera, frame);
  const reach = (at, from, length) => Math.min(at, Math.max(from, at + 1 - length));
  return kept({ ...camera, row: reach(r, camera.row, rows), col: reach(c, camera.col, cols) }, frame);
}

/** Where a rectangle of cells stands in the frame, in pixels. @param {Camera} camera @param {Frame} frame @param {Partial<Box> & {row: number, col: number}} box */
export function pixels(camera, frame, { row, col, rows = 1, cols = 1 }) {
  const size = cellSize(camera, frame);
  return { x: (col - camera.col) * size, y: (row - camera.row) * size, width: cols * size, height: rows * size };
}
