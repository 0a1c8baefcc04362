"""The formulas of article 001 as printed, on a trace."""

import numpy as np

from app.engine.layers.activation import Identity
from app.engine.layers.affine import ChannelAffine
from app.engine.layers.average_pool import SumPool2d
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.trace import Trace
from app.explain.checking.telling import number
from app.explain.errata.erratum import NOWHERE, Numbers, Numeric, held_against
from app.explain.errata.formulas003 import is_last_activation
from app.explain.errata.places import (
    Place,
    about,
    crosses,
    found,
    is_activation,
    is_conv,
    is_linear,
)


def output_error(trace: Trace, numeric: Numeric) -> Numbers:
    """σ(z) in the place of σ′(z) in the last δ."""
    place = found(trace, is_last_activation)
    e, a = float(place.delta.ravel()[0]), float(place.y.ravel()[0])
    slope = float(trace.array(place.tensor("derivative")).ravel()[0])
    text = f"For the first output ∂C/∂a = {number(e)} was multiplied by σ(z) = {number(a)}; σ′(z) is {number(slope)}."
    return held_against(trace, place.dx, place.delta * place.y, numeric, text)


def _activation_under_conv(place: Place) -> bool:
    """An activation whose output a convolution reads."""
    above = place.position + 1
    layers = place.trace.document.layers
    read = above < len(layers) and isinstance(layers[above].layer, Conv2d)
    return place.dy is not None and is_activation(place) and not isinstance(place.layer, Identity) and read


def show_without_slope(trace: Trace, numeric: Numeric) -> Numbers:
    """∇a taken for δ."""
    place = found(trace, _activation_under_conv)
    worst = float(np.abs(place.delta - trace.array(place.dx)).max())
    text = (
        f"δ ∗ rot180(W) is the gradient of the output of {place.name}; its own δ takes the factor σ′(z). "
        f"Without it the largest error is {number(worst)}."
    )
    return held_against(trace, place.dx, place.delta, numeric, text)


about_slope = about(_activation_under_conv, "input.grad")


def square(place: Place) -> bool:
    """A cross-correlation whose kernels have a second row and column."""
    return place.dy is not None and is_conv(place) and crosses(place) and min(place.weight.shape[2:]) > 1


def _cells(place: Place) -> tuple[float, float]:
    """What the last product of ∂C/∂W₂₁ takes as printed, and what W₂₁ meets in the last window."""
    plan = place.trace.plan.layers[place.position]
    assert isinstance(plan, ConvPlan)
    rows, cols = plan.rows, plan.cols
    padded = place.trace.array(place.tensor("padded"))
    r, q = rows.stride * (rows.out - 1) + rows.dilation, cols.stride * (cols.out - 1)
    return float(padded[-1, 0, r, q + cols.dilation]), float(padded[-1, 0, r, q])


def misprinted(place: Place) -> bool:
    """Such a convolution whose last window has two different cells there: on padding both are 0."""
    return square(place) and len(set(_cells(place))) == 2


def last_product(trace: Trace, numeric: Numeric) -> Numbers:
    """The misprinted last product of ∂C/∂W₂₁."""
    place = found(trace, misprinted)
    name, loss = place.tensor("weight.grad"), trace.plan.loss
    delta = float(place.delta[-1, 0, -1, -1]) * (loss.parameter_scale if loss else 1.0)
    taken, needed = _cells(place)
    right = float(trace.array(name)[0, 0, 1, 0])
    text = (
        f"The last product of {name}[0,0,1,0] is x · δ = {number(needed)} · {number(delta)}; as printed it takes the "
        f"cell to the right, {number(taken)}."
    )
    spot = int(np.ravel_multi_index((0, 0, 1, 0), place.weight.shape))
    return Numbers(right + delta * (taken - needed), right, float(numeric.slopes(name, [spot])[0]), text)


def label(trace: Trace, numeric: Numeric) -> Numbers:
    """The sum under the second label W₁₂."""
    place = found(trace, square)
    name = place.tensor("weight.grad")
    printed, right = (float(trace.array(name)[0, 0, i, 1]) for i in (1, 0))
    text = f"The sum under the second label W₁₂ is ∂C/∂W₂₂ = {number(printed)}; ∂C/∂W₁₂ is {number(right)}."
    return Numbers(printed, right, float(numeric.slopes(name, [1])[0]), text)


def _parameters(trace: Trace) -> list[str]:
    return [name for name, info in trace.tensors.items() if info.role == "parameter"]


def learnable(trace: Trace) -> str | None:
    """The first parameter that has a gradient other than 0."""
    if trace.loss is None:
        return None
    return next((f"{name}.grad" for name in _parameters(trace) if trace.array(f"{name}.grad").any()), None)


def sign(trace: Trace, numeric: Numeric) -> Numbers:
    """L after one step up and one step down its gradient."""
    gradients = {name: trace.array(f"{name}.grad") for name in _parameters(trace)}
    before, rate, up, down = numeric.loss({}), 0.2, 0.0, 0.0
    for _ in range(numeric.cells):
        rate /= 2
        up, down = (
            numeric.loss({name: trace.array(name) + sign * rate * g for name, g in gradients.items()})
            for sign in (1, -1)
        )
        if down < before < up:
            break
    text = (
        f"L is {number(before)}. One step of η = {number(rate)} with + takes it to {number(up)}, with − to "
        f"{number(down)}: along its gradient L climbs, with the slope given as finite difference. The repository sends "
        "(labels − softmax)/N back, minus the gradient, and so descends with +."
    )
    return Numbers(up, down, numeric.along(gradients, 1e-7), text)


def multiplies(place: Place) -> bool:
    """A layer that does not keep the total of its gradient."""
    if isinstance(place.layer, ChannelAffine):
        return place.dy is not None and bool((place.weight != 1).any())
    return place.dy is not None and isinstance(place.layer, SumPool2d) and place.layer.kernel_size != (1, 1)


def total(trace: Trace, numeric: Numeric) -> Numbers:
    """What arrives at such a layer beside what leaves it."""
    place = found(trace, multiplies)
    printed, right = float(place.delta.sum()), float(trace.array(place.dx).sum())
    slope = numeric.along({place.dx.removesuffix(".grad"): np.ones_like(place.x)})
    text = (
        f"{number(printed)} arrives at {place.name}, {number(right)} leaves it: sums and factors other than 1 multiply."
    )
    return Numbers(printed, right, slope, text)


def with_bias(place: Place) -> bool:
    """A layer with weights and a bias."""
    return (is_conv(place) or is_linear(place)) and place.parameter("bias") is not None


def batch(trace: Trace) -> str | None:
    """A trace of several samples with a loss."""
    return NOWHERE if trace.tensors["input"].shape[0] > 1 and trace.loss is not None else None
