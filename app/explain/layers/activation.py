"""Elementwise functions, cell by cell: ∂L/∂z = ∂L/∂a · f′."""

from collections.abc import Mapping
from typing import ClassVar

from app.explain.functions import evaluate
from app.explain.layers.base import Mirror
from app.explain.terms import Function, Part, Rule, total
from app.explain.view import LayerView

STEP = Function("step")


class ReluMirror(Mirror):
    """Explains `output`, `input.grad` and `derivative`; f′ from z, or from a, where they agree exactly."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"a = \max(z, 0)"},
        "input.grad": {"chain": r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a}\, f'(z)"},
        "derivative": {
            "from_input": r"f'(z) = 1 \text{ where } z > 0\text{, else } 0",
            "from_output": r"f'(z) = 1 \text{ where } a > 0\text{, else } 0",
        },
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        if suffix == "output":
            return _output(view, index)
        if suffix == "derivative":
            argument = Part((view.of("z" if method == "from_output" else "x", index),))
            return Rule("map", 1, lambda _: argument, function=STEP)
        derivative = evaluate(STEP, [view.read(view.name("x"), index)])
        factors = view.of("dz", index), view.made(view.name("derivative"), index, derivative)
        part = Part(factors, silent=derivative == 0)
        return total(1, lambda _: part)


def _output(view: LayerView, index: tuple[int, ...]) -> Rule:
    """The larger of z and 0; NaN is larger than everything."""
    candidates = (Part((view.of("x", index),)), Part((view.constant(0.0, "0"),)))
    chosen = 1 if candidates[0].value <= 0 else 0
    return Rule("max", 2, lambda position: candidates[position], chosen=chosen)
