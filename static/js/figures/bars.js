/** What came out beside what was wanted, as bars: the gap is the residual. */
import { coming } from "../film/presence.js";
import { rounded } from "../format.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { el, svg } from "../ui/dom.js";
import { view } from "../view.js";
import { rem } from "../ui/vars.js";

const HEIGHT = 76;
const MOST = 40;
const SAMPLES = 3;

/** @param {{value: string, wanted: string, rows: () => number[], live: any}} options two tensors of one shape (N, K), and the samples to show */
export function bars({ value, wanted, rows, live }) {
  const element = el("div.compared");
  live.effect(() => {
    const [out, goal] = [value, wanted].map((name) => trace.value.tensors.get(name));
    const [, classes] = out.shape;
    if (!out.values || !goal?.values || classes > MOST || coming(value) || coming(wanted)) return element.replaceChildren();
    const most = Math.max(out.max, goal.max) || 1;
    const least = Math.min(0, ...out.values, ...goal.values);
    const samples = rows().slice(0, SAMPLES);
    element.replaceChildren(...samples.map((n) => {
      const line = (tensor) => [...tensor.values.subarray(n * classes, (n + 1) * classes)];
      return el("figure", {}, chart(line(out), line(goal), most, least), el("figcaption", {}, out.shape[0] > 1 ? text.nth("sample", n + 1) : ""));
    }), el("p.key-of", {}, el("i.out"), text.cameOut, el("i.goal"), text.wasWanted));
  });
  return element;
}

function chart(out, goal, most, least) {
  const wide = Math.max(10, Math.min(28, 320 / out.length));
  const span = most - Math.min(0, least) || 1;
  const y = (value) => 6 + ((most - value) / span) * HEIGHT;
  const bar = (value, i, shape) => svg("rect", { class: shape, x: i * wide + 3, y: Math.min(y(0), y(value)), width: wide - 6, height: Math.abs(y(value) - y(0)) });
  const label = (i) => { const made = svg("text", { x: (i + 0.5) * wide, y: HEIGHT + 22 }); made.textContent = String(i + view.base.value); return made; };
  return svg("svg", {
    class: "chart", role: "img", width: rem(out.length * wide), height: rem(HEIGHT + 28), viewBox: `0 0 ${out.length * wide} ${HEIGHT + 28}`,
    "aria-label": text.barsOf(out.map((one) => rounded(one, 3)).join(", "), goal.map((one) => rounded(one, 3)).join(", ")),
  }, svg("path", { class: "zero", d: `M0 ${y(0)}H${out.length * wide}` }), ...out.map((value, i) => bar(value, i, "out")), ...goal.map((value, i) => bar(value, i, "goal")), ...(wide >= 12 ? out.map((_, i) => label(i)) : []));
}
