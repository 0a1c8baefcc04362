/** Texts of the frame: header, documents, messages. */
export const page = {
  title: "Backprop Explorer", titleOf: (document) => `${document} · Backprop Explorer`,
  logo: "Backprop Explorer",
  document: "Document", undo: "Undo", redo: "Redo", reset: "Reset", asOpened: "Already as opened", more: "More",
  notation: "Symbols", indexFrom: "Count from", indexBase: (base) => `Count rows and columns from ${base}`,
  theme: { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" },
  projector: "Projector", projectorSays: "Larger type and only what a room needs",

  parts: { intro: "About this page", strip: "Network", equation: "Equation" },
  introWhat: "Every number of a small CNN, forward and back.", introHow: "Click one for its terms; type to change it.", introSeen: "Understood, do not say this again",
  about: "About this document", aboutOwn: "A document of your own. It is kept in this browser.",
  article: {
    "000": "An example of the article “CNN #5: derivatives of feature map & bias” by Andy Wang, in Chinese.",
    "001": "After the notes of the repository “lenet” by zxrobot, in Chinese.",
    "002": "After the article “CNN: principle and derivation”, in Chinese, which follows Bouvrie’s “Notes on Convolutional Neural Networks”.",
    "003": "After the article “Notes on convolutional neural nets”, in Chinese, which follows Bouvrie and the Matlab Deep Learning Toolbox.",
    "004": "After the article “Propagation and back-propagation of a CNN”, in Japanese.",
  },

  close: "Close", less: (name) => `${name}: one less`, more1: (name) => `${name}: one more`,
  unnamed: "Untitled document",
  loading: "Opening the document", awayTitle: "The server does not answer; your numbers are kept.", awayEdited: "The server does not answer; your numbers are kept. What is dimmed and hatched was computed before your last edit.", retry: "Try again",
  unknown: (slug) => `There is no document “${slug}”.`, openFirst: "Open the first one",
};
