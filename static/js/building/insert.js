/** The + between two cards: every type of the catalogue, and why some do not fit here. */
import { Away, Problem } from "../api.js";
import { catalogue, failure, kept } from "../store.js";
import { lost } from "../session.js";
import { text } from "../strings.js";
import { icon } from "../ui/dom.js";
import { menu } from "../ui/controls.js";
import { choose } from "../view.js";
import { objections, revise } from "./revise.js";
import { opened } from "./panel.js";

/** @param {number} at place among the layers @param {string} where how the place is called */
export function inserter(at, where) {
  const shown = menu({
    label: text.insertHere(where), face: [icon("M8 3v10M3 8h10")],
    async items() {
      const types = text.families.flatMap(({ group, types: all }) => all.filter((type) => type in catalogue.peek().layers).map((type) => ({ group, type })));
      const reasons = await objections(types.map(({ type }) => ({ op: "insert", at, layer: { type } })));
      return types.map(({ group, type }, i) => ({
        group, label: text.layerType(type), detail: text.layerSays(type), off: reasons[i], run: () => insert(type),
      }));
    },
  });
  shown.element.classList.add("plus-here");

  async function insert(type) {
    try {
      await revise({ op: "insert", at, layer: { type } });
    } catch (error) {
      if (error instanceof Problem) failure.value = error.message;
      else if (error instanceof Away) lost();
      else throw error;
      return;
    }
    const { name } = kept.peek().layers[at];
    choose(name);
    opened.value = name;
  }
  return shown.element;
}
