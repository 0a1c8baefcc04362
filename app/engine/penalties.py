"""Penalties on parameters, part of L: l1 · Σ|p| + ½ · l2 · Σ p², with gradient l1 · sign(p) + l2 · p.

The half makes l2 the weight decay of stochastic gradient descent. Source: article 002, Bouvrie 3.3.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array
from app.engine.options import finite


@dataclass(frozen=True)
class Penalty:
    """How much the size of one parameter tensor costs."""

    tensor: str
    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        for name in ("l1", "l2"):
            value = finite(name, getattr(self, name))
            if value < 0:
                raise EngineError(f"{name}: expected a number of at least 0, received {value:g}", f"/{name}")
            object.__setattr__(self, name, value)

    @property
    def sign(self) -> str:
        """The name of the derived tensor of the parameter's signs, which an L1 penalty reads."""
        return f"{self.tensor}.sign"

    def value(self, p: Array) -> float:
        """What L gains: l1 · Σ|p| + ½ · l2 · Σ p²."""
        return float(self.l1 * np.abs(p).sum() + 0.5 * self.l2 * (p * p).sum())

    def gradient(self, p: Array) -> Array:
        """l1 · sign(p) + l2 · p; 0 at p = 0."""
        slope: Array = p.dtype.type(self.l1) * np.sign(p) + p.dtype.type(self.l2) * p
        return slope


def check(penalties: Sequence[Penalty], parameters: Sequence[str], *, loss: bool) -> None:
    """Refuse penalties on what is no parameter, twice on one, or without a loss; raises EngineError."""
    for pointer, detail in _faults(penalties, parameters, loss):
        raise EngineError(f"penalties: {detail}", pointer)


def _faults(penalties: Sequence[Penalty], parameters: Sequence[str], loss: bool) -> Iterator[tuple[str, str]]:
    if penalties and not loss:
        yield "/penalties", "they are part of the loss, and the document has none; add a loss or leave them out"
    seen: set[str] = set()
    for i, penalty in enumerate(penalties):
        if penalty.tensor not in parameters:
            known = ", ".join(parameters) or "no parameter"
            yield (
                f"/penalties/{i}/tensor",
                f"expected a parameter of the network ({known}), received {penalty.tensor!r}",
            )
        if penalty.tensor in seen:
            yield f"/penalties/{i}/tensor", f"{penalty.tensor} is penalised twice; give it one entry"
        seen.add(penalty.tensor)
