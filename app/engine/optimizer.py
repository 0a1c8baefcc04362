"""Stochastic gradient descent: from a trace to the document with updated parameters.

    d = ∂L/∂p + weight_decay · p + l1 · sign(p)
    v = momentum · v + d,    p ← p − lr · v

v is 0 at the start of a call, so that its first step is plain descent. Source: articles 001, 003, 004.
"""

from dataclasses import dataclass, fields

import numpy as np

from app.engine.document import Document, Values
from app.engine.edit import replaced
from app.engine.errors import EngineError
from app.engine.layers.base import Array
from app.engine.network import parameter_names
from app.engine.options import finite
from app.engine.trace import Trace, compute


@dataclass(frozen=True)
class Sgd:
    """The options of an update, as PyTorch names them; raises EngineError for values out of range."""

    lr: float
    momentum: float = 0.0
    weight_decay: float = 0.0
    l1: float = 0.0

    def __post_init__(self) -> None:
        for option in fields(self):
            value = finite(option.name, getattr(self, option.name))
            if value < 0:
                raise EngineError(
                    f"{option.name}: expected a number of at least 0, received {value:g}", f"/{option.name}"
                )
            object.__setattr__(self, option.name, value)

    def velocity(self, parameter: Array, gradient: Array, before: Array | None) -> Array:
        """v, elementwise; `before` is None in the first step."""
        direction = gradient
        if self.weight_decay:
            direction = direction + self.weight_decay * parameter
        if self.l1:
            direction = direction + self.l1 * np.sign(parameter)
        return direction if before is None else self.momentum * before + direction

    def moved(self, parameter: Array, velocity: Array) -> Array:
        """p − lr · v, in the parameter's dtype."""
        after: Array = (parameter - self.lr * velocity).astype(parameter.dtype, copy=False)
        return after


@dataclass(frozen=True, eq=False)
class Descent:
    """The document after some steps, all its parameters explicit, and the loss before each of them."""

    document: Document
    losses: tuple[float, ...]


def descend(trace: Trace, sgd: Sgd, steps: int = 1) -> Descent:
    """`steps` updates of all parameters; raises EngineError without a loss, or where a parameter leaves its dtype."""
    losses: list[float] = []
    velocities: dict[str, Array] = {}
    document = trace.document
    for step in range(steps):
        current = compute(document) if step else trace
        if current.loss is None:
            raise EngineError("the trace has no loss, so there is nothing to descend; give the document a loss")
        losses.append(current.loss)
        moved: dict[str, Values] = {}
        with np.errstate(all="ignore"):
            for name in parameter_names(document):
                p, g = current.array(name), current.array(f"{name}.grad")
                velocities[name] = sgd.velocity(p, g, velocities.get(name))
                moved[name] = _kept(name, sgd.moved(p, velocities[name]), step)
        document = replaced(document, moved)
    return Descent(document, tuple(losses))


def _kept(name: str, values: Array, step: int) -> Array:
    """A new parameter, read-only; raises EngineError where a number is not finite any more."""
    finite = np.isfinite(values)
    if not finite.all():
        index = ",".join(str(i) for i in np.argwhere(~finite)[0])
        raise EngineError(
            f"after step {step + 1} {name}[{index}] is not a finite {values.dtype} number; use a smaller lr", "/lr"
        )
    values.flags.writeable = False
    return values
