"""The formulas of article 003 as printed, on a trace."""

from app.engine.layers.activation import Activation, Identity, Sigmoid
from app.engine.layers.base import Array
from app.engine.layers.linear import Linear
from app.engine.layers.shape import Flatten
from app.engine.trace import Trace
from app.explain.checking.telling import number, shape
from app.explain.errata.erratum import Numbers, Numeric, held_against
from app.explain.errata.places import (
    Place,
    found,
    is_linear,
    is_pool,
)


def is_last_activation(place: Place) -> bool:
    """An activation right under a squared error."""
    loss = place.trace.document.loss
    squared = loss is not None and loss.loss.type in ("squared_error", "mse")
    last = place.position == len(place.trace.layers) - 1
    return squared and last and isinstance(place.layer, Activation) and not isinstance(place.layer, Identity)


def error_itself(trace: Trace, numeric: Numeric) -> Numbers:
    """The error taken for the last sensitivity."""
    place = found(trace, is_last_activation)
    slopes = trace.array(place.tensor("derivative"))
    e, slope, right = (float(array.ravel()[0]) for array in (place.delta, slopes, trace.array(place.dx)))
    text = f"For the first output the error is {number(e)} and f′ is {number(slope)}: δ = {number(right)}."
    return held_against(trace, place.dx, place.delta, numeric, text)


def backward_linear(place: Place) -> bool:
    """A linear layer with several outputs: with one, every row is right."""
    return place.dy is not None and is_linear(place) and place.delta.shape[1] > 1


def in_out(place: Place) -> Array:
    """W as the article draws it: a row per input, a column per output."""
    assert isinstance(place.layer, Linear)
    return place.weight if place.layer.layout == "in_out" else place.weight.T


def rows(trace: Trace, numeric: Numeric) -> Numbers:
    """One od per row, as printed."""
    place = found(trace, backward_linear)
    weight, od = in_out(place), place.delta[0]
    inputs = min(len(weight), numeric.cells)
    printed = [float((weight[i] * od[i]).sum()) if i < len(od) else None for i in range(inputs)]
    right = trace.array(place.dx)[0, :inputs].tolist()
    text = (
        f"Row 1 is Σ_j w_1j · od(j) = {number(right[0])}; with od(1) in every product it is {number(printed[0] or 0)}."
    )
    if len(od) < inputs:
        text += f" Row {len(od) + 1} would need od({len(od) + 1}), and there are {len(od)} outputs."
    slopes = numeric.slopes(place.dx, range(inputs)).tolist()
    return Numbers(list(printed), right, slopes, text, f"0,:{inputs}")


def rectangular_maps(place: Place) -> bool:
    """A flatten layer on maps that have an order to lose."""
    maps = place.x.shape
    return place.dy is not None and isinstance(place.layer, Flatten) and len(maps) == 4 and min(maps[2:]) > 1


def order(trace: Trace, numeric: Numeric) -> Numbers:
    """The vector read back in the other order."""
    place = found(trace, rectangular_maps)
    assert isinstance(place.layer, Flatten)
    n, c, height, width = place.x.shape
    by_rows = place.delta.reshape(n, c, height, width)
    by_columns = place.delta.reshape(n, c, width, height).swapaxes(2, 3)
    columns = place.layer.order == "column_major"
    printed, own = (by_rows, "column by column") if columns else (by_columns, "row by row")
    text = (
        f"This trace strings its maps {own}. The article names no order: NumPy's reshape reads row by row, MATLAB's "
        f"column by column, and the other one puts {shape((height, width))} maps together wrongly."
    )
    return held_against(trace, place.dx, printed, numeric, text)


def mean_bias(place: Place) -> bool:
    """A bias under a loss that is a mean already."""
    loss = place.trace.plan.loss
    mean = loss is not None and loss.gradient_scale != 1
    return mean and place.parameter("bias") is not None and len(place.x) > 1


def divided_twice(trace: Trace, numeric: Numeric) -> Numbers:
    """The bias gradient divided by the batch once more."""
    place = found(trace, mean_bias)
    name, samples = place.tensor("bias.grad"), len(place.x)
    text = (
        f"The loss of this trace is a mean already, so its sensitivities carry 1/{samples}; dividing their sum by the "
        f"{samples} samples once more makes it {samples} times too small."
    )
    return held_against(trace, name, trace.array(name) / samples, numeric, text)


def pool_under_sigmoid(place: Place) -> bool:
    """A pooling in a network of sigmoids."""
    sigmoid = any(isinstance(named.layer, Sigmoid) for named in place.trace.document.layers)
    return place.dy is not None and is_pool(place) and sigmoid


def derivative_of_pool(trace: Trace, numeric: Numeric) -> Numbers:
    """o(1 − o) put on a pooling's sensitivity."""
    place = found(trace, pool_under_sigmoid)
    o = place.y
    text = f"{place.name} has no activation of its own, so ∂L/∂ its output is multiplied by no o(1 − o)."
    return held_against(trace, place.dz, place.delta * (o * (1 - o)), numeric, text)
