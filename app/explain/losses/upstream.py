"""A gradient that is given: L = Σ g · a."""

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.engine.losses.base import LossPlan
from app.explain.layers.base import Read
from app.explain.losses.base import Index, LossMirror
from app.explain.terms import Part, Rule, single, total
from app.explain.view import LossView, unravel


class UpstreamMirror(LossMirror):
    """Explains `loss` and `output.grad`."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = \sum_{i} g_i\, a_i"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial a_i} = g_i"},
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: Index) -> Rule:
        if suffix == "output.grad":
            return single(view.factor("loss.gradient", index))
        shape = view.shape(view.output)

        def part(position: int) -> Part:
            at = unravel(position, shape)
            return Part((view.factor("loss.gradient", at), view.factor(view.output, at)))

        return total(prod(shape), part)

    @classmethod
    def readers(cls, plan: LossPlan, suffix: str, index: Index) -> list[Read]:
        loss: list[Read] = [("loss", ())]
        return loss if suffix == "output" else [*loss, ("output.grad", index)]
