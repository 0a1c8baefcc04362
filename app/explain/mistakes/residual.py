"""The loss's own gradient: f′ where it has cancelled, or the bare residual where it has not."""

from collections.abc import Iterator

import numpy as np

from app.engine.trace import Trace
from app.explain.checking.attempt import Attempt
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Work
from app.explain.checking.telling import number


def losses(trace: Trace, work: Work) -> Iterator[Attempt]:
    """∂L/∂(last output) with p(1 − p) put in, or left out."""
    name = f"{trace.output}.grad"
    right, residual = trace.arrays.get(name), trace.arrays.get("loss.residual")
    loss = trace.plan.loss
    if right is None or residual is None or loss is None:
        return
    work.spend(4 * right.size)
    probabilities = trace.arrays.get("loss.probabilities")
    if probabilities is not None and probabilities.shape == right.shape:
        p = float(probabilities.ravel()[0])
        yield Attempt(
            "derivative_where_none_belongs",
            "f′ where none belongs",
            name,
            right * probabilities * (1 - probabilities),
            f"The residual p − t was multiplied by p(1 − p), {number(p * (1 - p))} for the first output. With "
            "cross-entropy the derivative of the softmax has cancelled already: p − t is all.",
            drawn=lambda: Operand(
                "what the residual was multiplied by",
                "activation",
                Side("p(1 − p)", probabilities * (1 - probabilities)),
                Side("1: nothing", np.ones_like(probabilities)),
            ),
        )
    bare = residual * right.dtype.type(loss.gradient_scale)
    with np.errstate(all="ignore"):
        ratio = right / bare
        steady = np.allclose(ratio[np.isfinite(ratio)], ratio[np.isfinite(ratio)][:1])
    if bare.shape == right.shape and not steady:
        yield Attempt(
            "residual_alone",
            "The residual alone",
            name,
            bare,
            f"∂L/∂a of this loss is more than the residual {number(float(residual.ravel()[0]))} of the first output: "
            "p − t stands over p(1 − p), which only the sigmoid below would cancel.",
        )
