/** Texts for matrices of any size: zoom, lens, galleries of maps. */
const STACKS = { map: "maps", row: "rows", column: "columns" };

export const sizes = {
  zoom: (name) => `Zoom of ${name}`,
  zoomIn: (name) => `Zoom in: ${name}`, zoomInTitle: "Closer (+ on the matrix)",
  zoomOut: (name) => `Zoom out: ${name}`, zoomOutTitle: "Farther (− on the matrix; Alt − where it can be typed over)",
  zoomFit: (name, now) => `Show all of ${name}, now ${now}`, zoomFitTitle: "Show all cells (0 on the matrix; Alt 0 where it can be typed over)",
  placeOf: (places) => (places.length > 1 ? `row ${places[0]}, column ${places[1]}` : `entry ${places[0] ?? ""}`),
  stackOf: (kind, name) => `All ${STACKS[kind]} of ${name}`, countOfStack: (kind, n, here) => `${n} ${STACKS[kind]}${here ? `, ${here[0]}–${here[1]}` : ""}`, oneOfStack: (kind) => `${kind} `,
  ownScale: "Own scales", scaleOne: (most) => `one scale: ±${most}`, scalesOwn: "each map its own scale",
  allOfStack: "Show all", oneRow: "One row",
  percent: (n) => `${n} %`,
};
