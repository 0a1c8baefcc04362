"""What a penalty adds to its parameter's gradient, left out."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from app.engine.layers.base import Array
from app.explain.checking.attempt import Attempt
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.telling import number


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂p without l1·sign(p) + l2·p."""
    if step.dy is None:
        return
    for penalty in step.trace.document.penalties:
        if not penalty.tensor.startswith(f"{step.name}."):
            continue
        if not step.wants(f"{penalty.tensor}.grad"):
            continue
        p, name = step.trace.arrays[penalty.tensor], f"{penalty.tensor}.grad"
        added = penalty.gradient(p)
        first = ",".join("0" * p.ndim)
        yield Attempt(
            "penalty_forgotten",
            "Penalty forgotten",
            name,
            np.asarray(step.backward()[name] - added),
            f"L has a penalty on {penalty.tensor} (l1 = {number(penalty.l1)}, l2 = {number(penalty.l2)}), which adds "
            f"l1·sign(p) + l2·p to its gradient: {number(float(added.flat[0]))} at [{first}].",
            hinges=("penalty",),
            drawn=partial(_drawn, penalty.tensor, added),
        )


def _drawn(tensor: str, added: Array) -> Operand:
    used, right = Side("nothing", np.zeros_like(added)), Side("l1·sign(p) + l2·p", added)
    return Operand(f"what the penalty adds for {tensor}", "gradient", used, right)
