/** What lies on the desk of check mine: the tensor, the learner's numbers for it, and what the last answer says of them. */
import { batch, computed, signal } from "../../vendor/signals-core/signals-core.mjs";
import { size } from "../format.js";
import { trace } from "../store.js";
import { text } from "../strings.js";
import { plane } from "../tensor.js";
import { attemptOf, blank, entered, fitted, laid } from "./attempt.js";
import { maps } from "./drawn.js";
import { recalled } from "./kept.js";
import { Unreadable } from "./reading.js";
import { result } from "./result.js";

/** Gradients first, then outputs, then what stands between. */
const ORDER = ["gradient", "activation", "loss", "derived"];

/** @returns {string[]} the tensors that one can work out by hand */
export function checkable() {
  const all = [...trace.peek().tensors.values()].filter(({ name, role }) => ORDER.includes(role) && name !== "input");
  return ORDER.flatMap((role) => all.filter((one) => one.role === role).map((one) => one.name));
}

/** @param {string} first the tensor that lies there at first */
export function deskFor(first) {
  const tensor = signal(first);
  const attempt = signal(blank([]));
  const tolerance = signal("");
  const map = signal(0);
  const chosen = signal(0);
  const right = signal(false);
  const shape = computed(() => trace.value.tensors.get(tensor.value)?.shape ?? []);
  /** The answer about this tensor; cells that were typed since lose their mark. */
  const answer = computed(() => (result.value?.tensor === tensor.value ? result.value : null));
  const changed = computed(() => Boolean(answer.value && !sameCells(answer.value.attempt, attempt.value)));
  const wrong = computed(() => {
    const now = answer.value;
    if (!now || now.attempt.shape.join() !== attempt.value.shape.join()) return new Set();
    return new Set([...now.wrong].filter((at) => now.attempt.cells[at] === attempt.value.cells[at]));
  });
  const known = computed(() => (right.value && answer.value?.reply.shape_ok ? trace.value.tensors.get(tensor.value)?.values ?? null : null));
  const cellsOfMap = () => plane(attempt.peek().shape).rows * plane(attempt.peek().shape).cols;

  /** Another tensor: what was typed for it, else empty cells of its shape. @param {string} name */
  function take(name) {
    const before = recalled(name);
    batch(() => {
      tensor.value = name;
      attempt.value = before?.attempt ?? blank(trace.peek().tensors.get(name).shape);
      tolerance.value = before?.tolerance ?? "";
      map.value = 0;
      chosen.value = 0;
      right.value = false;
    });
  }

  /** Numbers into one map from a cell on, or as the whole; raises Unreadable when they do not fit. */
  function place(block, at) {
    const inside = block.shape.slice(0, -2).every((n) => n === 1) && maps(attempt.peek().shape) > 1 || at % cellsOfMap() > 0;
    const next = inside && block.shape.join() !== shape.peek().join() ? laid(attempt.peek(), at, block) : null;
    if (next) attempt.value = next;
    else if (at % cellsOfMap() > 0) {
      const { cols } = plane(attempt.peek().shape);
      const within = at % cellsOfMap();
      throw new Unreadable(text.check.doesNotFit(size(block.shape.slice(-2)), Math.floor(within / cols) + 1, (within % cols) + 1));
    } else {
      const made = fitted(block.shape, shape.peek());
      batch(() => {
        attempt.value = attemptOf({ shape: made, values: block.values });
        map.value = 0;
      });
    }
  }
  return { tensor, attempt, tolerance, map, chosen, right, shape, answer, changed, wrong, known, cellsOfMap, take, place };
}

const sameCells = (one, other) => one.shape.join() === other.shape.join() && one.cells.every((cell, at) => entered(cell) === entered(other.cells[at]));
