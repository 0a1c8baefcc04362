"""What every loss's mirror is: formulas per tensor, and the rule of each cell."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from app.engine.losses.base import LossPlan
from app.explain.layers.base import Read
from app.explain.terms import Factor, Rule
from app.explain.view import LossView

Index = tuple[int, ...]


class LossMirror(ABC):
    """The explanations of one loss; suffixes are `loss`, `output.grad` and derived names."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]]

    @classmethod
    def methods(cls, suffix: str) -> tuple[str, ...]:
        """The methods that the tensor offers."""
        return tuple(cls.formulas[suffix])

    @classmethod
    @abstractmethod
    def rule(cls, view: LossView, suffix: str, index: Index) -> Rule:
        """How the cell is made."""

    @classmethod
    @abstractmethod
    def readers(cls, plan: LossPlan, suffix: str, index: Index) -> list[Read]:
        """Which cells read this one: of `output`, of the loss's own tensors, of derived ones."""


def fraction(view: LossView, value: float, *, negative: bool = False) -> tuple[Factor, ...]:
    """A constant of the reduction as a factor, ±1/n where it is one; nothing for 1."""
    if negative:
        value = -value
    if value == 1.0:
        return ()
    sign, size = ("-" if value < 0 else ""), abs(value)
    over = round(1 / size)
    if size == 1:
        symbol = "1"
    elif size > 1:
        symbol = f"{size:g}"
    else:
        symbol = rf"\frac{{1}}{{{over}}}" if abs(size * over - 1) < 1e-9 else f"{size:.6g}"
    return (view.constant(value, sign + symbol),)
