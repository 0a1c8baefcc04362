"""Binary cross-entropy, cell by cell: L = −Σ t log p + (1 − t) log(1 − p), ∂L/∂p = (p − t)/(p(1 − p))."""

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.engine.losses.base import LossPlan
from app.engine.losses.binary_cross_entropy import LEAST_LOG, LEAST_VARIANCE
from app.explain.layers.base import Read
from app.explain.losses.base import Index, LossMirror, fraction
from app.explain.losses.squared import difference
from app.explain.terms import Factor, Function, Part, Rule, single, total
from app.explain.view import LossView, unravel


class BinaryCrossEntropyMirror(LossMirror):
    """Explains `loss`, `output.grad` and each step between."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = -\sum_i t_i \log p_i + (1 - t_i) \log(1 - p_i)"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial p_i} = \frac{p_i - t_i}{p_i (1 - p_i)}"},
        "complement": {"chain": "1 - p_i"},
        "log_probabilities": {"chain": r"\log p_i"},
        "log_complement": {"chain": r"\log(1 - p_i)"},
        "target_complement": {"chain": "1 - t_i"},
        "variance": {"chain": "p_i (1 - p_i)"},
        "reciprocal": {"chain": r"\frac{1}{p_i (1 - p_i)}"},
        "residual": {"chain": "e_i = p_i - t_i"},
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: Index) -> Rule:
        def of(name: str) -> Factor:
            return view.factor(f"loss.{name}", index)

        match suffix:
            case "loss":
                return cls._loss(view)
            case "output.grad":
                return single(*fraction(view, view.plan.gradient_scale), of("residual"), of("reciprocal"))
            case "residual":
                return difference(view, index)
            case "complement":
                return _one_minus(view, view.factor(view.output, index))
            case "target_complement":
                return _one_minus(view, of("target"))
            case "variance":
                return single(view.factor(view.output, index), of("complement"))
            case "reciprocal":
                return _map("reciprocal", of("variance"), view.rounded(LEAST_VARIANCE))
            case "log_complement":
                return _map("log", of("complement"), LEAST_LOG)
            case _:
                return _map("log", view.factor(view.output, index), LEAST_LOG)

    @staticmethod
    def _loss(view: LossView) -> Rule:
        scale = fraction(view, view.plan.loss_scale, negative=True)

        def part(position: int) -> Part:
            at = unravel(position // 2, view.plan.output)
            pair = ("target_complement", "log_complement") if position % 2 else ("target", "log_probabilities")
            return Part((*scale, *(view.factor(f"loss.{name}", at) for name in pair)))

        return total(2 * prod(view.plan.output), part)

    @classmethod
    def readers(cls, plan: LossPlan, suffix: str, index: Index) -> list[Read]:
        same: Mapping[str, tuple[str, ...]] = {
            "output": ("complement", "log_probabilities", "variance", "residual"),
            "complement": ("log_complement", "variance"),
            "variance": ("reciprocal",),
            "target": ("residual", "target_complement"),
            "residual": ("output.grad",),
            "reciprocal": ("output.grad",),
        }
        found: list[Read] = [(reader, index) for reader in same.get(suffix, ())]
        in_loss = ("target", "target_complement", "log_probabilities", "log_complement")
        return [*found, ("loss", ())] if suffix in in_loss else found


def _one_minus(view: LossView, factor: Factor) -> Rule:
    parts = (Part((view.constant(1.0, "1"),)), Part((view.constant(-1.0, "-1"), factor)))
    return total(2, lambda position: parts[position])


def _map(name: str, factor: Factor, at_least: float) -> Rule:
    argument = Part((factor,))
    return Rule("map", 1, lambda _: argument, function=Function(name, {"at_least": at_least}))
