"""The gradient of a maximum that several cells share, of which articles 000 and 004 give each the whole."""

import numpy as np

from app.engine.layers.pool import MaxPool2d, PoolPlan
from app.engine.trace import Trace
from app.explain.checking.tables import Sliding
from app.explain.checking.telling import number
from app.explain.errata.erratum import Numbers, Numeric, Part
from app.explain.errata.places import Place, about, found

TIED = "Equality sends the whole gradient to every cell that ties, so that more comes out than went in."


def _printed(place: Place) -> np.ndarray:
    """∂L/∂x by the equality of x with its window's maximum."""
    plan = place.trace.plan.layers[place.position]
    assert isinstance(place.layer, MaxPool2d) and isinstance(plan, PoolPlan)
    sliding = Sliding.of(plan)
    kernel = place.layer.kernel_size
    ring = [(a.before, a.padded - a.before - a.size) for a in (plan.rows, plan.cols)]
    padded = np.pad(place.x, ((0, 0), (0, 0), *ring), constant_values=-np.inf)
    equal = sliding.patches(padded, place.delta, kernel) == place.y[..., None, None]
    return sliding.crop(sliding.add(equal * place.delta[..., None, None]))


def _tied(place: Place) -> bool:
    if not isinstance(place.layer, MaxPool2d) or place.layer.ties == "all" or place.dy is None:
        return False
    return not np.array_equal(_printed(place), place.trace.array(place.dx))


about_ties = about(_tied, "input.grad")


def show_ties(trace: Trace, numeric: Numeric) -> Numbers:
    """Both gradients; the difference is the slope where all cells move together, which no choice among ties changes."""
    place = found(trace, _tied)
    printed, right = _printed(place), trace.array(place.dx)
    part = Part.of(trace, place.dx)
    together = numeric.along({place.dx.removesuffix(".grad"): np.ones_like(right)})
    text = (
        f"Moving all cells of the input of {place.name} together changes L by {number(together)} per unit; that is "
        f"what ∂L/∂x has to add up to. Right: {number(float(right.sum()))}; as printed: "
        f"{number(float(printed.sum()))}. At a tie itself L has a kink, so single cells have no one slope there."
    )
    return Numbers(part.of_array(printed), part.of_array(right), together, text, part.text)
