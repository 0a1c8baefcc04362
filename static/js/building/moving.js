/** Cards change places: dragged by the mouse, or with Alt and an arrow on their name; Delete takes a layer out. */
import { kept } from "../store.js";
import { choose } from "../view.js";

const KIND = "application/x-layer";
/** The layer under way. */
let dragged = "";

/**
 * @param {HTMLElement} card @param {string} name
 * @param {(change: object, how?: {then?: string}) => Promise<boolean>} ask
 */
export function movable(card, name, ask) {
  const at = () => kept.peek().layers.findIndex((layer) => layer.name === name);
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = name;
    event.dataTransfer.setData(KIND, name);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("dragged");
  });
  card.addEventListener("dragend", () => {
    dragged = "";
    card.classList.remove("dragged");
  });
  card.addEventListener("dragover", (event) => {
    if (!dragged || dragged === name) return;
    event.preventDefault();
    card.dataset.drop = side(event);
  });
  card.addEventListener("dragleave", () => { delete card.dataset.drop; });
  card.addEventListener("drop", (event) => {
    const moved = dragged;
    delete card.dataset.drop;
    if (!moved || moved === name) return;
    event.preventDefault();
    const from = kept.peek().layers.findIndex((layer) => layer.name === moved);
    const gap = at() + (side(event) === "after" ? 1 : 0);
    const to = gap > from ? gap - 1 : gap;
    if (to !== from) ask({ op: "move", layer: moved, to }, { then: undefined });
  });
  card.addEventListener("keydown", async (event) => {
    if (!event.target.classList.contains("name")) return;
    const by = event.altKey && { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const to = at() + (by || 0);
    if (by && to >= 0 && to < kept.peek().layers.length) {
      event.preventDefault();
      ask({ op: "move", layer: name, to });
    } else if (event.key === "Delete" && !event.altKey) {
      event.preventDefault();
      const { layers } = kept.peek();
      const next = layers[at() + 1] ?? layers[at() - 1];
      if (await ask({ op: "remove", layer: name })) choose(next?.name ?? "input");
    }
  });

  function side(event) {
    const box = card.getBoundingClientRect();
    return event.clientX > box.left + box.width / 2 ? "after" : "before";
  }
}
