"""Softmax over axis 1, cell by cell, one simple rule per step.

maximum → shifted = x − maximum → exp → total = Σ exp → reciprocal → probability = exp · reciprocal
"""

from collections.abc import Mapping
from typing import ClassVar

from app.explain.layers.base import Mirror, Read
from app.explain.terms import Function, Part, Rule, single, total
from app.explain.view import LayerView

Index = tuple[int, ...]

STEPS: Mapping[str, Mapping[str, str]] = {
    "maximum": {"chain": r"\max_k x_k"},
    "shifted": {"chain": r"x_k - \max"},
    "exp": {"chain": r"e^{x_k - \max}"},
    "total": {"chain": r"\sum_k e^{x_k - \max}"},
    "reciprocal": {"chain": r"\frac{1}{\text{total}}"},
}


class Steps:
    """The steps of a softmax over axis 1 of one tensor of a layer."""

    def __init__(self, view: LayerView, source: str) -> None:
        self.view = view
        self.source = source
        self.classes = view.shape(view.name(source))[1]

    def rule(self, suffix: str, index: Index) -> Rule:
        view = self.view
        match suffix:
            case "maximum":
                parts = [Part((view.of(self.source, cell),)) for cell in self.row(index)]
                values = [part.value for part in parts]
                chosen = next((k for k, v in enumerate(values) if v != v), values.index(max(values)))
                return Rule("max", self.classes, parts.__getitem__, chosen=chosen)
            case "shifted":
                difference = (
                    Part((view.of(self.source, index),)),
                    Part((view.constant(-1.0, "-1"), view.of("maximum", without_class(index)))),
                )
                return total(2, lambda position: difference[position])
            case "exp":
                return self._map("exp", "shifted", index)
            case "total":
                cells = self.row(index)
                return total(self.classes, lambda position: Part((view.of("exp", cells[position]),)))
            case _:
                return self._map("reciprocal", "total", index)

    def probability(self, index: Index) -> Rule:
        """exp · reciprocal."""
        return single(self.view.of("exp", index), self.view.of("reciprocal", without_class(index)))

    def row(self, index: Index) -> list[Index]:
        """The cells over which a row's maximum and total go."""
        return [(index[0], k, *index[1:]) for k in range(self.classes)]

    def readers(self, suffix: str, index: Index, probability: str) -> list[Read]:
        """Which steps read a cell; `probability` names what exp · reciprocal makes."""
        match suffix:
            case "x" | "logits":
                return [("maximum", without_class(index)), ("shifted", index)]
            case "maximum":
                return [("shifted", cell) for cell in self.row(index)]
            case "shifted":
                return [("exp", index)]
            case "exp":
                return [("total", without_class(index)), (probability, index)]
            case "total":
                return [("reciprocal", index)]
            case "reciprocal":
                return [(probability, cell) for cell in self.row(index)]
            case _:
                return []

    def _map(self, name: str, suffix: str, index: Index) -> Rule:
        argument = Part((self.view.of(suffix, index),))
        return Rule("map", 1, lambda _: argument, function=Function(name))


def without_class(index: Index) -> Index:
    """The index of a cell's row: axis 1 left out."""
    return (index[0], *index[2:])


class SoftmaxMirror(Mirror):
    """Explains `output`, `input.grad`, the steps, and inner = Σ_k y_k ∂L/∂y_k."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_k = e^{x_k - \max} \cdot \tfrac{1}{\text{total}}"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_k} = y_k \frac{\partial L}{\partial y_k} - y_k s"
            r",\quad s = \sum_m y_m \frac{\partial L}{\partial y_m}"
        },
        **STEPS,
        "inner": {"chain": r"s = \sum_k y_k \frac{\partial L}{\partial y_k}"},
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: Index, method: str) -> Rule:
        steps = Steps(view, "x")
        if suffix == "output":
            return steps.probability(index)
        if suffix == "inner":
            cells = steps.row(index)
            return total(steps.classes, lambda k: Part((view.of("z", cells[k]), view.of("dz", cells[k]))))
        if suffix == "input.grad":
            y = view.of("z", index)
            parts = (
                Part((y, view.of("dz", index))),
                Part((view.constant(-1.0, "-1"), y, view.of("inner", without_class(index)))),
            )
            return total(2, lambda position: parts[position])
        return steps.rule(suffix, index)

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: Index) -> list[Read]:
        steps = Steps(view, "x")
        if suffix in ("z", "dz"):
            return [("inner", without_class(index)), ("input.grad", index)]
        if suffix == "inner":
            return [("input.grad", cell) for cell in steps.row(index)]
        return steps.readers(suffix, index, "output")
