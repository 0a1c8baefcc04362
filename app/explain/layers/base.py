"""What every layer's mirror is: formulas and methods per tensor, and the rule of each cell."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.engine.layers.base import Layer
from app.explain.terms import Rule
from app.explain.view import LayerView

Read = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One spatial axis, from the equation r = s·i + d·u: window i at place u reads the padded position r."""

    size: int
    kernel: int
    stride: int
    dilation: int
    before: int
    out: int

    @property
    def stuffed(self) -> int:
        """Positions from the first entry of δ to the last, with s − 1 zeros between entries."""
        return self.stride * (self.out - 1) + 1

    @property
    def border(self) -> int:
        """Zeros before the first entry of δ: d(k − 1)."""
        return self.dilation * (self.kernel - 1)

    def real(self, r: int) -> int | None:
        """The cell of x at the padded position r; None on padding."""
        return r - self.before if self.before <= r < self.before + self.size else None

    def entry(self, m: int) -> int | None:
        """The entry of δ at the stuffed position m; None on a put-in zero."""
        return m // self.stride if 0 <= m < self.stuffed and m % self.stride == 0 else None

    def covering(self, r: int) -> list[tuple[int, int]]:
        """Every (window, place) that reads r, in the order of the windows."""
        first = max(0, -((self.border - r) // self.stride))
        pairs = []
        for i in range(first, min(self.out - 1, r // self.stride) + 1):
            u, off = divmod(r - self.stride * i, self.dilation)
            if off == 0 and u < self.kernel:
                pairs.append((i, u))
        return pairs


class Mirror(ABC):
    """The explanations of one layer type; suffixes are `output`, `input.grad`, `weight.grad` and derived names."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]]

    @classmethod
    def methods(cls, suffix: str, layer: Layer) -> tuple[str, ...]:
        """The methods that the tensor offers under the layer's options, the default first."""
        return tuple(cls.formulas[suffix])

    @classmethod
    @abstractmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        """How the cell is made, under one of the tensor's methods."""

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: tuple[int, ...]) -> list[Read] | None:
        """Which of the layer's cells read this one (`x`, `z`, `dz` or an own suffix), by their first method.

        None: the products of the gradients tell (see feeds), as they do for every layer that is linear in x.
        """
        return None
