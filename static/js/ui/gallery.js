/** All maps of the stage's target side by side, each with its number and range; the one that is shown large is framed. */
import { computed, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { paintImage } from "../draw/image.js";
import { palette } from "../draw/palette.js";
import { breadth, formFor, power, rounded, written } from "../format.js";
import { structure, trace } from "../store.js";
import { text } from "../strings.js";
import { pin, targetCell, view } from "../view.js";
import { el, say, set, spoken } from "./dom.js";
import { ownScale, rangeOf } from "./scale.js";
import { stackOf } from "./stack.js";

/** A few small maps need no gallery: the figure has room to turn to each. */
const [FEW, MANY] = [4, 400];
/** As many stand here at once; others come when one of them is chosen. */
const MOST = 240;
/** The room of a range, in widths of a digit. */
const ROOM = 4.2;

/** @param {HTMLElement} host @param {HTMLElement} legend says which scale the colours have */
export function gallery(host, legend) {
  const title = el("b");
  const times = el("small");
  const own = el("button", { type: "button", onclick: () => { ownScale.value = !ownScale.peek(); } }, text.ownScale);
  const all = el("button", { type: "button", onclick: () => { spread.value = !spread.peek(); } });
  const list = el("div.stack-list", { role: "listbox", "aria-orientation": "horizontal" });
  const scale = el("span.scale-of");
  host.classList.add("gallery");
  host.append(el("div.stack-head", {}, el("p", {}, title, times), own, all), list);
  legend.querySelector(".ramp").after(scale);

  /** Whether it shows all its maps at once, over the figure. */
  const spread = signal(false);
  /** The target's maps; null where there are but a few numbers in one or some. */
  const stack = computed(() => {
    structure.value;
    const name = view.tensor.value;
    if (!trace.peek()?.tensors.has(name)) return null;
    const found = stackOf(name);
    return found.count > FEW || (found.count > 1 && found.count * found.length > MANY) ? found : null;
  });
  const ranges = computed(() => {
    const { count = 0, length, value } = stack.value ?? {};
    return Array.from({ length: count }, (_, i) => rangeOf(length, (k) => value(i, k)));
  });
  const most = computed(() => ranges.value.reduce((a, b) => Math.max(a, b), 0));
  const here = computed(() => (stack.value ? Math.max(0, stack.value.of(targetCell())) : 0));
  /** The first map that stands here, and how many do. */
  const first = computed(() => here.value - (here.value % MOST));
  const size = () => Math.min(MOST, stack.peek().count - first.peek());
  /** Its maps are made anew only for another number of them, or others' names. */
  const made = computed(() => (stack.value ? `${structure.value} ${view.tensor.value} ${stack.value.count} ${first.value} ${view.base.value}` : ""));

  let chips = [];
  /** Which of them are in sight. */
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const i = chips.indexOf(target);
      if (isIntersecting && i >= 0) { seen.add(i); draw(i); }
      else seen.delete(i);
    }
  }, { root: list, rootMargin: "100px" });

  function draw(i) {
    const { rows, cols, length, shown } = stack.peek();
    const now = shown();
    const map = first.peek() + i;
    paintImage(chips[i].querySelector("canvas"), { rows, cols, at: (k) => (k < length ? now(map, k) : null) }, ownScale.peek() ? ranges.peek()[map] : most.peek(), palette.peek());
  }

  effect(() => {
    const known = made.value;
    host.hidden = !known;
    scale.hidden = !known;
    spread.value = false;
    if (known) untracked(build);
  });
  effect(() => {
    const now = stack.value;
    ownScale.value; palette.value; now?.shown();
    if (now && chips.length === size()) untracked(() => { for (const i of seen) draw(i); label(now); });
  });
  effect(() => {
    here.value; view.tensor.value; made.value;
    if (stack.peek() && chips.length) untracked(choose);
  });
  /** There is nothing more to show where all have room. */
  new ResizeObserver(() => { all.hidden = !spread.peek() && list.scrollWidth <= list.clientWidth; }).observe(list);
  effect(() => {
    host.classList.toggle("spread", spread.value);
    set(all, "aria-expanded", spread.value);
    all.textContent = spread.value ? text.oneRow : text.allOfStack;
    set(own, "aria-pressed", ownScale.value);
  });

  function build() {
    const { kind, count, rows, cols, label: name } = stack.peek();
    watch.disconnect();
    seen.clear();
    chips = Array.from({ length: size() }, (_, i) => el("div.stacked-map", { role: "option", tabindex: -1, "aria-setsize": count, "aria-posinset": first.peek() + i + 1, onclick: () => { go(first.peek() + i); close(); } },
      el("span", {}, spoken(text.oneOfStack(kind)), el("b", {}, name(first.peek() + i, view.base.peek())), el("small"), el("span.sr.power")), el("canvas", { "aria-hidden": "true" })));
    list.style.setProperty("--ratio", String(cols / rows));
    list.replaceChildren(...chips);
    chips.forEach((chip) => watch.observe(chip));
    label(stack.peek());
    choose();
  }

  /** Numbers and ranges in words. */
  function label({ kind, count }) {
    const form = formFor(ranges.peek(), ROOM) ?? { exponent: 0, decimals: 0 };
    say(title, text.countOfStack(kind, count, count > MOST && [first.peek() + 1, first.peek() + size()]));
    say(times, power(form));
    list.setAttribute("aria-label", text.stackOf(kind, view.tensor.peek()));
    chips.forEach((chip, i) => {
      const range = written(ranges.peek()[first.peek() + i], form);
      say(chip.querySelector("small"), breadth(range) <= ROOM ? `±${range}` : "");
      say(chip.querySelector(".power"), power(form));
    });
    say(scale, ownScale.peek() ? text.scalesOwn : text.scaleOne(rounded(most.peek(), 3)));
  }

  function choose() {
    const now = here.peek() - first.peek();
    chips.forEach((chip, i) => {
      set(chip, "aria-selected", i === now);
      set(chip, "tabindex", i === now ? 0 : -1);
    });
    const [box, room] = [chips[now].getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.left < room.left || box.right > room.right) list.scrollLeft += box.left - room.left - (room.width - box.width) / 2;
    if (box.top < room.top || box.bottom > room.bottom) list.scrollTop += box.top - room.top - (room.height - box.height) / 2;
  }

  const go = (i) => pin(stack.peek().cell(i, targetCell()));

  /** Back to one row: what was chosen stands in the figure, which all of them had covered. */
  function close() {
    if (!spread.peek()) return;
    const inside = list.contains(document.activeElement);
    spread.value = false;
    if (inside) chips[here.peek() - first.peek()].focus({ preventScroll: true });
  }
  addEventListener("pointerdown", (event) => { if (!host.contains(event.target)) close(); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !spread.peek()) return;
    event.stopPropagation();
    close();
  }, { capture: true });

  /** How many stand in one line. */
  const across = () => Math.max(1, chips.filter((chip) => chip.offsetTop === chips[0].offsetTop).length);
  list.addEventListener("keydown", (event) => {
    const now = here.peek();
    const last = stack.peek().count - 1;
    const step = { ArrowRight: now + 1, ArrowLeft: now - 1, ArrowDown: now + across(), ArrowUp: now - across(), Home: 0, End: last }[event.key];
    if (event.key === "Enter") close();
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (step < 0 || step > last) return;
    go(step);
    chips[step - first.peek()].focus({ preventScroll: true });
  });
}
