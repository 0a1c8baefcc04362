"""Fully connected layer, cell by cell: z[n,o] = b[o] + Σ_i x[n,i] · w[o,i]."""

from collections.abc import Mapping
from typing import ClassVar

from app.engine.layers.linear import Linear
from app.explain.layers.base import Mirror
from app.explain.terms import Factor, Part, Rule, total
from app.explain.view import LayerView


class LinearMirror(Mirror):
    """Explains `output` and the three gradients, as the chain rule and as matrix products."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"z_o = b_o + \sum_i x_i\, w_{oi}"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_i} = \sum_o \frac{\partial L}{\partial z_o}"
            r" \frac{\partial z_o}{\partial x_i}",
            "matrix": r"\frac{\partial L}{\partial x} = W^{\mathsf T} \delta",
        },
        "weight.grad": {
            "chain": r"\frac{\partial L}{\partial w_{oi}} = \sum_n \frac{\partial L}{\partial z_{n,o}}"
            r" \frac{\partial z_{n,o}}{\partial w_{oi}}",
            "matrix": r"\frac{\partial L}{\partial W} = \delta\, x^{\mathsf T}",
        },
        "bias.grad": {"chain": r"\frac{\partial L}{\partial b_o} = \sum_n \frac{\partial L}{\partial z_{n,o}}"},
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        batch, inputs = view.shape(view.name("x"))
        outputs = view.shape(view.name("z"))[1]
        scale = view.parameter_scale()
        if suffix == "output":
            n, o = index
            return total(
                inputs + view.has("bias"),
                lambda i: Part((view.of("x", (n, i)), _weight(view, o, i)) if i < inputs else (view.of("bias", (o,)),)),
            )
        if suffix == "input.grad":
            n, i = index

            def part(o: int) -> Part:
                delta, weight = view.of("dz", (n, o)), _weight(view, o, i)
                return Part((weight, delta) if method == "matrix" else (delta, weight))

            return total(outputs, part)
        if suffix == "bias.grad":
            return total(batch, lambda n: Part((view.of("dz", (n, index[0])), *scale)))
        o, i = index if _out_in(view) else index[::-1]
        return total(batch, lambda n: Part((view.of("dz", (n, o)), view.of("x", (n, i)), *scale)))


def _out_in(view: LayerView) -> bool:
    assert isinstance(view.layer, Linear)
    return view.layer.layout == "out_in"


def _weight(view: LayerView, o: int, i: int) -> Factor:
    return view.of("weight", (o, i) if _out_in(view) else (i, o))
