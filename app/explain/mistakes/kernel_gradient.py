"""∂L/∂w turned when it should not be, or not when it should; δ turned before it slides; the convention of the output.

Under cross-correlation ∂L/∂w = x̂ ⋆ δ as it comes, under convolution turned once more by 180°. A true convolution of
x̂ with δ, as `convolve2d` computes it, is neither: it turns δ.
"""

from collections.abc import Iterator

import numpy as np

from app.engine.layers.conv import Conv2d
from app.explain.checking.attempt import Attempt, Used
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.tables import turned
from app.explain.checking.telling import matrix

CONVENTIONS = ("cross-correlation", "convolution")


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂w turned, ∂L/∂w from a turned δ, and the output in the other convention."""
    layer, weight = step.layer, step.parameters.get("weight")
    if not isinstance(layer, Conv2d) or weight is None:
        return
    cross = layer.convention == "cross_correlation"
    if step.wants(step.info.output):
        yield from _output(step, *CONVENTIONS[:: 1 if cross else -1])
    name = step.of_layer("weight.grad")
    if step.dy is None or not step.wants(name):
        return
    right = step.backward()[name]
    title = "Kernel gradient turned" if cross else "Kernel gradient not turned"
    needed = "x̂ ⋆ δ is ∂L/∂w already" if cross else "x̂ ⋆ δ has to be turned once more by 180°"
    yield Attempt(
        "kernel_gradient_turned" if cross else "kernel_gradient_not_turned",
        title,
        name,
        turned(right),
        f"The result is ∂L/∂w turned by 180°, {matrix(turned(right)[0, 0])} where {matrix(right[0, 0])} belongs. "
        f"Under {layer.convention.replace('_', '-')} {needed}.",
        used=Used(f"orientation of {name}", turned(right), "∂L/∂w turned by 180°"),
        hinges=("positions",),
    )
    dy, backwards = step.dy, turned(step.dy)
    if not np.array_equal(backwards, dy):
        yield Attempt(
            "delta_turned",
            "δ turned before it slid over x",
            name,
            step.but(dy=np.ascontiguousarray(backwards)).backward()[name],
            f"A true convolution of x with δ turns δ by 180°: the first window met δ's last entry. "
            f"∂L/∂w pairs window i,j with δ at i,j; use a correlation, or turn δ of {step.name} first.",
            used=Used(f"δ of {step.name}", backwards, "δ turned by 180°"),
            hinges=("delta",),
            drawn=lambda: Operand(
                f"δ of {step.name} as it slid over x",
                "gradient",
                Side("turned by 180°", backwards),
                Side("as it is", dy),
            ),
        )


def _output(step: Step, own: str, other: str) -> Iterator[Attempt]:
    weight = step.parameters["weight"]
    assert weight is not None
    if np.array_equal(turned(weight), weight):
        return
    laid = (("turned by 180°", turned(weight)), ("as it stands", weight))
    flipped = step.but(parameters={**step.parameters, "weight": turned(weight)})
    yield Attempt(
        "convention_swapped",
        f"{other.capitalize()} instead of {own}",
        step.info.output,
        flipped.forward(),
        f"This is the {other} of x with the kernel of {step.name}: the kernel {matrix(weight[0, 0])} was slid as "
        f"{matrix(turned(weight)[0, 0])}.",
        hinges=("kernel",),
        drawn=lambda: Operand(
            f"the kernel of {step.name} as it slid over x",
            "weight",
            *(Side(words, kernel) for words, kernel in laid[:: 1 if own == CONVENTIONS[0] else -1]),
        ),
    )
