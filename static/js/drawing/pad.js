/** A sheet to draw on, with mouse, finger, pen or keys. It knows strokes and ink, not what becomes of them. */
import { palette } from "../draw/palette.js";
import { text } from "../strings.js";
import { effect, untracked } from "../../vendor/signals-core/signals-core.mjs";
import { el } from "../ui/dom.js";

/** Pixels of ink along the longer side, and the pen's breadth as a share of it; its edge is soft. */
const [SIDE, PEN, SOFT] = [280, 0.085, 0.35];
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @typedef {{points: number[][], erases: boolean}} Stroke in cells of the map */

/** @param {{rows: number, cols: number, changed: () => void}} options */
export function pad({ rows, cols, changed }) {
  const unit = SIDE / Math.max(rows, cols);
  const canvas = el("canvas", { width: Math.round(cols * unit), height: Math.round(rows * unit), "aria-hidden": "true" });
  const cursor = el("i.pen", { "aria-hidden": "true", hidden: true });
  const said = el("span.sr", { role: "status" });
  const sheet = el("div.pad", { tabindex: 0, role: "application", "aria-label": text.pad, "aria-describedby": "pad-keys" }, canvas, cursor);
  const g = canvas.getContext("2d", { willReadFrequently: true });
  /** @type {Stroke[]} */
  let strokes = [];
  let erases = false;
  let drawing = null;
  let at = [cols / 2, rows / 2];
  let penDown = false;

  function paint({ points, erases: off }) {
    const breadth = PEN * SIDE * (off ? 1.6 : 1);
    g.globalCompositeOperation = off ? "destination-out" : "source-over";
    g.strokeStyle = g.fillStyle = g.shadowColor = palette.peek().ink;
    g.shadowBlur = off ? 0 : breadth * SOFT;
    g.lineWidth = breadth * (1 - SOFT / 2);
    g.lineCap = g.lineJoin = "round";
    const [first, ...rest] = points.map((point) => point.map((part) => part * unit));
    g.beginPath();
    g.moveTo(...first);
    for (const point of rest.length ? rest : [[first[0] + 0.01, first[1]]]) g.lineTo(...point);
    g.stroke();
  }

  function paintAll() {
    g.clearRect(0, 0, canvas.width, canvas.height);
    for (const stroke of strokes) paint(stroke);
  }
  function redraw() {
    paintAll();
    changed();
  }

  function begin(point) {
    drawing = { points: [point], erases };
    strokes.push(drawing);
    redraw();
  }
  /** While a stroke grows only what is new of it is painted; where soft edges meet, the end of the stroke makes them one. */
  function go(...points) {
    paint({ ...drawing, points: [drawing.points.at(-1), ...points] });
    drawing.points.push(...points);
    changed();
  }

  const place = (event) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return [((event.clientX - left) / width) * cols, ((event.clientY - top) / height) * rows];
  };
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (drawing && !penDown)) return;
    sheet.setPointerCapture(event.pointerId);
    lift();
    cursor.hidden = true;
    begin(place(event));
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing || penDown || !sheet.hasPointerCapture(event.pointerId)) return;
    go(...(event.getCoalescedEvents?.() ?? []).map(place), place(event));
  });
  for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, () => { if (!penDown) lift(); });

  function lift() {
    const drawn = drawing;
    penDown = false;
    drawing = null;
    if (drawn) redraw();
  }
  function show() {
    cursor.hidden = false;
    cursor.classList.toggle("down", penDown);
    cursor.style.left = `${(at[0] / cols) * 100}%`;
    cursor.style.top = `${(at[1] / rows) * 100}%`;
    said.textContent = text.penAt(penDown, Math.floor(at[1]) + 1, Math.floor(at[0]) + 1);
  }
  sheet.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!way && event.key !== " ")) return;
    event.preventDefault();
    if (way) {
      at = [Math.max(0.5, Math.min(cols - 0.5, at[0] + way[0])), Math.max(0.5, Math.min(rows - 0.5, at[1] + way[1]))];
      if (penDown) go(at);
    } else {
      penDown = !penDown;
      if (penDown) begin(at);
      else lift();
    }
    show();
  });
  sheet.addEventListener("focus", () => { if (sheet.matches(":focus-visible")) show(); });
  sheet.addEventListener("blur", () => { lift(); cursor.hidden = true; });
  /** Ink has the theme's colour. */
  const stop = effect(() => { palette.value; untracked(paintAll); });

  return {
    element: el("div.pad-frame", {}, sheet, said),
    focus: () => sheet.focus(),
    erase(on) { lift(); erases = on; },
    undo() { lift(); strokes.pop(); redraw(); },
    clear() { lift(); strokes = []; redraw(); },
    empty: () => !strokes.length,
    /** @returns {import("./digit.js").Ink} */
    ink() {
      const { width, height } = canvas;
      const { data } = g.getImageData(0, 0, width, height);
      return { width, height, values: Float32Array.from({ length: width * height }, (_, i) => data[4 * i + 3] / 255) };
    },
    dispose: stop,
  };
}
