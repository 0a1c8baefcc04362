/** A lens stands beside what it explains: inside of its home, never over its cell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { beside } from "../../static/js/ui/lens-place.js";

const rect = (left, top, width, height) => ({ left, top, width, height, right: left + width, bottom: top + height });
const size = { width: 220, height: 250 };
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test("anywhere on a matrix, on a wide and on a narrow stage", () => {
  for (const [home, frame] of [[rect(0, 200, 1050, 600), rect(60, 300, 280, 280)], [rect(0, 200, 1050, 600), rect(720, 300, 280, 280)], [rect(0, 0, 390, 844), rect(20, 300, 340, 340)]]) {
    for (let r = 0; r < 28; r += 3) for (let c = 0; c < 28; c += 3) {
      const s = frame.width / 28;
      const cell = rect(frame.left + c * s, frame.top + r * s, s, s);
      const looked = rect(frame.left + Math.max(0, Math.min(23, c - 2)) * s, frame.top + Math.max(0, Math.min(23, r - 2)) * s, 5 * s, 5 * s);
      const placed = beside({ frame, cell, looked, home, size });
      const box = rect(placed.left, placed.top, size.width, size.height);
      assert.ok(!overlap(box, cell), `covers ${r}, ${c}`);
      assert.ok(box.left >= home.left && box.right <= home.right && box.top >= home.top && box.bottom <= home.bottom, `leaves at ${r}, ${c}`);
    }
  }
});
