"""Elementwise functions, cell by cell: a = f(z), ∂L/∂z = ∂L/∂a · f′, f′ from z or from a."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from app.engine.layers.activation import LeakyRelu, Tanh
from app.engine.layers.base import Layer
from app.explain.layers.base import Mirror, Read
from app.explain.terms import Factor, Function, Part, Rule, single, total
from app.explain.view import LayerView

GRADIENT = {"chain": r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a}\, f'(z)"}
Index = tuple[int, ...]


class ActivationMirror(Mirror):
    """Explains `output`, `input.grad` and `derivative`."""

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: Index, method: str) -> Rule:
        if suffix == "output":
            return cls.output(view, index)
        if suffix == "derivative":
            return cls.from_output(view, index) if method == "from_output" else cls.from_input(view, index)
        derivative = view.of("derivative", index)
        part = Part((view.of("dz", index), derivative), silent=derivative.value == 0)
        return total(1, lambda _: part)

    @classmethod
    @abstractmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        """a = f(z)."""

    @classmethod
    @abstractmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        """f′ from z."""

    @classmethod
    @abstractmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        """f′ from a."""

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: Index) -> list[Read]:
        match suffix:
            case "x":
                return [("output", index), ("derivative", index)]
            case "dz" | "derivative":
                return [("input.grad", index)]
            case _:
                return []


def mapped(factor: Factor, name: str, parameters: Mapping[str, float] | None = None) -> Rule:
    """function(factor)."""
    argument = Part((factor,))
    return Rule("map", 1, lambda _: argument, function=Function(name, parameters or {}))


class ReluMirror(ActivationMirror):
    """a = max(z, 0)."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"a = \max(z, 0)"},
        "input.grad": GRADIENT,
        "derivative": {
            "from_input": r"f'(z) = 1 \text{ where } z > 0\text{, else } 0",
            "from_output": r"f'(z) = 1 \text{ where } a > 0\text{, else } 0",
        },
    }

    @classmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        """The larger of z and 0; NaN is larger than everything."""
        candidates = (Part((view.of("x", index),)), Part((view.constant(0.0, "0"),)))
        chosen = 1 if candidates[0].value <= 0 else 0
        return Rule("max", 2, lambda position: candidates[position], chosen=chosen)

    @classmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "step")

    @classmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("z", index), "step")


class LeakyReluMirror(ActivationMirror):
    """a = f′ · z, with f′ 1 above 0 and the negative slope elsewhere."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"a = f'(z)\, z"},
        "input.grad": GRADIENT,
        "derivative": {
            "from_input": r"f'(z) = 1 \text{ where } z > 0\text{, else the negative slope}",
            "from_output": r"f'(z) = 1 \text{ where } a > 0\text{, else the negative slope}",
        },
    }

    @classmethod
    def methods(cls, suffix: str, layer: Layer) -> tuple[str, ...]:
        """With a negative slope below 0, the sign of a no longer tells the sign of z."""
        assert isinstance(layer, LeakyRelu)
        both = tuple(cls.formulas[suffix])
        return both if layer.negative_slope >= 0 else tuple(method for method in both if method != "from_output")

    @classmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        return single(view.of("derivative", index), view.of("x", index))

    @classmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "leaky_step", cls._slope(view))

    @classmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("z", index), "leaky_step", cls._slope(view))

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: Index) -> list[Read]:
        own = super().readers(view, suffix, index)
        return [("output", index), *own] if suffix == "derivative" else own

    @staticmethod
    def _slope(view: LayerView) -> Mapping[str, float]:
        assert isinstance(view.layer, LeakyRelu)
        return {"negative_slope": view.rounded(view.layer.negative_slope)}


class SigmoidMirror(ActivationMirror):
    """a = σ(z), f′ = a − a²."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"a = \sigma(z) = \frac{1}{1 + e^{-z}}"},
        "input.grad": GRADIENT,
        "derivative": {
            "from_input": r"f'(z) = \sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2}",
            "from_output": r"f'(z) = a(1 - a) = a - a^2",
        },
    }

    @classmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "sigmoid")

    @classmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "sigmoid_derivative")

    @classmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        a = view.of("z", index)
        parts = (Part((a,)), Part((view.constant(-1.0, "-1"), a, a)))
        return total(2, lambda position: parts[position])


class TanhMirror(ActivationMirror):
    """a = A tanh(S z), f′ = A S − (S/A) a²."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"a = A \tanh(S z)"},
        "input.grad": GRADIENT,
        "derivative": {
            "from_input": r"f'(z) = \frac{A S}{\cosh^2(S z)}",
            "from_output": r"f'(z) = A S - \frac{S}{A}\, a^2",
        },
    }

    @classmethod
    def methods(cls, suffix: str, layer: Layer) -> tuple[str, ...]:
        """From a only where A is neither 0 nor so far from 1 that a² leaves the range of numbers."""
        assert isinstance(layer, Tanh)
        both = tuple(cls.formulas[suffix])
        safe = 1e-15 < abs(layer.amplitude) < 1e15
        return both if safe else tuple(method for method in both if method != "from_output")

    @classmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "tanh", cls._scales(view))

    @classmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        return mapped(view.of("x", index), "tanh_derivative", cls._scales(view))

    @classmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        scales = cls._scales(view)
        amplitude, slope = scales["amplitude"], scales["slope"]
        a = view.of("z", index)
        parts = (
            Part((view.constant(amplitude * slope, "A S"),)),
            Part((view.constant(-slope / amplitude, r"\left(-\tfrac{S}{A}\right)"), a, a)),
        )
        return total(2, lambda position: parts[position])

    @staticmethod
    def _scales(view: LayerView) -> Mapping[str, float]:
        assert isinstance(view.layer, Tanh)
        return {"amplitude": view.rounded(view.layer.amplitude), "slope": view.rounded(view.layer.slope)}


class IdentityMirror(ActivationMirror):
    """a = z."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": "a = z"},
        "input.grad": GRADIENT,
        "derivative": {"from_input": "f'(z) = 1", "from_output": "f'(z) = 1"},
    }

    @classmethod
    def output(cls, view: LayerView, index: Index) -> Rule:
        return single(view.of("x", index))

    @classmethod
    def from_input(cls, view: LayerView, index: Index) -> Rule:
        return single(view.constant(1.0, "1"))

    @classmethod
    def from_output(cls, view: LayerView, index: Index) -> Rule:
        return single(view.constant(1.0, "1"))

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: Index) -> list[Read]:
        return [("output", index)] if suffix == "x" else super().readers(view, suffix, index)
