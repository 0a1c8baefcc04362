"""Squared errors: L from the residual e = a − t, the gradient from e."""

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.engine.losses.base import LossPlan
from app.engine.losses.squared import SquaredError
from app.explain.layers.base import Read
from app.explain.losses.base import Index, LossMirror, fraction
from app.explain.terms import Part, Rule, single, total
from app.explain.view import LossView, unravel


class SquaredErrorMirror(LossMirror):
    """Explains `loss`, `output.grad` and `residual`."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = \tfrac12 \sum_i e_i^2,\quad e = a - t"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial a_i} = e_i"},
        "residual": {"chain": r"e_i = a_i - t_i"},
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: Index) -> Rule:
        assert isinstance(view.loss, SquaredError)
        if suffix == "residual":
            return difference(view, index)
        before = view.loss.power_constant
        if suffix == "output.grad":
            return single(*fraction(view, 2 * before * view.plan.gradient_scale), view.factor("loss.residual", index))
        scale = fraction(view, before * view.plan.loss_scale)

        def part(position: int) -> Part:
            residual = view.factor("loss.residual", unravel(position, view.plan.output))
            return Part((*scale, residual, residual))

        return total(prod(view.plan.output), part)

    @classmethod
    def readers(cls, plan: LossPlan, suffix: str, index: Index) -> list[Read]:
        return [("loss", ()), ("output.grad", index)] if suffix == "residual" else [("residual", index)]


class MseMirror(SquaredErrorMirror):
    """The mean over all elements; the gradient carries the 2."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = \frac{1}{M} \sum_i e_i^2,\quad e = a - t"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial a_i} = \frac{2}{M}\, e_i"},
        "residual": {"chain": r"e_i = a_i - t_i"},
    }


def difference(view: LossView, index: Index) -> Rule:
    """e = a − t."""
    minus = view.constant(-1.0, "-1")
    parts = (Part((view.factor(view.output, index),)), Part((minus, view.factor("loss.target", index))))
    return total(2, lambda position: parts[position])
