"""Rows of the table: what was measured, its floor, their ratio, and how far it may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median


def high(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


@dataclass
class Row:
    """One measurement; `most` limits its median as a multiple of the floor's, or in its own unit without a floor."""

    name: str
    most: float | None = None
    unit: str = "ms"
    values: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    @property
    def figure(self) -> float:
        """What the limit is about."""
        return median(self.values) / median(self.floors) if self.floors else median(self.values)

    @property
    def holds(self) -> bool:
        return self.most is None or self.figure <= self.most

    def line(self) -> str:
        values = f"{median(self.values):9.1f} {high(self.values):9.1f}"
        floors = f"{median(self.floors):9.1f} {high(self.floors):9.1f}" if self.floors else " " * 19
        limit = "" if self.most is None else f"≤ {self.most:g}{'×' if self.floors else ''}"
        verdict = "" if self.most is None else "ok" if self.holds else "OVER"
        ratio = f"{self.figure:7.2f}×" if self.floors else " " * 8
        return f"{self.name:34} {self.unit:3} {values} {floors} {ratio} {limit:>8} {verdict}"


HEAD = f"{'':34} {'':3} {'median':>9} {'p95':>9} {'floor':>9} {'p95':>9} {'ratio':>8} {'limit':>8}"
