/** Pooling, forward: a window on the input, the numbers under it, and what the rule makes of them. */
import { parse } from "../address.js";
import { rounded } from "../format.js";
import { windowCells } from "../geometry.js";
import { text } from "../strings.js";
import { largest } from "../tensor.js";
import { matrix } from "../ui/matrix.js";
import { picture } from "../ui/picture.js";
import { ringed, sheet, table } from "../ui/sheet.js";
import { el, scope } from "../ui/dom.js";
import { vars } from "../ui/vars.js";
import { targetCell } from "../view.js";
import { arrowToTarget } from "./arrow.js";
import { caption, explained, mapsOf, op } from "./common.js";
import { flavour, fraction, maskOf, poolLayout, settingsOf } from "./pool-layout.js";
import { poolWindowSizes } from "./pool-sizes.js";
import { windowFrames } from "./window-cells.js";

/** @param {import("./common.js").Stage} stage */
export function poolWindow(stage) {
  const { layer } = stage;
  const live = scope();
  const rule = flavour(layer);
  const mask = maskOf(layer);
  const maps = mapsOf(layer.input);
  const masked = stage.target === mask;
  /** The window: that of the output cell, or of the mask's place. */
  const at = () => parse(targetCell()).index.slice(0, 4);
  const places = () => windowCells(at().slice(-2), poolLayout(layer).kernel, poolLayout(layer));
  const terms = () => { const found = explained(); return found?.terms.length === places().length ? found.terms : null; };
  /** The number of a term before it is shared out. */
  const number = (term) => term.factors.at(-1).value;
  const winners = () => {
    if (rule !== "max") return [];
    const real = (terms() ?? []).filter((term) => !term.zero).map((term) => term.value);
    const best = Math.max(...real);
    return (terms() ?? []).flatMap((term, k) => (!term.zero && (Object.is(term.value, best) || term.value === best) ? [k] : []));
  };

  /** A tie's winners are framed; where only the first one takes the gradient, the others are dashed. */
  const won = (i) => (i > 0 && settingsOf(layer)?.ties === "first" ? { width: 2, dashed: true } : { width: 3 });

  /** The place that a share of the mask belongs to. */
  const asked = () => {
    if (!masked) return [];
    const [u, v] = parse(targetCell()).index.slice(-2);
    const [row, col] = places()[u * poolLayout(layer).kernel[1] + v];
    return [{ row, col, width: 3 }];
  };

  const input = matrix({
    tensor: layer.input, size: "--d",
    model: () => {
      const { ring, read, hangs } = poolLayout(layer);
      const model = ringed(sheet(layer.input, maps.lead.value, (r, c) => ({ unread: !read(r, c) })), ring);
      return { ...model, at: (r, c) => { const cell = model.at(r, c); return cell.address ? cell : { ...cell, ...outer(rule, hangs(r, c)) }; } };
    },
    caption: () => caption(layer.input, { maps: { lead: maps.lead, axes: maps.axes } }),
    frames: () => [...windowFrames(places()), ...asked(), ...winners().map((k, i) => ({ row: places()[k][0], col: places()[k][1], ...won(i) }))],
  });

  const under = picture({
    size: "--p",
    model: () => {
      const found = terms();
      if (!found) return null;
      const { kernel } = poolLayout(layer);
      const best = new Set(winners());
      const cells = found.map((term, k) => ({
        address: null, ...(Number.isFinite(number(term)) ? { value: number(term) } : { value: 0, text: rounded(number(term)) }), hatch: Boolean(term.zero), faint: rule === "max" && !best.has(k),
        sub: rule === "mean" ? [{ text: `· ${fraction(term.factors[0].value)}`, role: "activation" }] : undefined,
      }));
      const rows = [...Array(kernel[0]).keys()].map((u) => cells.slice(u * kernel[1], (u + 1) * kernel[1]));
      return table(rows, largest(Float64Array.from(found.map(number))));
    },
    label: () => text.numbersUnder((terms() ?? []).map((term) => rounded(number(term))).join(", ")),
    frames: () => { const { kernel } = poolLayout(layer); return winners().map((k, i) => ({ row: Math.floor(k / kernel[1]), col: k % kernel[1], ...won(i) })); },
  });
  const parts = [input, under];
  const row = el("div.kernels", {}, el("div.seen", {}, el("div.cap.lab", {}, el("b", {}, text.underWindow)), under.element));
  live.effect(() => { row.hidden = masked && rule !== "max"; });
  if (rule !== "max" && !masked) {
    const shares = matrix({
      tensor: mask, size: "--p",
      model: () => sheet(mask, at(), (r, c, { value }) => ({ text: fraction(value) })),
      caption: () => caption(mask, { maps: { lead: { value: at() }, axes: () => [] } }),
    });
    parts.push(shares);
    row.append(op(text.operator.product), shares.element);
  }

  /** The mask of the window, place by place. */
  function sharesOf() {
    const { kernel } = poolLayout(layer);
    const model = sheet(mask, at());
    return [...Array(kernel[0] * kernel[1]).keys()].map((k) => model.at(Math.floor(k / kernel[1]), k % kernel[1]).value);
  }

  const pill = el("b.pill");
  const note = el("p.note.rule-note");
  live.effect(() => {
    const found = explained();
    if (!found) return;
    const list = terms() ?? [];
    if (rule === "max") {
      pill.textContent = masked ? text.shareIs(fraction(found.value)) : `${text.largest} = ${rounded(found.value)}`;
      const n = winners().length;
      note.textContent = n > 1 ? text.ties(n, rounded(list[winners()[0]].value), settingsOf(layer)?.ties) : n ? text.loses : text.nobody;
      return;
    }
    const shares = sharesOf();
    const counted = Math.round(1 / (Math.max(...shares) || 1));
    const inside = shares.filter((share) => share > 0).length;
    const sum = list.reduce((total, term) => total + number(term), 0);
    pill.textContent = masked ? text.shareIs(fraction(found.value)) : rule === "mean" ? text.divided(rounded(sum), counted, rounded(found.value)) : `${text.sum} = ${rounded(found.value)}`;
    note.textContent = rule === "sum" ? text.copies : counted === shares.length && inside === counted ? text.dividesAll(counted) : text.divides(counted, inside, counted - inside);
  });

  const grey = el("p.note.grey-note", {}, text.unread);
  live.effect(() => { grey.hidden = poolLayout(layer).complete; });
  const element = el("div.left.pool.forward", {}, el("div", {}, input.element, grey), el("div.gather", {}, row, el("div.total", {}, pill, note)));
  live.effect(() => {
    const { stacked, ...sizes } = poolWindowSizes(stage, poolLayout(layer), rule === "max" ? 1 : 2);
    row.classList.toggle("stacked", Boolean(stacked));
    vars(element, sizes);
  });
  arrowToTarget({ stage, element, from: pill, live });
  return { element, dispose() { live.dispose(); for (const part of parts) part.dispose(); } };
}

/** What stands outside of the input: −∞ never wins, zeros add nothing, and nothing at all where the last window hangs over. */
const outer = (rule, hanging) => (rule === "max" ? { text: "−∞" } : hanging ? { blank: true } : {});
