/** Stage: the chosen tensor, its method, the figure that shows how it comes about, and the target in its fixed place. */
import { computed, effect, signal, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { format } from "../address.js";
import { afterNumbers } from "../after-numbers.js";
import { inPlace } from "../building/in-place.js";
import { stageExplanation } from "../explanations.js";
import { isComing, isThere } from "../film/presence.js";
import { caption, mapsOf, shapeOf } from "../figures/common.js";
import { figureFor, tableOf } from "../figures/index.js";
import { roomAbove } from "../figures/parts-row.js";
import { poolSays } from "../figures/pool-layout.js";
import { saturated } from "../figures/saturated.js";
import { gaps, lift, targetCell as cellSize } from "../figures/sizes.js";
import { inline } from "../latex.js";
import { editable, gradientOf, isDerived, layerNamed, roleOf, stops, suffix, targets } from "../network.js";
import { kept, structure, trace } from "../store.js";
import { text } from "../strings.js";
import { chooser } from "../ui/controls.js";
import { tellsCutOff } from "../ui/cut-off.js";
import { calm, el, scope, set, spoken } from "../ui/dom.js";
import { gallery } from "../ui/gallery.js";
import { matrix } from "../ui/matrix.js";
import { onSize } from "../ui/on-size.js";
import { layout, sheet } from "../ui/sheet.js";
import { staged } from "../ui/staged.js";
import { named, tex } from "../ui/tex.js";
import { offered, show, targetCell, use, view } from "../view.js";
import { legend } from "../ui/legend.js";
import { lens } from "../ui/lens.js";
import { scale, vars } from "../ui/vars.js";
import { foldedPlace, foldedRow, foldedShape, isWide, rowsOf } from "../ui/wide.js";
import { placeOf, plane } from "../tensor.js";

const FADE = 300;
/** Below a target with several maps stands, for each way to count them, what turns to another. */
const TURNER = 34;

/** @param {HTMLElement} host */
export function stage(host) {
  const where = el("b.where-am");
  const tensors = el("div.seg.opsel", { role: "group" });
  const steps = el("span.steps-of");
  const tabs = el("div.tabs", { role: "tablist", "aria-label": text.methodList });
  const say = el("p.say");
  const conventions = inPlace();
  const fig = el("div.fig");
  const canvas = el("div.canvas", { id: "figure" }, fig);
  const stack = el("div");
  const key = el("div.legend");
  const under = el("div.under", {}, say, conventions.element, conventions.refused);
  host.append(el("div.ops", {}, where, tensors, steps, tabs), under, stack, canvas, key);

  const room = signal({ width: 0, height: 0 });
  onSize(canvas, ({ width, height }) => { room.value = { width: Math.floor(width / scale()), height: Math.floor(height / scale()) }; });

  tellsCutOff(host, canvas, fig);

  const place = computed(() => [structure.value, view.layer.value, view.tensor.value, view.method.value]);
  /** The switch's own symbols: another notation renames them without another place. */
  const names = computed(() => targets(trace.value, view.layer.value).map((one) => trace.value.tensors.get(one)?.symbol).join(" "));
  effect(() => {
    const [, name, target, method] = place.value;
    if (!trace.peek()?.tensors.has(target)) return;
    names.value;
    untracked(() => {
      const type = stops(trace.value, kept.value).find((stop) => stop.name === name)?.type ?? "";
      Object.assign(host.dataset, { stage: type, method });
      host.setAttribute("aria-label", text.stage(name));
      where.textContent = name;
      switchers(name, target, method);
    });
  });
  afterNumbers(() => {
    for (const read of [place, names, stageExplanation, staged]) read.value;
    if (trace.peek() && view.layer.value) untracked(sentence);
  });

  /** The target outlives its methods; the figure beside it is made anew. */
  let held = null;
  let shown = null;
  effect(() => {
    const [born, name, target, method] = place.value;
    if (!trace.peek()?.tensors.has(target)) return;
    untracked(() => {
      if (held?.target !== target || held.born !== born || held.name !== name) {
        held?.dispose();
        held = targetPart({ name, target, born, room: computed(() => roomAbove(name, target, room.value)), fig });
        fig.replaceChildren(held.element);
        if (shown) canvas.scrollTop = 0;
        shown?.dispose();
        shown = null;
      }
      const figure = figureFor({ target, method, layer: layerNamed(trace.value, name), ...held.given });
      swap(fig, shown, figure);
      shown?.dispose();
      shown = figure;
      fig.classList.toggle("given", !layerNamed(trace.value, name) && target === "input");
    });
  });
  effect(() => { fig.classList.toggle("unborn", Boolean(view.tensor.value) && !isThere(targetCell()) && !isComing(targetCell())); });
  lens(document.body);
  legend(key);
  gallery(stack, key);

  function switchers(name, target, method) {
    const focus = [...tensors.children].indexOf(document.activeElement);
    tensors.setAttribute("aria-label", text.which(name));
    const all = targets(trace.value, name);
    const main = all.filter((one) => !isDerived(trace.value, one));
    tensors.replaceChildren(...main.map((one) => {
      const button = el("button", { type: "button", "aria-pressed": one === target, onclick: () => show(one, name) });
      button.append(tex(inline(trace.value.tensors.get(one).symbol || one)), spoken(one));
      return button;
    }));
    tensors.hidden = all.length < 2;
    tensors.children[focus]?.focus({ preventScroll: true });
    stepList(name, target, all.filter((one) => !main.includes(one)));
    const list = offered(target);
    tabs.hidden = list.length < 2;
    tabs.replaceChildren(...list.map((one) => el("button", {
      type: "button", role: "tab", id: `tab-${one}`, "aria-selected": one === method, tabindex: one === method ? 0 : -1, "aria-controls": "figure",
      onclick: () => choose(one),
    }, text.method(one))));
    if (list.length > 1) {
      canvas.setAttribute("role", "tabpanel");
      canvas.setAttribute("aria-labelledby", `tab-${method}`);
    } else for (const attribute of ["role", "aria-labelledby"]) canvas.removeAttribute(attribute);
  }

  /** What a derivation writes down between what goes in and what comes out. */
  function stepList(name, target, between) {
    const inside = steps.contains(document.activeElement);
    const options = [{ value: "", label: text.steps }, ...between.map((value) => ({ value, label: text.step(value.slice(name.length + 1)) }))];
    const list = chooser({ label: text.stepsOf(name), options, choose: (value) => (value ? show(value, name) : list.show(target)), hidden: true });
    list.show(between.includes(target) ? target : "");
    list.list.classList.toggle("on", between.includes(target));
    steps.replaceChildren(list.element);
    steps.hidden = !between.length;
    if (inside) list.list.focus({ preventScroll: true });
  }

  function choose(method) {
    const inside = tabs.contains(document.activeElement);
    use(method);
    if (inside) tabs.querySelector("[aria-selected=true]").focus();
  }

  tabs.addEventListener("keydown", (event) => {
    const list = offered(view.tensor.value);
    const at = list.indexOf(view.method.value);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(list[(next + list.length) % list.length]);
  });

  /** One sentence on the method, its symbols in their colours. */
  function sentence() {
    const layer = layerNamed(trace.value, view.layer.value);
    const target = view.tensor.value;
    const spec = kept.value.layers.find((one) => one.name === layer?.name);
    const kind = layer ? suffix(layer, target) : view.layer.value;
    const rule = stageExplanation.value?.rule ?? "";
    const derived = layer?.derived.includes(`${layer.name}.padded`);
    const biased = layer && trace.value.tensors.has(`${layer.name}.bias`);
    const kinds = layer && !derived ? [shapeOfSum(stageExplanation.value), rule] : [biased && `${kind}.${view.method.value}.bias`, `${kind}.${view.method.value}.${spec?.convention}`, `${kind}.${view.method.value}`, kind, rule];
    const symbols = layer ? { d: gradientOf(layer.output), z: layer.output, x: layer.input, w: `${layer.name}.weight`, b: `${layer.name}.bias` } : {};
    const parts = (poolSays(layer, kind) || text.saysOf(stops(trace.value, kept.value).find((stop) => stop.name === view.layer.value)?.type, layer ? kind : target.split(".").at(-1), view.method.value) || text.say(kinds)).split(/\{(\w)\}/).map((part, i) => {
      const tensor = i % 2 && trace.value.tensors.get(symbols[part]);
      if (!(i % 2)) return part;
      return tensor ? named(tensor.symbol || symbols[part], roleOf(trace.value, symbols[part])) : "";
    });
    const means = conventions.show(kept.value, view.layer.value);
    under.classList.toggle("switched", !conventions.element.hidden);
    const flat = isThere(targetCell()) && saturated(trace.value, target, view.layer.value);
    say.replaceChildren(el("b", {}, ...parts), ...(flat ? [el("span.flat", {}, flat)] : [el("span.because", {}, means), el("span.hint", {}, mayType() ? text.hintEdit : text.hint)]));
  }
}

/** Whether a number of the stage can be typed over. */
const mayType = () => [...staged.value.keys()].some((name) => {
  const shape = trace.value.tensors.get(name)?.shape;
  return shape && editable(trace.value, kept.value, format(name, shape.map(() => 0)));
});

/** The target's matrix and what the figure beside it may know of it. */
function targetPart({ name, target, born, room, fig }) {
  const live = scope();
  const wide = isWide(shapeOf(target));
  const maps = wide ? rowsOf(target) : mapsOf(target);
  /** Its shape on paper. */
  const laid = () => (wide ? foldedShape(shapeOf(target)) : shapeOf(target));
  const place = (index) => (wide ? foldedPlace : placeOf)(shapeOf(target), index);
  const dress = signal(null);
  const part = matrix({
    tensor: target,
    model: () => (wide ? foldedRow(target, maps.lead.value[0], dress.value) : sheet(target, maps.lead.value, dress.value ?? undefined)),
    caption: () => caption(target, { maps }),
  });
  const element = el("div.target", {}, part.element);
  const beside = tableOf(target, name);
  const turners = () => maps.axes().filter((n) => n > 1).length;
  const size = computed(() => {
    const others = beside ? [`${beside.name}.table`, gradientOf(beside.output), `${beside.name}.weight`].map(shapeOf) : [];
    const { width, height } = room.value;
    return cellSize({ width, height: height - TURNER * turners() }, laid(), ...others);
  });
  live.effect(() => {
    const c = size.value;
    set(fig, "data-maps", turners() > 1 ? "two" : turners() ? "one" : null);
    vars(fig, { c, stamp: c, ...gaps(room.value), lift: lift(room.value), "target-top": beside ? layout(beside).ring.top * c : 0, right: plane(laid()).cols * c + 50, "target-rows": plane(laid()).rows * c });
  });
  const given = { maps, dress, size, fig, room, shape: laid, place };
  return { name, target, born, element, given, dispose() { live.dispose(); part.dispose(); } };
}

/** Cross-fade the part beside the target. */
function swap(fig, before, after) {
  fig.prepend(after.element);
  if (!before) return;
  if (calm()) {
    before.element.remove();
    return;
  }
  before.element.classList.add("leaving");
  before.element.inert = true;
  const leaving = before.element.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE });
  after.element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE });
  leaving.finished.finally(() => before.element.remove());
}

/** A sum of one term is a product, or only passes a number on. */
function shapeOfSum(found) {
  if (found?.rule !== "sum" || found.term_count !== 1) return "";
  return found.terms[0].factors.length > 1 ? "product" : "copy";
}
