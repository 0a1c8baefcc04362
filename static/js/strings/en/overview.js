/** Texts of the sensitivities and of the printed derivation. */
import { number } from "./numbers.js";

const several = (n, one, more) => (n === 1 ? `1 ${one}` : `${number(n)} ${more}`);
const ZEROS = { padding: "padding", stuffing: "zeros put in for the stride", border: "the border" };
const LEADS = { sample: "sample", map: "map", kernel: "kernel" };

export const overview = {
  sensitivities: "Sensitivities",
  wholeDerivation: (tensor) => `Whole derivation of ${tensor}, to print (opens in a new tab)`, derivationLink: "Whole derivation",

  whole: {
    title: "Sensitivities", says: "Every layer with its values, and under each its gradient.", back: "Back to the stage", backKey: "Escape",
    network: "The whole network", openStage: (name) => `Show ${name} on the stage`, sample: "Sample", values: "values", gradients: "gradients",
    maps: (from, to, all) => (from === to ? `map ${from} of ${all}` : `maps ${from}–${to} of ${all}`), more: (n) => `and ${n} more`,
    reads: (from, to, all) => `inputs ${from}–${to} of ${all}`,
    previous: (name) => `${name}: earlier maps`, next: (name) => `${name}: further maps`,
    previousInputs: (name) => `${name}: earlier inputs`, nextInputs: (name) => `${name}: further inputs`,
    seed: "∂L/∂L", pointed: "Point at a cell to see what it reads and feeds.", whichMaps: (name) => `Maps of ${name}`, whichInputs: (name) => `Inputs of the kernels of ${name}`,
  },

  derivation: {
    title: (name) => `Derivation of ${name}`, page: (name) => `Derivation of ${name} · Backprop Explorer`,
    back: "Back to the explorer", method: "Method", part: "Part", all: "all of it", cells: "First cells",
    lead: (kind, at) => `${LEADS[kind]} ${at}`,
    copyAs: "Copy as", saveAs: "Save as", print: "Print", forms: { latex: "LaTeX", markdown: "Markdown", text: "text" },
    copied: "Copied", notCopied: "Copying is not allowed here: save it as a file",
    sections: { setting: "Setting", given: "Given numbers", law: "General law", cells: "Cell by cell", result: "Result" },
    layer: "Layer", loss: "Loss", shapes: "Shapes", counted: "Indices", countedFrom: (base) => `counted from ${base}`,
    zeros: (counts) => `${counts.map(([kind, n]) => `${several(n, "term", "terms")} on ${ZEROS[kind] ?? kind}`).join(", ")}: 0`,
    count: (n, all) => (n === all ? `${several(n, "cell", "cells")}.` : `The first ${number(n)} of ${several(all, "cell", "cells")}.`),
    rounded: "Numbers in the equations are rounded to 6 significant digits.",
    tooLarge: (name, size) => `${name} is ${size}: too large to print here. Its numbers stand in the terms.`,
    isGiven: "These numbers are given. Nothing computes them.", noCell: "This part has no cells.",
    oneMap: "Only one map", firstOnes: (n) => `The first ${n} cells`,
    writing: (done, all) => `Writing cell ${done} of ${all}`,
    nothing: "Nothing to derive here. Open the explorer, choose a tensor, and take “Whole derivation” below its equation.",
    otherNumbers: "The server no longer keeps the numbers that this page was opened with. These are those of your document as it is now.",
    unknown: (name) => `This document has no tensor ${name}.`,
    made: "Made with Backprop Explorer", trace: (id) => `trace ${id}`,
    yes: "yes", no: "no", convention: "Convention", side: ["top", "bottom", "left", "right"], matrix: (name, size) => `${name}, ${size}`, scalar: "a single number",
  },
};
