/** Texts of the frame: header, documents, messages. */
export const page = {
  title: "Backprop Explorer",
  logo: "Backprop Explorer",
  document: "Document", undo: "Undo", redo: "Redo", reset: "Reset", more: "More",
  notation: "Symbols", indexFrom: "Count from", indexBase: (base) => `Count rows and columns from ${base}`,
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },
  projector: "Projector", projectorSays: "Larger type and only what a room needs",

  close: "Close", less: (name) => `${name}: one less`, more1: (name) => `${name}: one more`,
  loading: "Opening the document", awayTitle: "The server does not answer; your numbers are kept.", retry: "Try again",
  unknown: (slug) => `There is no document “${slug}”.`, openFirst: "Open the first one",
};
