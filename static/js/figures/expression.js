/** An explanation as it would be written on a board: the tensors that it reads, with the signs between them. Read off its terms. */
import { untracked } from "../../vendor/signals-core/signals-core.mjs";
import { parse } from "../address.js";
import { rounded } from "../format.js";
import { isDerived } from "../network.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { largest, placeOf, plane } from "../tensor.js";
import { el, scope } from "../ui/dom.js";
import { table } from "../ui/sheet.js";
import { tex } from "../ui/tex.js";
import { addressIn, explained, factorIn, shapeOf } from "./common.js";
import { board, flow, perRow, upright } from "./board.js";
import { arrowToTarget } from "./arrow.js";
import { origins } from "./origins.js";
import { factored, formOf, keyOf } from "./form.js";
import { fit, leftRoom } from "./sizes.js";
import { vars } from "../ui/vars.js";

/** @param {import("./common.js").Stage} stage @param {(of: ReturnType<typeof board>, form: any) => any[]} [below] what else stands under the row */
export function expression(stage, below) {
  const live = scope();
  const element = el("div.left.expression");
  let shown = null;
  let drawn = "";
  live.effect(() => {
    const found = explained();
    if (!found) return;
    const form = formOf(found);
    const key = keyOf(form);
    if (key === drawn) return;
    drawn = key;
    untracked(() => {
      shown?.dispose();
      shown = row(stage, form, element, below);
    });
  });
  return { element, dispose() { live.dispose(); shown?.dispose(); } };
}

function row(stage, form, element, below) {
  const of = board(stage);
  const names = new Set();
  const matrixOf = (name) => {
    if (names.has(name)) return tex(trace.peek().tensors.get(name).symbol || name);
    names.add(name);
    return of.tensor(name, laidUpright(name) ? { lay: upright } : {}).element;
  };
  /** One number per row stands beside its row. */
  const laidUpright = (name) => isDerived(trace.peek(), name) && [...form.groups.flatMap((group) => group.tensors), stage.target].some((other) => other !== name && perRow(name, other));
  /** Tensors one after the other; the same one twice is its square. */
  const together = (tensors) => tensors.flatMap((name, i) => {
    if (i && tensors[i - 1] === name) return tensors[i + 1] === name ? [] : [el("sup.power", {}, String(tensors.filter((one) => one === name).length))];
    return [...(i ? [sign(name, tensors[i - 1])] : []), ...(name === stage.target ? [] : [matrixOf(name)])];
  });
  const sign = (name, before) => (shapeOf(name).join() === shapeOf(before).join() ? text.operator.product : text.operator.times);
  const alone = (group) => [tex(group.alone?.symbol || rounded(group.alone?.value ?? 0))];
  const added = (groups) => groups.flatMap((group, i) => [
    ...(i || (group.minus && !group.alone) ? [group.minus && !group.alone ? "−" : text.operator.plus] : []),
    ...(group.tensors.length ? together(group.tensors) : alone(group)),
  ]);

  const front = [];
  const outer = form.groups.every((group) => group.minus && group.tensors.length) && (form.total || form.scale || form.groups.length > 1);
  const groups = outer ? form.groups.map((group) => ({ ...group, minus: false })) : form.groups;
  if (outer) front.push("−");
  if (form.scale) front.push(tex(form.scale.symbol.replace(/^-/, "")), ...(form.total ? [] : [text.operator.inner]));
  if (form.total) front.push("Σ");
  if (form.rule === "map") front.push(el("span.func", {}, text.appliedTo(form.name)));
  if (form.rule === "max") front.push(el("span.func", {}, text.largest));
  const common = factored({ ...form, groups });
  const bracket = form.total && groups.length > 1;
  const inside = common ? [...together([common.common]), text.operator.product, "(", ...added(common.rest), ")"] : added(groups);
  const pill = of.numbers();
  const pictured = form.total && groups.some(({ tensors }) => tensors.length > 1) ? groups[0].tensors.toSorted((a, b) => shapeOf(b).length - shapeOf(a).length)[0] : null;
  const lower = below?.(of, form) ?? [];
  const [again, charted] = [".in-row", ".compared"].map((part) => lower.some((one) => one.querySelector(part)));
  element.replaceChildren(
    el("div.side-by-side", {}, flow(...front, ...(bracket ? ["("] : []), ...inside, ...(bracket ? [")"] : [])), pictured && products(of, pictured)),
    el("div.outcome", {}, pill), ...lower, origins([...names]) ?? "");
  const shapes = () => [...[...names].map((name) => (laidUpright(name) ? [shapeOf(name)[0], 1] : shapeOf(name))), ...(pictured ? [shapeOf(pictured)] : [])].map((shape) => plane(shape));
  of.live.effect(() => {
    const all = shapes();
    const { width, height, narrow } = leftRoom(stage);
    const [across, high] = [all.reduce((sum, { cols }) => sum + cols, 0) || 1, Math.max(1, ...all.map(({ rows }) => rows))];
    const lines = again ? 2 : 1;
    const inRow = fit(width - 56 * (all.length + 1), across, (height - 64 - (again ? 90 : 0) - (charted ? 70 : 0)) / lines, high, again ? 48 : stage.size.value);
    const stacked = fit(width - 90, Math.max(1, ...all.map(({ cols }) => cols)), (narrow ? 480 : height - 64) / lines - 70 * all.length, all.reduce((sum, { rows }) => sum + rows, 0) || 1, stage.size.value);
    const g = Math.max(inRow, stacked);
    vars(element, { g, mid: (g * Math.min(...all.map(({ rows }) => rows), 3)) / 2 });
  });
  arrowToTarget({ stage, element, from: pill, live: of.live });
  return of;
}

/** The products of one map, each in the place of its first factor. */
function products(of, name) {
  const size = () => plane(shapeOf(name));
  const cells = () => {
    const found = explained();
    if (!found) return null;
    const { rows, cols, lead } = size();
    const grid = Array.from({ length: rows }, () => new Array(cols).fill(null));
    let map = null;
    for (const term of found.terms) {
      const address = addressIn(factorIn(term, name) ?? {}, name);
      if (!address) continue;
      const { index } = parse(address);
      map ??= index.slice(0, lead.length).join();
      if (index.slice(0, lead.length).join() !== map) continue;
      const [r, c] = placeOf(shapeOf(name), index);
      grid[r][c] = { address: null, value: (grid[r][c]?.value ?? 0) + term.value };
    }
    return grid;
  };
  const values = () => (cells() ?? []).flat().filter(Boolean).map((cell) => cell.value);
  const shown = of.picture({
    size: "--g",
    model: () => cells() && table(cells(), largest(Float64Array.from(values()))),
    label: () => text.products(values().map((value) => rounded(value)).join(", ")),
  });
  return el("div.added", {}, el("small", {}, text.itsProducts), shown.element);
}
