"""One scale and shift per map, and learned combinations of maps, cell by cell.

y[n,c,…] = β[c] · x[n,c,…] + b[c];  y[n,j,…] = Σ_i α[j,i] · x[n,i,…], α = softmax of the logits' rows
"""

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.explain.layers.base import Mirror, Read
from app.explain.layers.softmax import STEPS, Steps
from app.explain.terms import Part, Rule, single, total
from app.explain.view import LayerView, unravel

Index = tuple[int, ...]


class ChannelAffineMirror(Mirror):
    """Explains `output` and the three gradients."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_{c,ij} = \beta_c\, x_{c,ij} + b_c"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_{c,ij}} = \frac{\partial L}{\partial y_{c,ij}}\, \beta_c"
        },
        "weight.grad": {
            "chain": r"\frac{\partial L}{\partial \beta_c} = \sum_{n,i,j} \frac{\partial L}{\partial y_{n,c,ij}}\,"
            r" x_{n,c,ij}"
        },
        "bias.grad": {
            "chain": r"\frac{\partial L}{\partial b_c} = \sum_{n,i,j} \frac{\partial L}{\partial y_{n,c,ij}}"
        },
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: Index, method: str) -> Rule:
        if suffix == "output":
            c = index[1:2]
            product = Part((view.of("weight", c), view.of("x", index)))
            parts = (product, Part((view.of("bias", c),))) if view.has("bias") else (product,)
            return total(len(parts), lambda position: parts[position])
        if suffix == "input.grad":
            return single(view.of("dz", index), view.of("weight", index[1:2]))
        batch, _, *positions = view.shape(view.name("x"))
        scale = view.parameter_scale()

        def part(position: int) -> Part:
            n, *place = unravel(position, (batch, *positions))
            cell = (n, index[0], *place)
            delta = view.of("dz", cell)
            return Part((delta, view.of("x", cell), *scale) if suffix == "weight.grad" else (delta, *scale))

        return total(batch * prod(positions), part)


class CombineMapsMirror(Mirror):
    """Explains `output`, the gradients of x, α and the logits, and every step of α = softmax."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_j = \sum_i \alpha_{ji}\, x_i"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_i} = \sum_j \alpha_{ji} \frac{\partial L}{\partial y_j}"
        },
        "logits.grad": {
            "chain": r"\frac{\partial L}{\partial c_{ji}} = \alpha_{ji} \frac{\partial L}{\partial \alpha_{ji}}"
            r" - \alpha_{ji} s_j"
        },
        **STEPS,
        "alpha": {"chain": r"\alpha_{ji} = e^{c_{ji} - \max_j} \cdot \tfrac{1}{\text{total}_j}"},
        "alpha.grad": {
            "chain": r"\frac{\partial L}{\partial \alpha_{ji}} = \sum_{n,\text{positions}}"
            r" \frac{\partial L}{\partial y_j}\, x_i"
        },
        "inner": {"chain": r"s_j = \sum_i \alpha_{ji} \frac{\partial L}{\partial \alpha_{ji}}"},
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: Index, method: str) -> Rule:
        outputs, inputs = view.shape(view.name("logits"))
        match suffix:
            case "output":
                n, j, *place = index
                return total(inputs, lambda i: Part((view.of("alpha", (j, i)), view.of("x", (n, i, *place)))))
            case "input.grad":
                n, i, *place = index
                return total(outputs, lambda j: Part((view.of("alpha", (j, i)), view.of("dz", (n, j, *place)))))
            case "logits.grad":
                return cls._logits_gradient(view, index)
            case "alpha.grad":
                return cls._alpha_gradient(view, index)
            case "inner":
                (j,) = index
                return total(inputs, lambda i: Part((view.of("alpha", (j, i)), view.of("alpha.grad", (j, i)))))
            case "alpha":
                return Steps(view, "logits").probability(index)
            case _:
                return Steps(view, "logits").rule(suffix, index)

    @staticmethod
    def _logits_gradient(view: LayerView, index: Index) -> Rule:
        alpha, scale = view.of("alpha", index), view.parameter_scale()
        parts = (
            Part((alpha, view.of("alpha.grad", index), *scale)),
            Part((view.constant(-1.0, "-1"), alpha, view.of("inner", index[:1]), *scale)),
        )
        return total(2, lambda position: parts[position])

    @staticmethod
    def _alpha_gradient(view: LayerView, index: Index) -> Rule:
        j, i = index
        batch, _, *positions = view.shape(view.name("x"))

        def part(position: int) -> Part:
            n, *place = unravel(position, (batch, *positions))
            return Part((view.of("dz", (n, j, *place)), view.of("x", (n, i, *place))))

        return total(batch * prod(positions), part)

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: Index) -> list[Read]:
        outputs, inputs = view.shape(view.name("logits"))
        match suffix:
            case "x" | "dz":
                n, own, *place = index
                others = range(outputs if suffix == "x" else inputs)
                forward: list[Read] = [("output" if suffix == "x" else "input.grad", (n, o, *place)) for o in others]
                return forward + [("alpha.grad", (o, own) if suffix == "x" else (own, o)) for o in others]
            case "alpha":
                j, i = index
                samples, _, *positions = view.shape(view.name("x"))
                cells = [unravel(k, (samples, *positions)) for k in range(samples * prod(positions))]
                read: list[Read] = [("output", (n, j, *place)) for n, *place in cells]
                read += [("input.grad", (n, i, *place)) for n, *place in cells]
                return [*read, ("inner", (j,)), ("logits.grad", index)]
            case "alpha.grad":
                return [("inner", index[:1]), ("logits.grad", index)]
            case "inner":
                return [("logits.grad", (index[0], i)) for i in range(inputs)]
            case _:
                return Steps(view, "logits").readers(suffix, index, "alpha")
