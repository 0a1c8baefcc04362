"""Elementwise functions: a = f(z), ∂L/∂z = ∂L/∂a ∘ f′(z)."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape
from app.engine.options import finite, option


@dataclass(frozen=True)
class Activation(Layer):
    """An elementwise function with its derivative."""

    def plan(self, x: Shape, parameters: ParameterShapes) -> Plan:
        """The output has the input's shape."""
        return Plan(x, x, 4 * prod(x), 3 * prod(x), {"derivative": Derived(x, stored=True)})

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        return self.value(x)

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dz = dy ∘ f′, and nothing where f′ is 0, however large dy is."""
        slope = self.derivative(x)
        return Gradients(np.where(slope == 0, dy.dtype.type(0), dy * slope), {}, {"derivative": slope})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """derivative f′(z)."""
        if name != "derivative":
            raise KeyError(name)
        return self.derivative(x)

    @abstractmethod
    def value(self, z: Array) -> Array:
        """f(z)."""

    @abstractmethod
    def derivative(self, z: Array) -> Array:
        """f′(z)."""


@dataclass(frozen=True)
class Relu(Activation):
    """a = max(z, 0) with f′(0) = 0; f′ is 1 for NaN, which passes on as in PyTorch.

    Source: articles 000, 001, 004.
    """

    type: ClassVar[str] = "relu"
    prefix: ClassVar[str] = "relu"

    def value(self, z: Array) -> Array:
        return np.maximum(z, z.dtype.type(0))

    def derivative(self, z: Array) -> Array:
        return np.where(z <= 0, z.dtype.type(0), z.dtype.type(1))


@dataclass(frozen=True)
class LeakyRelu(Activation):
    """a = z above 0, negative_slope · z elsewhere; f′(0) = negative_slope, as in PyTorch."""

    type: ClassVar[str] = "leaky_relu"
    prefix: ClassVar[str] = "leaky"

    negative_slope: float = option(0.01, "slope where z is not above 0")

    def __post_init__(self) -> None:
        object.__setattr__(self, "negative_slope", finite("negative_slope", self.negative_slope))

    def value(self, z: Array) -> Array:
        return np.where(z > 0, z, z * z.dtype.type(self.negative_slope))

    def derivative(self, z: Array) -> Array:
        return np.where(z > 0, z.dtype.type(1), z.dtype.type(self.negative_slope))


@dataclass(frozen=True)
class Sigmoid(Activation):
    """a = 1/(1 + e⁻ᶻ), f′ = a(1 − a). Source: articles 001, 002, 003."""

    type: ClassVar[str] = "sigmoid"
    prefix: ClassVar[str] = "sigmoid"

    def value(self, z: Array) -> Array:
        small = np.exp(-np.abs(z))
        a: Array = np.where(z >= 0, z.dtype.type(1), small) / (1 + small)
        return a

    def derivative(self, z: Array) -> Array:
        small = np.exp(-np.abs(z))
        derivative: Array = small / ((1 + small) * (1 + small))
        return derivative


@dataclass(frozen=True)
class Tanh(Activation):
    """a = A tanh(S z), f′ = A S (1 − tanh²(S z)). Bouvrie's is A = 1.7159, S = 2/3. Source: articles 002, 003."""

    type: ClassVar[str] = "tanh"
    prefix: ClassVar[str] = "tanh"

    amplitude: float = option(1.0, "A, what the output tends to")
    slope: float = option(1.0, "S, the factor inside")

    def __post_init__(self) -> None:
        object.__setattr__(self, "amplitude", finite("amplitude", self.amplitude))
        object.__setattr__(self, "slope", finite("slope", self.slope))

    def value(self, z: Array) -> Array:
        return z.dtype.type(self.amplitude) * np.tanh(z.dtype.type(self.slope) * z)

    def derivative(self, z: Array) -> Array:
        small = np.exp(-2 * np.abs(z.dtype.type(self.slope) * z))
        inside = 4 * small / ((1 + small) * (1 + small))
        derivative: Array = z.dtype.type(self.amplitude) * inside * z.dtype.type(self.slope)
        return derivative


@dataclass(frozen=True)
class Identity(Activation):
    """a = z."""

    type: ClassVar[str] = "identity"
    prefix: ClassVar[str] = "identity"

    def value(self, z: Array) -> Array:
        return z.copy()

    def derivative(self, z: Array) -> Array:
        return np.ones_like(z)
