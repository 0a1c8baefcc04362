"""The formulas of article 000 as printed, on a trace."""

from collections.abc import Sequence

import numpy as np

from app.address import Cell
from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.layers.pool import MaxPool2d, Pool, PoolPlan
from app.engine.trace import Trace
from app.explain.checking.telling import counted, number, shape
from app.explain.errata.erratum import Numbers, Numeric, held_against
from app.explain.errata.places import MOST_STEPS, Place, found, has_gradient, is_conv
from app.explain.errata.plain import attempt
from app.explain.explainer import explain

conv_backward = has_gradient(is_conv)
Pairs = Sequence[tuple[float, float]]


def _products(place: Place, index: tuple[int, ...]) -> Pairs:
    """δ and w of the products that make one cell of ∂L/∂x."""
    terms = explain(place.trace, Cell(place.dx, index), "chain", limit=100_000).terms
    return [(term.factors[0].value, term.factors[1].value) for term in terms]


def corner(trace: Trace, numeric: Numeric) -> Numbers:
    """Products of ∂L/∂z with ∂L/∂x itself, for the first cell of x."""
    place = found(trace, conv_backward)
    right = float(trace.array(place.dx)[0, 0, 0, 0])
    pairs = _products(place, (0, 0, 0, 0))
    printed = sum(delta * right for delta, _ in pairs)
    cell = f"{place.dx}[0,0,0,0]"
    text = f"{cell} is made from {len(pairs)} products ∂L/∂z · w. "
    if pairs:
        delta, weight = pairs[0]
        text += (
            f"As printed the first is ∂L/∂z · ∂L/∂x = {number(delta)} · {number(right)} = {number(delta * right)} "
            f"where {number(delta)} · {number(weight)} = {number(delta * weight)} belongs; all of them add up to "
            f"{number(printed)} instead of {number(right)}."
        )
    return Numbers(printed, right, float(numeric.slopes(place.dx, [0])[0]), text)


def _middle(place: Place) -> tuple[int, ...] | None:
    """The first cell near x₂₂ that four windows of each kernel contain."""
    layer, size = place.layer, place.x.shape
    if place.dy is None or not isinstance(layer, Conv2d) or layer.stride != (1, 1) or layer.dilation != (1, 1):
        return None
    if place.weight.shape[2:] != (2, 2) or layer.connections is not None or layer.groups != 1:
        return None
    for index in ((0, 0, 1, 1), (0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)):
        inside = index[2] < size[2] and index[3] < size[3]
        if inside and len(_products(place, index)) == 4 * len(place.weight):
            return index
    return None


def has_middle(place: Place) -> bool:
    """A convolution in which four windows of each 2×2 kernel contain one cell of x."""
    return _middle(place) is not None


def literal(trace: Trace, numeric: Numeric) -> Numbers:
    """The printed sum for such a cell, taken literally."""
    place = found(trace, has_middle)
    index = _middle(place)
    assert index is not None
    pairs = _products(place, index)
    groups = [pairs[4 * k : 4 * k + 4] for k in range(len(pairs) // 4)]
    printed = sum(a[0] * a[1] + 0 * b[0] + c[0] * a[1] + d[0] * d[1] for a, b, c, d in groups)
    right = float(trace.array(place.dx)[index])
    cell = Cell(place.dx, index)
    spot = int(np.ravel_multi_index(index, place.x.shape))
    (_, b, c, _), weights = groups[0], [weight for _, weight in groups[0]]
    text = (
        f"At {cell}: the second window does not contain the x that is printed, so its δ {number(b[0])} meets 0 "
        f"instead of {number(weights[1])}; the third δ {number(c[0])} meets the first window's {number(weights[0])} "
        f"instead of {number(weights[2])}. That makes {number(printed)} where {number(right)} is right; the article's "
        "last line has it right."
    )
    return Numbers(printed, right, float(numeric.slopes(place.dx, [spot])[0]), text)


def has_bias(place: Place) -> bool:
    """A convolution whose bias is added at several places."""
    return conv_backward(place) and place.parameter("bias") is not None and place.delta[:, 0].size > 1


def bias(trace: Trace, numeric: Numeric) -> Numbers:
    """The printed formula for the bias beside the sum."""
    place = found(trace, has_bias)
    name, delta = place.tensor("bias.grad"), place.delta
    right = float(trace.array(name)[0])
    text = (
        f"As printed ∂L/∂b would be the {shape(delta.shape[2:])} matrix ∂L/∂z. The bias of a map is added at "
        f"{delta[:, 0].size} places, so its gradient is their sum: {name}[0] = {number(right)}."
    )
    return Numbers(delta[0, 0, :8, :8].tolist(), right, float(numeric.slopes(name, [0])[0]), text)


def strided(place: Place) -> bool:
    """A convolution with a stride."""
    return isinstance(place.layer, Conv2d) and place.layer.stride != (1, 1)


def sizes(trace: Trace, _: Numeric) -> Numbers:
    """The size for stride 1 beside the size of z."""
    place = found(trace, strided)
    plan, layer = trace.plan.layers[place.position], place.layer
    assert isinstance(plan, ConvPlan) and isinstance(layer, Conv2d)
    printed = [plan.rows.padded - plan.rows.span + 1, plan.cols.padded - plan.cols.span + 1]
    right = list(place.y.shape[2:])
    missed = plan.rows.padded - (plan.rows.stride * (plan.rows.out - 1) + plan.rows.span)
    text = (
        f"{place.y.shape[2]}×{place.y.shape[3]} windows fit with stride {shape(layer.stride)}; "
        f"{printed[0]}×{printed[1]} is the size for stride 1. "
    )
    if missed:
        text += f"{counted(missed, 'padded row')} at the bottom: never read, table cells that stay 0."
    return Numbers(list(printed), right, None, text.strip())


def unpadded(place: Place) -> bool:
    """A convolution without padding, whose crop has nothing to cut."""
    plan = place.trace.plan.layers[place.position]
    if not isinstance(plan, ConvPlan) or place.dy is None:
        return False
    return not any((plan.rows.before, plan.rows.after, plan.cols.before, plan.cols.after))


def crop(trace: Trace, numeric: Numeric) -> Numbers:
    """The crop as the repository writes it."""
    place = found(trace, unpadded)
    table, pad = trace.array(place.tensor("table")), 0

    def statement() -> Array:
        kept = np.zeros_like(table)
        for n in range(len(table)):
            kept[n, 0] = table[n, 0][pad:-pad, pad:-pad]
        return kept

    text = (
        f"{place.name} has no padding; [0:-0] is the empty slice and leaves nothing of the {shape(table.shape)} table."
    )
    return held_against(trace, place.dx, attempt(statement), numeric, text)


def steps(place: Place) -> bool:
    """A pooling with a stride that the repository's loops can walk."""
    layer, plan = place.layer, place.trace.plan.layers[place.position]
    if not isinstance(layer, Pool) or not isinstance(plan, PoolPlan) or place.dy is None:
        return False
    plain = getattr(layer, "dilation", (1, 1)) == (1, 1) and layer.padding == (0, 0)
    hangs = any(axis.stride * (axis.out - 1) + axis.kernel > axis.size for axis in (plan.rows, plan.cols))
    return layer.steps != (1, 1) and plain and not hangs and place.y.size <= MOST_STEPS


def pool(trace: Trace, numeric: Numeric) -> Numbers:
    """The repository's loops, whose windows forget the stride."""
    place = found(trace, steps)
    layer, delta = place.layer, place.delta
    assert isinstance(layer, Pool)
    kh, kw = layer.kernel_size
    back = np.zeros_like(place.x)
    for n, c, h, w in np.ndindex(*delta.shape):
        rows, cols = slice(h, h + kh), slice(w, w + kw)
        window = place.x[n, c, rows, cols]
        if isinstance(layer, MaxPool2d):
            back[n, c, rows, cols] += (window == window.max()) * delta[n, c, h, w]
        else:
            share = float(trace.array(place.tensor("mask"))[n, c, h, w, 0, 0])
            back[n, c, rows, cols] += share * delta[n, c, h, w]
    text = (
        f"With vert_start = h the window of entry h,w of {place.name} is looked for at row h, column w; with stride "
        f"{shape(layer.steps)} it starts at h·stride, w·stride. Largest error "
        f"{number(float(np.abs(back - trace.array(place.dx)).max()))}."
    )
    return held_against(trace, place.dx, back, numeric, text)
