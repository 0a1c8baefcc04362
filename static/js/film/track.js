/** The track: one piece per tensor, a tick per number where there are few, a slider for keys, mouse and touch. */
import { computed, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { afterNumbers } from "../after-numbers.js";
import { palette } from "../draw/palette.js";
import { inline } from "../latex.js";
import { roleOf } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { symbolNamed } from "../tensors.js";
import { el, hide, set } from "../ui/dom.js";
import { onSize } from "../ui/on-size.js";
import { named } from "../ui/tex.js";
import { go, step, targetOf } from "./follow.js";
import { endOf, laid, spread, stepUnder, TICKED } from "./layout.js";
import { pause } from "./play.js";
import { ticks } from "./ticks.js";
import { doneOf, moved, placeOf } from "./segments.js";
import { at, segments, steps } from "./state.js";

const KEYS = {
  ArrowRight: () => step(1), ArrowUp: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => step(-1),
  Home: () => go(0), End: () => go(steps.peek() - 1),
};
/** Page keys alone step as everywhere: presenters' clickers send them. */
const FAR = { ArrowRight: () => step(1, "tensor"), ArrowLeft: () => step(-1, "tensor"), PageUp: () => step(1, "tensor"), PageDown: () => step(-1, "tensor") };
const keysOf = ({ key, ctrlKey, shiftKey }) => ((key.startsWith("Page") ? shiftKey : ctrlKey) ? FAR : KEYS)[key];

export function track() {
  const names = el("div.names", { "aria-hidden": "true" });
  const pieces = el("div.pieces", { "aria-hidden": "true" });
  const marks = el("canvas.ticks", { "aria-hidden": "true" });
  const head = el("i.playhead", { "aria-hidden": "true" });
  const slider = el("div.track", { role: "slider", tabindex: 0, "aria-label": text.timeline, "aria-orientation": "horizontal" }, names, pieces, marks, head);
  const width = signal(0);
  /** Where pieces lie while the mouse drags: they do not move under it. */
  const held = signal(null);
  const current = computed(() => (at.value === null ? -1 : placeOf(segments.value, at.value)));
  const spans = computed(() => held.value ?? laid(segments.value, width.value, current.value));
  onSize(slider, (box) => { width.value = Math.round(box.width); });

  afterNumbers(() => {
    const list = segments.value;
    pieces.replaceChildren(...list.map(({ phase }) => el("i.piece", { "data-phase": phase }, el("b"))));
  });

  let drawn = "";
  afterNumbers(() => {
    const list = segments.value;
    if (!list.length || !width.value) return;
    const now = current.value;
    spans.value;
    const key = `${width.value} ${now} ${list.length} ${steps.value} ${Boolean(held.value)} ${list.map((one) => symbolNamed(targetOf(one)))}`;
    if (key !== drawn) untracked(() => lay(list, now));
    drawn = key;
    list.forEach((one, i) => {
      const part = at.value === null ? 1 : doneOf(one, at.value) / one.count;
      const bar = pieces.children[i].firstChild;
      if (bar.style.width !== `${part * 100}%`) bar.style.width = `${part * 100}%`;
    });
    hide(head, at.value === null);
    if (at.value !== null) head.style.transform = `translateX(${endOf(list, spans.value, at.value)}px)`;
  });
  afterNumbers(() => {
    if (width.value && segments.value.length) ticks(marks, segments.value, spans.value, width.value, palette.value.panel);
  });
  afterNumbers(() => {
    const [all, now] = [steps.value, at.value];
    set(slider, "aria-valuemin", 1);
    set(slider, "aria-valuemax", Math.max(1, all));
    set(slider, "aria-valuenow", now === null ? Math.max(1, all) : now + 1);
    set(slider, "aria-valuetext", now === null ? text.allSteps(all) : said(now, all));
  });

  function said(now, all) {
    const one = segments.value[placeOf(segments.value, now)];
    return text.whereInFilm(text.phases[one.phase], targetOf(one), doneOf(one, now), one.count, now + 1, all);
  }

  function lay(list, now) {
    list.forEach((_, i) => Object.assign(pieces.children[i].style, { left: `${spans.peek()[i].x}px`, width: `${spans.peek()[i].width}px` }));
    const first = (i, ...keys) => keys.some((key) => list[i][key] !== list[i - 1]?.[key]);
    const few = steps.peek() <= TICKED;
    const shown = list.map((one, i) => ({ one, i, wanted: i === now })).filter(({ i, wanted }) => few || wanted || first(i, "phase", "layer"));
    const labels = shown.map(({ one, i, wanted }) => {
      const phase = few && first(i, "phase") && one.phase !== "loss" ? el("span", {}, text.phases[one.phase]) : null;
      const tensor = few || wanted || one.phase === "loss" ? symbol(targetOf(one)) : null;
      return el(`span.name${wanted ? ".now" : ""}`, {}, phase, !few && one.phase !== "loss" ? one.layer : null, tensor);
    });
    names.replaceChildren(...labels);
    const placed = spread(shown.map(({ i, wanted }, k) => ({ x: spans.peek()[i].x, width: labels[k].offsetWidth, wanted })), width.peek());
    labels.forEach((label, k) => {
      label.hidden = placed[k] === null;
      label.style.left = `${placed[k] ?? 0}px`;
    });
  }

  const symbol = (name) => named(inline(trace.value.tensors.get(name)?.symbol || name), roleOf(trace.value, name));
  const under = (event) => stepUnder(segments.peek(), spans.peek(), event.clientX - slider.getBoundingClientRect().left);

  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !segments.peek().length) return;
    pause();
    slider.setPointerCapture(event.pointerId);
    held.value = spans.peek();
    go(under(event), { dragged: true });
  });
  slider.addEventListener("pointermove", (event) => { if (held.peek()) go(under(event), { dragged: true }); });
  for (const end of ["pointerup", "pointercancel"]) slider.addEventListener(end, () => {
    if (!held.peek()) return;
    held.value = null;
    if (at.peek() !== null) go(at.peek());
  });
  slider.addEventListener("keydown", (event) => {
    const run = keysOf(event);
    if (!run || !steps.peek() || event.metaKey || event.altKey) return;
    event.preventDefault();
    pause();
    if (at.peek() === null && moved(segments.peek(), null, "cell", -1) >= 0 && /Right|Up|End/.test(event.key)) return;
    run();
  });
  return slider;
}
