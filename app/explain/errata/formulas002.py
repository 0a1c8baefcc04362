"""The formulas of article 002 as printed, on a trace."""

import numpy as np

from app.engine.layers.affine import ChannelAffine, CombineMaps
from app.engine.layers.average_pool import AvgPool2d
from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d
from app.engine.layers.linear import Linear
from app.engine.trace import Trace
from app.explain.checking.telling import number, shape
from app.explain.errata.erratum import Numbers, Numeric, Part, held_against
from app.explain.errata.places import Place, found
from app.explain.errata.plain import turned

LAMBDA = 0.3
COARSE, FINE = 1e-8, 1e-5


def true_convolution(place: Place) -> bool:
    """A true convolution whose kernel is another when turned."""
    convolves = isinstance(place.layer, Conv2d) and place.layer.convention == "convolution"
    return place.dy is not None and convolves and not np.array_equal(turned(place.weight), place.weight)


def convention(trace: Trace, numeric: Numeric) -> Numbers:
    """The printed method, which is right for a cross-correlation."""
    place = found(trace, true_convolution)
    text = (
        "conv2(δ, k, 'full') turns k and is right for a cross-correlation forward, as the printed 2.3 is; "
        f"{place.name} is a true convolution, whose ∂E/∂x is conv2(δ, rot180(k), 'full')."
    )
    return held_against(trace, place.dx, place.backward(weight=turned(place.weight)).input, numeric, text)


def mean_under_affine(place: Place) -> bool:
    """A mean pooling with a trainable β behind it."""
    layers, above = place.trace.document.layers, place.position + 1
    affine = above < len(layers) and isinstance(layers[above].layer, ChannelAffine)
    plain = isinstance(place.layer, AvgPool2d) and place.layer.padding == (0, 0) and not place.layer.ceil_mode
    return place.dy is not None and affine and plain and place.layer != AvgPool2d((1, 1))


def mean(trace: Trace, numeric: Numeric) -> Numbers:
    """β·up(δ) without the division of the mean."""
    place = found(trace, mean_under_affine)
    assert isinstance(place.layer, AvgPool2d)
    kh, kw = place.layer.kernel_size
    right = trace.array(place.dx)
    text = (
        f"{place.name} takes the mean of {kh}×{kw} cells: each gets β·δ/{kh * kw}. β·up(δ) alone, right for "
        f"Bouvrie's sum, is {kh * kw} times too large."
    )
    return held_against(trace, place.dx, right * (kh * kw), numeric, text)


def combines(place: Place) -> bool:
    """A learned combination of maps."""
    return isinstance(place.layer, CombineMaps)


def _softmax(logits: Array) -> Array:
    exp = np.exp(logits - logits.max(axis=1, keepdims=True))
    alpha: Array = exp / exp.sum(axis=1, keepdims=True)
    return alpha


def penalty(trace: Trace, _: Numeric) -> Numbers:
    """The gradient that an L1 penalty is meant to have, and the one it has through a softmax."""
    place = found(trace, combines)
    logits = trace.array(place.tensor("logits"))
    part = Part.of(trace, place.tensor("logits"))
    slopes = np.zeros_like(logits)
    for index in np.ndindex(*logits[part.index].shape):
        moved = [logits.copy(), logits.copy()]
        for sign, each in zip((-1, 1), moved, strict=True):
            each[index] += sign * 1e-6
        below, above = (LAMBDA * np.abs(_softmax(each)).sum() for each in moved)
        slopes[index] = (above - below) / 2e-6
    printed = LAMBDA * np.sign(_softmax(logits))
    text = (
        f"With λ = {LAMBDA} the penalty is {number(LAMBDA * len(logits))} whatever c is: each row of α is positive and "
        f"adds up to 1. An L1 penalty is meant to pull every α towards 0 with λ sign(α) = {LAMBDA}; through the "
        "softmax its gradient is 0 and it does nothing."
    )
    zeros = np.zeros_like(logits)
    return Numbers(part.of_array(printed), part.of_array(zeros), part.of_array(slopes), text, part.text)


def out_in(place: Place) -> bool:
    """A linear layer whose weight has a row per output."""
    return place.dy is not None and isinstance(place.layer, Linear) and place.layer.layout == "out_in"


def outer(trace: Trace, numeric: Numeric) -> Numbers:
    """x δᵀ beside δ xᵀ."""
    place = found(trace, out_in)
    name = place.tensor("weight.grad")
    printed = trace.array(name).T
    text = (
        f"x δᵀ is {shape(printed.shape)} and W of {place.name} is {shape(place.weight.shape)}; δ xᵀ has the shape of W."
    )
    return held_against(trace, name, printed, numeric, text)


def checked(trace: Trace) -> str | None:
    """The first gradient that is worth a check."""
    if trace.loss is None:
        return None
    names = (name for name, info in trace.tensors.items() if info.role == "gradient" and name.endswith(".grad"))
    parameters = [name for name in names if trace.tensors[name.removesuffix(".grad")].role == "parameter"]
    return next((name for name in [*parameters, "input.grad"] if trace.array(name).any()), None)


def step(trace: Trace, numeric: Numeric) -> Numbers:
    """Central differences with the printed ε and with a larger one."""
    name = checked(trace)
    assert name is not None
    gradient = trace.array(name)
    spot = int(np.abs(gradient).argmax())
    right = float(gradient.reshape(-1)[spot])
    coarse, fine = (float(numeric.slopes(name, [spot], step)[0]) for step in (COARSE, FINE))
    text = (
        f"At the largest cell of {name} central differences with ε = {COARSE} err by {number(abs(coarse - right))}, "
        f"with ε = {FINE} by {number(abs(fine - right))}: below 10⁻⁶ the rounding of L is larger than what ε changes."
    )
    return Numbers(coarse, right, fine, text)
