"""Cross-entropy of logits, cell by cell: the softmax step by step, its logarithm, and the residual p·Σt − t."""

from collections.abc import Mapping
from math import prod
from typing import ClassVar

from app.engine.losses.base import LossPlan
from app.explain.layers.base import Read
from app.explain.layers.softmax import STEPS
from app.explain.losses.base import Index, LossMirror, fraction
from app.explain.terms import Factor, Function, Part, Rule, single, total
from app.explain.view import LossView, unravel


class CrossEntropyMirror(LossMirror):
    """Explains `loss`, `output.grad`, the softmax's steps and what follows from them."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "loss": {"chain": r"L = -\sum_k t_k \log p_k"},
        "output.grad": {"chain": r"\frac{\partial L}{\partial z_k} = p_k \textstyle\sum_m t_m - t_k"},
        **STEPS,
        "log_total": {"chain": r"\log \sum_k e^{z_k - \max}"},
        "log_probabilities": {"chain": r"\log p_k = z_k - \max - \log \sum_m e^{z_m - \max}"},
        "probabilities": {"chain": r"p_k = \frac{e^{z_k - \max}}{\sum_m e^{z_m - \max}}"},
        "one_hot": {"chain": r"t_k = 1 \text{ where } k \text{ is the class, else } 0"},
        "target_total": {"chain": r"\sum_k t_k"},
        "residual": {"chain": r"e_k = p_k \textstyle\sum_m t_m - t_k"},
    }

    @classmethod
    def rule(cls, view: LossView, suffix: str, index: Index) -> Rule:
        if suffix == "loss":
            return cls._loss(view)
        if suffix == "output.grad":
            return single(*fraction(view, view.plan.gradient_scale), view.factor("loss.residual", index))
        if suffix == "residual":
            weight = () if cls._hard(view) else (view.factor("loss.target_total", index[:1]),)
            probability = Part((view.factor("loss.probabilities", index), *weight))
            return _two(probability, Part((view.constant(-1.0, "-1"), cls._target(view, index))))
        if suffix == "one_hot":
            target = Part((view.factor("loss.target", index[:1]),))
            return Rule("map", 1, lambda _: target, function=Function("equals", {"value": index[1]}))
        return cls._step(view, suffix, index)

    @classmethod
    def _loss(cls, view: LossView) -> Rule:
        scale = fraction(view, view.plan.loss_scale, negative=True)

        def part(position: int) -> Part:
            at = unravel(position, view.plan.output)
            target = cls._target(view, at)
            return Part((*scale, target, view.factor("loss.log_probabilities", at)), silent=target.value == 0)

        return total(prod(view.plan.output), part)

    @classmethod
    def _step(cls, view: LossView, suffix: str, index: Index) -> Rule:
        minus = view.constant(-1.0, "-1")
        match suffix:
            case "maximum":
                return _row_maximum(view, index)
            case "shifted":
                highest = view.factor("loss.maximum", index[:1])
                return _two(Part((view.factor(view.output, index),)), Part((minus, highest)))
            case "exp":
                return _map("exp", view.factor("loss.shifted", index))
            case "total" | "target_total":
                of = "exp" if suffix == "total" else "target"
                return total(view.plan.output[1], lambda k: Part((view.factor(f"loss.{of}", (*index, k)),)))
            case "reciprocal":
                return _map("reciprocal", view.factor("loss.total", index))
            case "log_total":
                return _map("log", view.factor("loss.total", index))
            case "log_probabilities":
                log = view.factor("loss.log_total", index[:1])
                return _two(Part((view.factor("loss.shifted", index),)), Part((minus, log)))
            case _:
                return single(view.factor("loss.exp", index), view.factor("loss.reciprocal", index[:1]))

    @staticmethod
    def _hard(view: LossView) -> bool:
        return "one_hot" in view.plan.derived

    @classmethod
    def _target(cls, view: LossView, index: Index) -> Factor:
        return view.factor("loss.one_hot" if cls._hard(view) else "loss.target", index)

    @classmethod
    def readers(cls, plan: LossPlan, suffix: str, index: Index) -> list[Read]:
        row = [(index[0], k) for k in range(plan.output[1])] if index else []
        hard = "one_hot" in plan.derived
        same: Mapping[str, tuple[str, ...]] = {
            "output": ("shifted",),
            "shifted": ("exp", "log_probabilities"),
            "exp": ("probabilities",),
            "probabilities": ("residual",),
            "one_hot": ("residual",),
            "target": () if hard else ("residual",),
            "residual": ("output.grad",),
            "total": ("reciprocal", "log_total"),
        }
        by_row = {"output": "maximum", "exp": "total", "target": None if hard else "target_total"}
        spread = {
            "maximum": "shifted",
            "reciprocal": "probabilities",
            "log_total": "log_probabilities",
            "target_total": "residual",
            "target": "one_hot" if hard else None,
        }
        found: list[Read] = [(reader, index) for reader in same.get(suffix, ())]
        found += [(reader, index[:1]) for reader in [by_row.get(suffix)] if reader]
        found += [(reader, cell) for reader in [spread.get(suffix)] if reader for cell in row]
        in_loss = ("log_probabilities", "one_hot") if hard else ("log_probabilities", "target")
        return [*found, ("loss", ())] if suffix in in_loss else found


def _two(first: Part, second: Part) -> Rule:
    parts = (first, second)
    return total(2, lambda position: parts[position])


def _map(name: str, factor: Factor) -> Rule:
    argument = Part((factor,))
    return Rule("map", 1, lambda _: argument, function=Function(name))


def _row_maximum(view: LossView, index: Index) -> Rule:
    parts = [Part((view.factor(view.output, (*index, k)),)) for k in range(view.plan.output[1])]
    values = [part.value for part in parts]
    chosen = next((k for k, value in enumerate(values) if value != value), values.index(max(values)))
    return Rule("max", len(parts), parts.__getitem__, chosen=chosen)
