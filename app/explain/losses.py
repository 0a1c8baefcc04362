"""The losses, cell by cell: `loss[]`, its derived tensors, and the last output's gradient."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.engine.layers.base import Shape
from app.engine.losses.squared_error import SquaredError
from app.explain.terms import Factor, Part, Rule, single, total
from app.explain.view import LossView


class LossMirror(ABC):
    """The explanations of one loss; suffixes are `loss`, `output.grad` and derived names."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]]
    readers: ClassVar[Mapping[str, tuple[str, ...]]]
    """Which suffixes read `output` and the loss's own tensors, each at the same index (`loss` at none)."""

    @classmethod
    def methods(cls, suffix: str) -> tuple[str, ...]:
        """The methods that the tensor offers."""
        return tuple(cls.formulas[suffix])

    @classmethod
    @abstractmethod
    def rule(cls, view: LossView, suffix: str, index: tuple[int, ...]) -> Rule:
        """How the cell is made."""


class UpstreamMirror(LossMirror):
    """L = Σ g · a."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = \sum_{i} g_i\, a_i"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial a_i} = g_i"},
    }
    readers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "output": ("loss",),
        "gradient": ("loss", "output.grad"),
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: tuple[int, ...]) -> Rule:
        if suffix == "output.grad":
            return single(view.factor("loss.gradient", index))
        shape = view.shape(view.output)

        def part(position: int) -> Part:
            at = _unravel(position, shape)
            return Part((view.factor("loss.gradient", at), view.factor(view.output, at)))

        return total(prod(shape), part)


class SquaredErrorMirror(LossMirror):
    """L = ½ Σ e², e = a − t."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = \tfrac12 \sum_i e_i^2,\quad e = a - t"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial a_i} = e_i"},
        "residual": {"chain": r"e_i = a_i - t_i"},
    }
    readers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "output": ("residual",),
        "target": ("residual",),
        "residual": ("loss", "output.grad"),
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: tuple[int, ...]) -> Rule:
        assert isinstance(view.loss, SquaredError)
        shape = view.shape(view.output)
        batch = shape[0]
        if suffix == "residual":
            minus = view.constant(-1.0, "-1")
            parts = (
                Part((view.factor(view.output, index),)),
                Part((minus, view.factor("loss.target", index))),
            )
            return total(2, lambda position: parts[position])
        if suffix == "output.grad":
            mean = view.loss.reduction == "mean" and batch > 1
            scale = (view.constant(1 / batch, rf"\frac{{1}}{{{batch}}}"),) if mean else ()
            return single(*scale, _residual(view, index))
        divisor = 2 if view.loss.reduction == "sum" else 2 * batch
        half = view.constant(1 / divisor, rf"\frac{{1}}{{{divisor}}}")

        def part(position: int) -> Part:
            residual = _residual(view, _unravel(position, shape))
            return Part((half, residual, residual))

        return total(prod(shape), part)


def _residual(view: LossView, index: tuple[int, ...]) -> Factor:
    return view.factor("loss.residual", index)


def _unravel(position: int, shape: Shape) -> tuple[int, ...]:
    """The index of an element from its row-major position."""
    index = []
    for size in reversed(shape):
        position, i = divmod(position, size)
        index.append(i)
    return tuple(reversed(index))


LOSS_MIRRORS: Mapping[str, type[LossMirror]] = {
    "upstream": UpstreamMirror,
    "squared_error": SquaredErrorMirror,
}
