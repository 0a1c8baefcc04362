/** Sensitivities: every layer with its values and gradients as numbers, in place of the stage; Escape leads back to it. */
import { batch, computed, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { parse, tensorOf } from "../address.js";
import { editable, makerOf } from "../network.js";
import { networkOf } from "../overview/network.js";
import { planOf, turnFor } from "../overview/plan.js";
import { kept, lesson, structure, trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { busy } from "../ui/busy.js";
import { stepper } from "../ui/controls.js";
import { el } from "../ui/dom.js";
import { legend } from "../ui/legend.js";
import { bring, choose, turnTo, view } from "../view.js";

const words = text.whole;
/** Matrices this near to sight are drawn before they come into it. */
const NEAR = "400px";

/** @param {HTMLElement} host @param {HTMLElement[]} others what gives its room meanwhile */
export function overview(host, others) {
  const open = computed(() => view.page.value === "sensitivities");
  const sample = signal(0);
  const pages = signal(new Map());
  const samples = stepper({ label: words.sample, min: 1, choose: (value) => { sample.value = value - 1; } });
  const flow = el("div.whole-flow", { tabindex: -1, role: "group", "aria-label": words.network });
  const grid = el("div.whole-net");
  const key = el("div.legend");
  flow.append(grid);
  host.setAttribute("aria-label", words.title);
  host.append(el("div.ops", {}, el("h2.where-am", {}, words.title), el("p.about", {}, words.says, " ", el("span", {}, words.pointed)), samples.element,
    el("button.btn.line", { type: "button", title: words.backKey, onclick: leave }, words.back)), flow, key);
  legend(key);

  let plan = [];
  let slots = [];
  let watch = null;
  const count = computed(() => trace.value?.tensors.get("input")?.shape[0] ?? 1);
  const deep = computed(() => [...(trace.value?.tensors.values() ?? [])].some(({ role, shape }) => role !== "parameter" && plane(shape).lead.length));

  effect(() => {
    const shown = open.value;
    host.hidden = !shown;
    for (const one of others) one.hidden = shown;
    if (!shown) return clear();
    structure.value;
    const where = { sample: Math.min(sample.value, count.value - 1), pages: pages.value };
    untracked(() => draw(where));
  });
  effect(() => {
    samples.element.hidden = count.value < 2 || !deep.value;
    samples.show(Math.min(sample.value, count.value - 1) + 1);
  });
  /** A cell that the reader goes to, here or in the equation, is brought into sight; on opening its maps are. */
  let opened = false;
  effect(() => {
    const cell = view.cell.value;
    const scroll = opened;
    opened = open.value;
    if (opened && cell) untracked(() => reveal(cell, scroll));
  });
  /** Whoever asks for a stage gets it; another document is looked at as the last one was. */
  let before = "";
  effect(() => {
    const now = `${lesson.value} ${view.layer.value} ${view.tensor.value} ${view.method.value}`;
    const other = before && before.split(" ")[0] === now.split(" ")[0] && before !== now;
    before = now;
    if (other) untracked(() => { if (open.value) leave(); });
  });

  host.addEventListener("dblclick", (event) => {
    const cell = event.target.closest(".grid")?.querySelector("[role=gridcell]")?.dataset.cell;
    if (cell && !editable(trace.peek(), kept.peek(), cell)) stageOf(() => bring(cell));
  });
  /** Before anybody else hears of it: an Escape that ends an edit, a selection or a message ends only that. */
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open.peek() && !busy(event.target)) leave();
  }, true);

  function leave() {
    const inside = host.contains(document.activeElement);
    turnTo("");
    if (inside) document.querySelector("[data-turns=sensitivities]")?.focus({ preventScroll: true });
  }
  function stageOf(go) {
    go();
    leave();
  }

  function clear() {
    watch?.disconnect();
    for (const one of slots) one.dispose();
    slots = [];
    grid.replaceChildren();
  }

  function draw(where) {
    const focus = document.activeElement?.dataset?.key;
    const inside = grid.contains(document.activeElement) && document.activeElement.closest("[data-slot]")?.dataset.slot;
    clear();
    plan = planOf(trace.peek(), kept.peek(), where);
    const made = networkOf(plan, { turn, open: (name) => stageOf(() => choose(name)) });
    slots = made.slots;
    grid.replaceChildren(...made.nodes);
    grid.style.setProperty("--rows", made.rows);
    grid.classList.toggle("paged", plan.some(({ maps, inputs }) => maps.all > maps.to - maps.from || inputs.all > inputs.to - inputs.from));
    const bySlot = new Map(slots.map((one) => [one.element, one]));
    watch = new IntersectionObserver((entries) => batch(() => {
      for (const { target, isIntersecting } of entries) bySlot.get(target)?.[isIntersecting ? "mount" : "unmount"]();
    }), { root: flow, rootMargin: NEAR });
    for (const one of slots) watch.observe(one.element);
    if (focus) grid.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
    const held = inside && slots.find((one) => one.element.dataset.slot === inside);
    if (held) {
      held.mount();
      held.element.querySelector(".grid")?.focus({ preventScroll: true });
    }
  }

  function turn(layer, to) {
    pages.value = new Map(pages.peek()).set(layer, { ...pages.peek().get(layer), ...to });
  }

  function reveal(cell, scroll) {
    const name = tensorOf(cell);
    const base = name.replace(/\.grad$/, "");
    const tensor = trace.peek().tensors.get(base);
    if (!tensor) return;
    const value = tensor.role !== "parameter";
    const { index } = parse(cell);
    const lead = tensor.shape.length === 1 && !value ? index : index.slice(0, plane(tensor.shape).lead.length);
    const layer = plan.find((one) => one.columns.some((column) => column.name === base)) ?? plan.find((one) => one.name === makerOf(trace.peek(), base));
    const needed = layer && turnFor(layer, lead, value);
    if (value && lead.length > 1 && lead[0] !== sample.peek()) sample.value = lead[0];
    if (needed) turn(layer.name, needed);
    if (scroll) slots.find((one) => one.name === name && one.lead.join() === lead.slice(0, one.lead.length).join())?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
