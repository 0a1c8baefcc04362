/** Texts of what is kept, shared, opened and saved. */
export const keeping = {
  keeping: {
    copy: "This tab goes on from your newest work, as a copy.", fresh: "Begin fresh", dismiss: "Put this message away",
    keepless: "This browser keeps nothing for this page, as in a private window or when its storage is full: after a reload you begin anew.",
    elsewhere: "This document was also changed in another tab. This tab keeps its own numbers.", openOther: "Open the other one here",
    brokenLink: {
      cut: "This link is not whole: part of it was cut off or changed on the way. Your own work is as it was. Ask for the link again, or for a file.",
      large: "The document in this link is larger than 8 MB, the most that can be opened. Your own work is as it was.",
      newer: "This link was made by a newer version of Backprop Explorer. Your own work is as it was. Update this one, or ask for a file.",
      lesson: "This link names a document that is not here. Your own work is as it was.",
      old: "This browser cannot unpack the link. Your own work is as it was. Open it in a newer browser, or ask for a file.",
      unknown: "This link is packed in a way that is not known here. Your own work is as it was. Ask for the link again, or for a file.",
    },
    refusedLink: (why) => `The document in this link cannot be opened: ${why} Your own work is as it was.`,
  },
};
