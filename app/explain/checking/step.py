"""One layer's backward pass, which a mistake may run with other numbers, options or parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.engine.layers.base import Array, Layer, ParameterShapes, Plan
from app.engine.trace import LayerInfo, Trace


class Exhausted(Exception):
    """The work that one comparison may do is done."""


CALL = 50_000
"""What calling one operation on arrays costs besides its arithmetic, in multiply-adds."""


class Work:
    """Multiply-adds that are left; raises Exhausted when they are used up."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def spend(self, amount: int) -> None:
        self.left -= amount + CALL
        if self.left < 0:
            raise Exhausted


@dataclass(frozen=True, eq=False)
class Step:
    """What a layer reads in its backward pass. `dy` is absent in a trace without a loss.

    `wanted` is the only tensor whose mistakes matter, None where all of them do.
    """

    trace: Trace
    position: int
    work: Work
    layer: Layer
    plan: Plan
    x: Array
    y: Array
    dy: Array | None
    parameters: Mapping[str, Array | None]
    wanted: str | None = None

    @classmethod
    def of(cls, trace: Trace, position: int, work: Work) -> "Step":
        """The step as the trace has it."""
        info, named = trace.layers[position], trace.document.layers[position]
        return cls(
            trace,
            position,
            work,
            named.layer,
            trace.plan.layers[position],
            trace.arrays[info.input],
            trace.arrays[info.output],
            trace.arrays.get(f"{info.output}.grad"),
            {field: trace.arrays.get(f"{info.name}.{field}") for field in named.parameters},
        )

    @property
    def info(self) -> LayerInfo:
        return self.trace.layers[self.position]

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def dx(self) -> str:
        """The name of ∂L/∂x."""
        return f"{self.info.input}.grad"

    @property
    def batch(self) -> int:
        samples: int = self.x.shape[0]
        return samples

    def of_layer(self, suffix: str) -> str:
        """The full name of one of the layer's own tensors."""
        return f"{self.name}.{suffix}"

    def wants(self, tensor: str) -> bool:
        """Whether somebody looks at mistakes in this tensor: making them costs."""
        return self.wanted in (None, tensor)

    def but(self, **changes: Any) -> "Step":
        """The same step with something else in it."""
        return replace(self, **changes)

    def with_layer(self, layer: Layer) -> "Step":
        """The same step with other options, where they leave the output's shape alone."""
        shapes = ParameterShapes({f: None if v is None else v.shape for f, v in self.parameters.items()})
        return self.but(layer=layer, plan=layer.plan(self.x.shape, shapes))

    def backward(self) -> dict[str, Array]:
        """The gradients by full name, with the constant that parameter gradients carry, and the derived tensors."""
        assert self.dy is not None
        self.work.spend(self.plan.multiply_adds + self.x.size)
        with np.errstate(all="ignore"):
            made = self.layer.backward(self.plan, self.x, self.parameters, self.y, self.dy)
            gradients = {
                self.of_layer(f"{field}.grad"): self.finished(field, gradient)
                for field, gradient in made.parameters.items()
            }
        derived = {self.of_layer(suffix): array for suffix, array in made.derived.items()}
        return {self.dx: made.input, **gradients, **derived}

    def finished(self, field: str, gradient: Array) -> Array:
        """A parameter's gradient with the constant of the loss's reduction and what its penalty adds."""
        loss = self.trace.plan.loss
        if loss and loss.parameter_scale != 1:
            gradient = gradient * gradient.dtype.type(loss.parameter_scale)
        for penalty in self.trace.document.penalties:
            if penalty.tensor == self.of_layer(field):
                gradient = gradient + penalty.gradient(self.trace.arrays[penalty.tensor])
        return gradient

    def forward(self) -> Array:
        """The output."""
        self.work.spend(self.plan.multiply_adds)
        with np.errstate(all="ignore"):
            return self.layer.forward(self.plan, self.x, self.parameters)
