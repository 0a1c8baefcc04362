/** Every text of the page, in one table per language: strings/en is English, a file per part of the page. A second one is a folder beside it and its name in `tables`. What the server says (lessons, messages) is English. */
import { languageOf } from "./language.js";
import { cells } from "./strings/en/cells.js";
import { checking } from "./strings/en/checking.js";
import { drawing } from "./strings/en/drawing.js";
import { equation } from "./strings/en/equation.js";
import { film } from "./strings/en/film.js";
import { keeping } from "./strings/en/keeping.js";
import { layers } from "./strings/en/layers.js";
import { network } from "./strings/en/network.js";
import { overview } from "./strings/en/overview.js";
import { page } from "./strings/en/page.js";
import { sizes } from "./strings/en/sizes.js";
import { stage } from "./strings/en/stage.js";
import { windows } from "./strings/en/windows.js";

const tables = {
  en: { ...cells, ...checking, ...drawing, ...equation, ...film, ...keeping, ...layers, ...network, ...overview, ...page, ...sizes, ...stage, ...windows },
};

export const language = languageOf(tables);
export const text = tables[language];
