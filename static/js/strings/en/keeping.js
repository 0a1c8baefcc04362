/** Texts of what is kept, shared, opened and saved. */
import { number, when } from "./numbers.js";

export const keeping = {
  keeping: {
    copy: "This tab goes on from your newest work, as a copy.", fresh: "Begin fresh", dismiss: "Put this message away",
    keepless: "This browser keeps nothing for this page, as in a private window or when its storage is full: after a reload you begin anew. Save file keeps your work.",
    elsewhere: "This document was also changed in another tab. This tab keeps its own numbers.", openOther: "Open the other one here",
    brokenLink: {
      cut: "This link is not whole: part of it was cut off or changed on the way. Your own work is as it was. Ask for the link again, or for a file.",
      empty: "This link holds no document. Your own work is as it was. Ask for the link again, or for a file.",
      large: "The document in this link is larger than 8 MB, the most that can be opened. Your own work is as it was.",
      newer: "This link was made by a newer version of Backprop Explorer. Your own work is as it was. Update this one, or ask for a file.",
      lesson: "This link names a document that is not here. Your own work is as it was.",
      old: "This browser cannot unpack the link. Your own work is as it was. Open it in a newer browser, or ask for a file.",
      unknown: "This link is packed in a way that is not known here. Your own work is as it was. Ask for the link again, or for a file.",
    },
    share: "Share", shareTitle: "Share this view", link: "Link", copyLink: "Copy", copied: "Copied.", copyByHand: "Press Ctrl+C to copy the link.",
    holdsPlace: "The link shows exactly this view: document, layer, cell and method. The document is one of the page's own, so the link stays short.",
    holdsDocument: "The link shows exactly this view: layer, cell and method, with your document in it. Nothing is stored on the server.",
    length: (n) => `${number(n)} characters.`,
    tooLong: (n, most) => `${n ? `As a link this document has ${number(n)} characters` : "This document is larger than any link may be"}; mail programs and chats cut links over ${number(most)}. A file holds the same view and opens by dropping it onto the page.`,
    file: "File", openFile: "Open file", openSays: "A saved exploration, or a document of the REST API", saveFile: "Save file", saveSays: "The document and this view, as JSON",
    recentWork: "Recent work", recentDetail: "What was changed in this browser, in any tab",
    recent: "Recent work", recentSays: (works, days) => `The last ${works} works of this browser, kept for ${days} days. Opening one is a step: undo leads back here.`, noRecent: "No other work is kept in this browser.",
    workOf: (changed, steps) => `${when(changed)}, ${steps} ${steps === 1 ? "step" : "steps"}`,
    dropHere: "Drop the file to open it; Escape cancels", oneFile: (n) => (n ? `One file opens at a time; ${n} were dropped.` : "What was dropped holds no file."),
    noJson: (name, line, column) => `${name} is not JSON: line ${line}, column ${column} does not fit. Expected a file that was saved here, or a document of the REST API. Your own work is as it was.`,
    noDocument: (name) => `${name} holds no document: expected input and layers. Your own work is as it was.`,
    newerFile: (name) => `${name} was saved by a newer version of Backprop Explorer. Update this one, or save the document alone. Your own work is as it was.`,
    tooLarge: (name) => `${name} is larger than 8 MB, the most that can be opened. Generators ("fill", "seed") say large tensors in a few words. Your own work is as it was.`,
    refusedFile: (name, why) => `${name} cannot be opened: ${why} Your own work is as it was.`,
    refusedLink: (why) => `The document in this link cannot be opened: ${why} Your own work is as it was.`,
  },
};
