/** Texts of the window in which a digit is drawn. */
export const drawing = {
  drawDigit: "Draw a digit…", drawTitle: "Draw a digit",
  pad: "Sheet to draw on", padKeys: "Draw with mouse, finger or pen. With keys: arrows move the pen, Space puts it down and lifts it.",
  penAt: (down, row, column) => `Pen ${down ? "down" : "up"}, row ${row}, column ${column}`,
  drawWith: "Draw with", drawingTool: (erases) => (erases ? "Eraser" : "Pen"),
  undoStroke: "Undo stroke", clearDrawing: "Clear",
  networkSees: "What the network sees", drawnPreview: (rows, cols) => `The drawing as ${rows}×${cols} numbers`,
  centred: (rows, cols) => `${rows}×${cols}, scaled to ${Math.round((rows * 20) / 28)} of ${rows} rows and centred by its mass, as MNIST’s digits are.`,
  drawnValues: "Numbers", upTo: (most) => (most === 1 ? "0…1" : "0…255"),
  drawnClass: "Its class", useDrawing: "Use as input",
};
