"""The closed list of functions that a `map` cell may apply to its terms."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Any

from app.explain.terms import Function


def step(arguments: Sequence[float], _parameters: Mapping[str, Any]) -> float:
    """1 where the argument is above 0 (or NaN, which passes on), else 0."""
    (z,) = arguments
    return 0.0 if z <= 0 else 1.0


def share_of_max(arguments: Sequence[float], parameters: Mapping[str, Any]) -> float:
    """The share that `place` has in the maximum of the arguments, under the tie rule `ties`.

    Only the arguments listed in `real` compete (padding does not); the last NaN wins over every number.
    """
    place, real = parameters["place"], parameters["real"]
    nans = [k for k in real if isnan(arguments[k])]
    if nans:
        return float(place == nans[-1])
    highest = max((arguments[k] for k in real), default=None)
    winners = [k for k in real if arguments[k] == highest]
    if place not in winners:
        return 0.0
    if parameters["ties"] == "first":
        return float(place == winners[0])
    return 1.0 / len(winners) if parameters["ties"] == "split" else 1.0


FUNCTIONS: Mapping[str, Callable[[Sequence[float], Mapping[str, Any]], float]] = {
    "step": step,
    "share_of_max": share_of_max,
}


def evaluate(function: Function, arguments: Sequence[float]) -> float:
    """function(arguments)."""
    return FUNCTIONS[function.name](arguments, function.parameters)
