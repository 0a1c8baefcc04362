/** Pooling, backward: δ expanded window by window, the mask that says who gets it, and its way home. */
import { format } from "../address.js";
import { added, rounded } from "../format.js";
import { palette } from "../draw/palette.js";
import { coming } from "../film/presence.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { offset } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { picture } from "../ui/picture.js";
import { cellNow, sheet } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { vars } from "../ui/vars.js";
import { caption, explained, op, symbolOf } from "./common.js";
import { termLine } from "./lines.js";
import { homeLines } from "./pool-lines.js";
import { flavour, fraction, poolLayout } from "./pool-layout.js";
import { poolHomeSizes } from "./pool-sizes.js";
import { poolState } from "./pool-state.js";
import { named } from "../ui/tex.js";

/** Smaller cells are a picture: frames round all windows would hide it. */
const FRAMED = 12;

/** @param {import("./common.js").Stage} stage */
export function poolHome(stage) {
  const { layer } = stage;
  const live = scope();
  const rule = flavour(layer);
  const state = poolState(stage, live);
  const { delta, mask, moment, tile } = state;
  const lead = () => stage.maps.lead.value;
  const tensor = (name) => trace.value.tensors.get(name);
  const layout = () => poolLayout(layer);

  const gradient = matrix({
    tensor: delta, size: "--s",
    model: () => sheet(delta, lead()),
    caption: () => caption(delta, { maps: { lead: stage.maps.lead, axes: stage.maps.axes }, delta: true }),
    frames: (place) => (place(moment.value) ? [{ row: place(moment.value)[0], col: place(moment.value)[1], width: 3 }] : []),
  });

  /** All windows side by side, each as large as the kernel. */
  function windows(cell) {
    const { out, kernel } = layout();
    return {
      rows: out[0] * kernel[0], cols: out[1] * kernel[1],
      at: (r, c) => cell([Math.floor(r / kernel[0]), Math.floor(c / kernel[1])], [r % kernel[0], c % kernel[1]]),
    };
  }
  const onPadding = ([i, j], [u, v]) => {
    const { stride, dilation, ring, input } = layout();
    const [r, c] = [i * stride[0] + u * dilation[0] - ring.top, j * stride[1] + v * dilation[1] - ring.left];
    return r < 0 || c < 0 || r >= input.rows || c >= input.cols;
  };
  const sizes = () => poolHomeSizes(stage, layout());
  const tiles = () => {
    const { out, kernel } = layout();
    const [i, j] = tile.value;
    const box = (a, b, look) => ({ row: a * kernel[0], col: b * kernel[1], rows: kernel[0], cols: kernel[1], ...look });
    const all = [...Array(out[0] * out[1]).keys()].map((at) => box(Math.floor(at / out[1]), at % out[1], { width: 1.5, colour: palette.value.roles.padding }));
    return [...(sizes().t < FRAMED ? [] : all), box(i, j, { width: 3 })];
  };
  const masks = matrix({
    tensor: mask, size: "--t",
    model: () => {
      const { shape, values, max } = tensor(mask);
      const come = coming(mask);
      return {
        ...windows((window, place) => {
          const index = [...lead(), ...window, ...place];
          const at = offset(shape, index);
          const cell = cellNow(format(mask, index), values?.[at], come?.(at));
          return { ...cell, text: fraction(cell.value), hatch: onPadding(window, place) };
        }),
        max, empty: !values,
      };
    },
    caption: () => [named(symbolOf(mask), "activation"), el("span.what", {}, text.mask)],
    frames: tiles,
  });
  const cellOf = (window) => {
    const at = offset(tensor(delta).shape, [...lead(), ...window]);
    return { ...cellNow("", tensor(delta).values?.[at], coming(delta)?.(at)), address: null };
  };
  const expanded = picture({
    size: "--t",
    model: () => ({ ...windows((window, place) => ({ ...cellOf(window), hatch: onPadding(window, place) })), max: tensor(delta).max }),
    label: () => text.expandedNumbers(String(symbolOf(delta))),
    frames: tiles,
  });
  expanded.element.dataset.role = "gradient";

  live.effect(() => {
    const brought = new Map(state.brought.value.map(({ place, term }) => [place.join(), term]));
    const { read } = layout();
    stage.dress.value = (r, c) => {
      const term = brought.get(`${r},${c}`);
      return { unread: !read(r, c), ...(term && { sub: [{ text: added(term.value) }] }) };
    };
  });

  const head = el("div.cap");
  const list = el("ol.lines.one", { tabindex: 0 });
  const sums = el("div.contributions", {}, head, list);
  live.effect(() => {
    const found = explained();
    if (!found) return;
    const { terms, term_count: count } = found;
    head.replaceChildren(...(count ? [text.contributions(count), count > 1 && el("b", {}, `${text.sum} = ${rounded(found.value)}`)].filter(Boolean) : [text.noWindow]));
    list.hidden = !count;
    list.setAttribute("aria-label", text.contributions(count));
    list.replaceChildren(...terms.map(termLine));
  });
  const grey = el("p.note.grey-note", {}, text.unread);
  live.effect(() => { grey.hidden = layout().complete; });

  const spread = el("div.spread", {},
    el("div.expanded", {}, el("div.cap.lab", {}, el("b", {}, text.expanded)), expanded.element), op(text.operator.product), masks.element);
  const element = el("div.left.tall.pool.backward", {}, gradient.element, spread, grey, sums);
  live.effect(() => {
    const { pair, ...all } = sizes();
    spread.classList.toggle("alone", !pair);
    vars(element, all);
  });
  homeLines({ stage, element, live, state, rule, gradient });
  return { element, dispose() { live.dispose(); for (const part of [gradient, masks, expanded]) part.dispose(); stage.dress.value = null; } };
}
